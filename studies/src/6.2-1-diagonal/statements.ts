/** What is said of the three matrices, and of other images and kernels, tried on whole numbers. */
import type { Tensor } from "convoke";
import { differs, rowsOf, turned } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import {
  DIFFERENCE,
  type Line,
  linesOf,
  type Pair,
  pairsOf,
  pictureOfLine,
  symmetricOf,
} from "./cases.ts";
import type { Subject } from "./study.ts";

/** The exercise's image, what became of it, and what the kernel answers to edges. */
export interface Matrices {
  readonly image: Tensor;
  readonly y: Tensor;
  readonly ofTurnedImage: Tensor;
  readonly ofTurnedKernel: Tensor;
  readonly acrossVertical: number;
  readonly acrossHorizontal: number;
}

export function statementsOf(
  { correlate }: Subject,
  { image, y, ofTurnedImage, ofTurnedKernel, acrossVertical, acrossHorizontal }: Matrices,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const [rows, columns] = image.shape;
  const pairs = pairsOf(count, seed);
  const smallerBy = async ({ x, k }: Pair) => x.shape[1] - (await correlate(x, k)).shape[1];
  return inTurn(
    [
      () =>
        tried("claim", "diagonal", places(rows, columns - 1), ([row, column]) => {
          const value = y.data[row * y.shape[1] + column];
          const wanted = row === column ? -1 : row === column + 1 ? 1 : 0;
          return value === wanted ? null : { row, column, value };
        }),
      () => tried("claim", "same", [0], () => differs(ofTurnedImage, y)),
      () =>
        tried("claim", "beside", places(rows - 1, columns), ([row, column]) => {
          const value = ofTurnedKernel.data[row * ofTurnedKernel.shape[1] + column];
          const wanted = row === column ? -1 : column === row + 1 ? 1 : 0;
          return value === wanted ? null : { row, column, value };
        }),
      () =>
        triedOn("claim", "anyDiagonal", linesOf(count, seed), async (one): Promise<Trial> => {
          const x = pictureOfLine(one);
          return (
            differs(await correlate(x, DIFFERENCE), differenceOf(one, "right")) ??
            differs(await correlate(x, turned(DIFFERENCE)), differenceOf(one, "below"))
          );
        }),
      () =>
        triedOn("claim", "symmetric", symmetricOf(count, seed), async ({ x, k }) =>
          differs(await correlate(x, turned(k)), turned(await correlate(x, k))),
        ),
      () =>
        triedOn("truth", "transposes", pairs, async ({ x, k }) =>
          differs(await correlate(turned(x), turned(k)), turned(await correlate(x, k))),
        ),
      () =>
        triedOn("truth", "smaller", pairs, async ({ x, k }) => {
          const less = await smallerBy({ x, k });
          return less === k.shape[1] - 1 ? null : { width: x.shape[1], taps: k.shape[1], less };
        }),
      () =>
        triedOn("slip", "smallerBy", pairs, async ({ x, k }) => {
          const less = await smallerBy({ x, k });
          const said = x.shape[1] - k.shape[1] + 1;
          return less === said ? null : { width: x.shape[1], taps: k.shape[1], less, said };
        }),
      () =>
        tried("slip", "horizontal", [0], () =>
          acrossHorizontal > 0 ? null : { acrossHorizontal, acrossVertical },
        ),
    ],
    onProgress,
  );
}

/** What a pixel less its neighbour is, said from where the diagonal lies. */
function differenceOf({ rows, columns, right, ground, line }: Line, of: "right" | "below"): Tensor {
  const [down, along] = of === "right" ? [0, 1] : [1, 0];
  return rowsOf(rows - down, columns - along, (row, column) => {
    if (column === row + right) return line - ground;
    return column + along === row + down + right ? ground - line : 0;
  });
}

function places(rows: number, columns: number): [number, number][] {
  return Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]);
}
