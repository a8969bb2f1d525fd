/** What is said of borders, tried; no clock is asked. */
import { type Tensor, tensor } from "convoke";
import { differs, rowsOf } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import {
  BORDERS,
  LAPLACIAN,
  type reached,
  TREATMENTS,
  type Treatment,
  type treated,
} from "./treatments.ts";

export interface Subject {
  readonly treated: typeof treated;
  readonly reached: typeof reached;
}

/** A constant image, and what was found at its corner and in its middle. */
export interface Corner {
  readonly constant: Tensor;
  readonly value: number;
  /** Pixels that each window of zeros outside sees. */
  readonly counted: Tensor;
  /** The Laplacian with zeros outside. */
  readonly edges: Tensor;
  /** Windows that a pixel takes part in. */
  readonly ofCorner: number;
  readonly ofMiddle: number;
  /** Bytes of a layer of 16 channels, 56 rows and columns, with its padding. */
  readonly copied: number;
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
  readonly trials: readonly {
    readonly x: Tensor;
    readonly kernel: Tensor;
    readonly value: number;
  }[];
}

export async function statementsOf(
  subject: Subject,
  { constant, value, counted, edges, ofCorner, ofMiddle, copied }: Corner,
  { answers, laplacians, measured, trials }: Answers,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const side = constant.shape[0];
  const answerAt = (border: (typeof BORDERS)[number], at: number) =>
    laplacians[BORDERS.indexOf(border)].data[at];
  /** Null where every output of a constant image is its value times the sum of the kernel. */
  const keeps = async (
    one: { x: Tensor; kernel: Tensor; value: number },
    treatment: (typeof TREATMENTS)[number],
  ): Promise<Trial> => {
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
      () =>
        tried("claim", "missing", [counted], ({ data }) =>
          data[0] < data[middle(counted)] ? null : { corner: data[0] },
        ),
      () =>
        tried("claim", "position", [0], () =>
          ofCorner < ofMiddle ? null : { corner: ofCorner, inside: ofMiddle },
        ),
      () =>
        tried("claim", "ownEdge", [edges], ({ data }) =>
          data[0] !== 0 && data[middle(edges)] === 0 ? null : { corner: data[0] },
        ),
      () =>
        tried("claim", "paid", [copied], (bytes) => (bytes > 4 * 16 * 56 ** 2 ? null : { bytes })),
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

export const middle = ({ shape: [rows, columns] }: Tensor): number =>
  Math.floor(rows / 2) * columns + Math.floor(columns / 2);

/** Without so many rows above and below, and columns left and right. */
const cropped = (
  { shape: [rows, columns], data }: Tensor,
  [above, left]: readonly number[],
): Tensor =>
  rowsOf(rows - 2 * above, columns - 2 * left, (y, x) => data[(y + above) * columns + x + left]);
