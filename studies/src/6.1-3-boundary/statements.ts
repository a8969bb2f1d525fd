/** What is said of borders, tried; no clock is asked. */
import { type Tensor, tensor } from "convoke";
import { differs, rowsOf } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { claimsOf } from "./claims.ts";
import type { Bordered, Subject } from "./subject.ts";
import { BORDERS, LAPLACIAN, TREATMENTS, type Treatment } from "./treatments.ts";

/** A constant image. */
export interface Flat {
  readonly constant: Tensor;
  readonly value: number;
  /** Its Laplacian with zeros outside. */
  readonly edges: Tensor;
}

export interface Answers {
  readonly answers: readonly { readonly treatment: Treatment; readonly slope: Tensor }[];
  /** Of the constant image, border by border. */
  readonly laplacians: readonly Tensor[];
  /** Outputs that padding has reached after each layer. */
  readonly measured: readonly {
    readonly side: number;
    readonly taps: number;
    readonly counts: readonly number[];
  }[];
  readonly trials: readonly Bordered[];
}

export async function statementsOf(
  subject: Subject,
  { constant, value, edges }: Flat,
  { answers, laplacians, measured, trials: all }: Answers,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const side = constant.shape[0];
  // What is said beside the claims is tried in several ways each.
  const trials = all.slice(0, 501);
  const answerAt = (border: (typeof BORDERS)[number], at: number) =>
    laplacians[BORDERS.indexOf(border)].data[at];
  /** Null where every output of a constant image is its value times the sum of the kernel. */
  const keeps = async (one: Bordered, treatment: Treatment): Promise<Trial> => {
    const [rows, columns] = one.x.shape;
    const y = await subject.treated(
      rowsOf(rows, columns, () => one.value),
      one.kernel,
      treatment,
    );
    const sum = one.kernel.data.reduce((a, b) => a + b);
    const at = y.data.findIndex((v) => v !== one.value * sum);
    return at < 0
      ? null
      : {
          treatment,
          row: Math.floor(at / y.shape[1]),
          column: at % y.shape[1],
          answer: y.data[at],
        };
  };
  const mean = (k: Tensor): Tensor =>
    tensor(
      k.shape,
      [...k.data].map(() => 1),
    );
  return inTurn(
    [
      ...claimsOf(subject, { side, value, edges }, all),
      () =>
        triedOn(
          "truth",
          "kept",
          trials.flatMap((one) => BORDERS.slice(1).map((border) => ({ one, border }))),
          ({ one, border }) => keeps(one, border),
        ),
      () =>
        triedOn("truth", "normalisedMean", trials, (one) =>
          keeps({ ...one, kernel: mean(one.kernel) }, "normalised"),
        ),
      () =>
        triedOn(
          "truth",
          "inside",
          trials.flatMap((one) => TREATMENTS.map((treatment) => ({ one, treatment }))),
          async ({ one: { x, kernel }, treatment }) => {
            const margins = kernel.shape.map((taps) => (taps - 1) / 2);
            const whole = await subject.treated(x, kernel, "none");
            const y = await subject.treated(x, kernel, treatment);
            const found = differs(treatment === "none" ? y : cropped(y, margins), whole);
            return found && { treatment, ...found };
          },
        ),
      () =>
        tried(
          "truth",
          "reach",
          measured.flatMap((stack) =>
            stack.counts.map((count, i) => ({ ...stack, count, layers: i + 1 })),
          ),
          ({ side, taps, count, layers }) => {
            const untouched = Math.max(0, side - layers * (taps - 1));
            return count === side ** 2 - untouched ** 2 ? null : { side, taps, layers, count };
          },
        ),
      () =>
        triedOn("truth", "shrinks", trials, async ({ x, kernel }) => {
          const y = await subject.treated(x, kernel, "none");
          return y.shape.every((n, axis) => n === x.shape[axis] - kernel.shape[axis] + 1)
            ? null
            : { shape: y.shape.join("×") };
        }),
      () =>
        triedOn("slip", "normalisedAny", [{ x: constant, kernel: LAPLACIAN, value }], (one) =>
          keeps(one, "normalised"),
        ),
      () =>
        triedOn("slip", "free", BORDERS, async (border) => {
          const { data, shape } = answers.find((a) => a.treatment === border)!.slope;
          const at = data.findIndex((v) => v !== 0);
          return at < 0 ? null : { treatment: border, column: at % shape[1], answer: data[at] };
        }),
      () =>
        triedOn("slip", "farAway", BORDERS, async (border) => {
          const far = rowsOf(side, side, (_, x) => (x === side - 1 ? value + 1 : value));
          const y = await subject.treated(far, LAPLACIAN, border);
          // The left end of the second row: all of its neighbours are as they were.
          return y.data[side] === answerAt(border, side)
            ? null
            : { treatment: border, answer: y.data[side] };
        }),
    ],
    onProgress,
  );
}

/** Without so many rows above and below, and columns left and right. */
const cropped = (
  { shape: [rows, columns], data }: Tensor,
  [above, left]: readonly number[],
): Tensor =>
  rowsOf(rows - 2 * above, columns - 2 * left, (y, x) => data[(y + above) * columns + x + left]);
