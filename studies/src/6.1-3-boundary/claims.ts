/** The exercise's questions, each answered in every place of images of whole numbers. */
import type { Tensor } from "convoke";
import { differs, rowsOf } from "../matrices.ts";
import { type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Bordered, Subject } from "./subject.ts";

type Place = readonly [row: number, column: number];

/** @param edges the Laplacian of a constant image with zeros outside. */
export function claimsOf(
  { treated, copied }: Subject,
  { side, value, edges }: { side: number; value: number; edges: Tensor },
  many: readonly Bordered[],
): (() => Statement | Promise<Statement>)[] {
  const book: Bordered = {
    ...{ x: rowsOf(side, side, () => value), value },
    kernel: rowsOf(3, 3, () => 1),
  };
  const cases = [book, ...many.filter(({ kernel }) => kernel.data.length > 1)];
  return [
    () =>
      triedOn("claim", "missing", cases, async ({ x, kernel }) => {
        const [ones, window] = [x, kernel].map(onesLike);
        const counted = await treated(ones, window, "zero");
        const found = differs(
          counted,
          mapOf(x, (at) => seenFrom(at, x.shape, kernel.shape)),
        );
        const corner = counted.data[0];
        return found ?? (corner < counted.data[middle(counted)] ? null : { corner });
      }),
    () =>
      triedOn("claim", "position", cases, async ({ x, kernel }): Promise<Trial> => {
        const [rows, columns] = x.shape;
        const corners: Place[] = [
          [0, 0],
          [rows - 1, columns - 1],
        ];
        const windowsOf = async ([row, column]: Place) => {
          const dot = mapOf(x, ([y, at]) => (y === row && at === column ? 1 : 0));
          const { data } = await treated(dot, onesLike(kernel), "zero");
          return data.reduce((sum, v) => sum + v);
        };
        const inside = await windowsOf([Math.floor(rows / 2), Math.floor(columns / 2)]);
        if (inside !== kernel.data.length) return { inside };
        for (const at of corners) {
          const corner = await windowsOf(at);
          if (corner >= inside || corner !== seenFrom(at, x.shape, kernel.shape))
            return { corner, inside };
        }
        return null;
      }),
    () =>
      tried("claim", "ownEdge", [edges], ({ data }) =>
        data[0] !== 0 && data[middle(edges)] === 0 ? null : { corner: data[0] },
      ),
    () =>
      triedOn("claim", "ownFeature", many, async ({ x, kernel, value }) => {
        const answer = await treated(
          mapOf(x, () => value),
          kernel,
          "zero",
        );
        const whole = kernel.data.reduce((a, b) => a + b);
        return differs(
          answer,
          mapOf(x, (at) => value * (whole - beyond(at, x.shape, kernel))),
        );
      }),
    () =>
      triedOn("claim", "paid", cases, async ({ x, kernel }) => {
        const copy = copied(x, kernel.shape);
        const bytes = 4 * copy.data.length;
        if (bytes <= 4 * x.data.length) return { bytes };
        return differs(await treated(copy, kernel, "none"), await treated(x, kernel, "zero"));
      }),
  ];
}

export const middle = ({ shape: [rows, columns] }: Tensor): number =>
  Math.floor(rows / 2) * columns + Math.floor(columns / 2);

const onesLike = ({ shape: [rows, columns] }: Tensor): Tensor => rowsOf(rows, columns, () => 1);

const mapOf = ({ shape: [rows, columns] }: Tensor, value: (at: Place) => number): Tensor =>
  rowsOf(rows, columns, (row, column) => value([row, column]));

/** Pixels in the window around a place: along each axis, those from the first to the last inside. */
const seenFrom = (at: Place, extents: readonly number[], taps: readonly number[]): number =>
  at.reduce((product, place, axis) => {
    const reach = (taps[axis] - 1) / 2;
    const last = Math.min(place + reach, extents[axis] - 1);
    return product * (last - Math.max(place - reach, 0) + 1);
  }, 1);

/** The sum of the weights that meet no pixel in the window around a place. */
function beyond(
  [row, column]: Place,
  [rows, columns]: readonly number[],
  { shape: [height, width], data }: Tensor,
): number {
  let sum = 0;
  for (let a = 0; a < height; a++)
    for (let b = 0; b < width; b++) {
      const [y, x] = [row + a - (height - 1) / 2, column + b - (width - 1) / 2];
      if (y < 0 || x < 0 || y >= rows || x >= columns) sum += data[a * width + b];
    }
  return sum;
}
