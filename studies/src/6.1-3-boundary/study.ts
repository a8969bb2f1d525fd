/** Exercise 6.1-3: what to ask of pixels at the border, each question answered by a measurement. */
import { OptionError, type Tensor, tensor } from "convoke";
import { readKernel } from "../kernel-text.ts";
import { differs, matrixOf, rowsOf } from "../matrices.ts";
import { inTurn, type Trial, tried, triedOn } from "../model/statement.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";
import { BORDERS, cases, costs, reached, TREATMENTS, treated } from "./treatments.ts";

const LAPLACIAN = tensor([3, 3], [0, 1, 0, 1, -4, 1, 0, 1, 0]);
const ONES = rowsOf(3, 3, () => 1);
const DEPTH = 5;

export const boundary = study({
  id: "6.1-3",
  slug: "boundary",
  parameters: {
    kernel: {
      kind: "text",
      label: {
        en: "kernel of odd extents, rows ended by ;",
        zh: "奇数边长的卷积核，各行以 ; 结束",
      },
      standard: "0 1 0; 1 -4 1; 0 1 0",
    },
    side: {
      kind: "whole",
      label: { en: "side of the image", zh: "图像边长" },
      from: 5,
      to: 24,
      standard: 7,
    },
    value: {
      kind: "whole",
      label: { en: "value of every pixel", zh: "每个像素的值" },
      from: 1,
      to: 99,
      standard: 1,
    },
  },
  subject: { treated, reached },
  text: { en, zh },
  async run(values, { effort, seed, data, onProgress }, subject) {
    const { shape, values: taps } = readKernel(values.kernel);
    const kernel = tensor(shape, taps);
    const { side, value } = values;
    if (shape.some((extent) => extent % 2 === 0 || extent > side))
      throw new OptionError(
        `expected odd extents of at most ${side} for kernel, got ${shape.join(" × ")}`,
      );
    const constant = rowsOf(side, side, () => value);
    const answers = await Promise.all(
      TREATMENTS.map(async (treatment) => ({
        treatment,
        flat: await subject.treated(constant, kernel, treatment),
        slope: await subject.treated(
          rowsOf(side, side, (_, x) => x),
          LAPLACIAN,
          treatment,
        ),
      })),
    );
    const laplacians = await Promise.all(
      BORDERS.map((border) => subject.treated(constant, LAPLACIAN, border)),
    );
    const answerAt = (border: (typeof BORDERS)[number], at: number) =>
      laplacians[BORDERS.indexOf(border)].data[at];
    const flatOf = (treatment: string) => answers.find((a) => a.treatment === treatment)!.flat;
    const photo = middleOf(await data.image(), 160);
    const depths = Array.from({ length: DEPTH }, (_, i) => i + 1);
    const stacks = (
      effort === "quick" ? [5, 8, 13, 24] : [5, 6, 7, 8, 9, 11, 13, 16, 24, 32, 40]
    ).flatMap((side) => [3, 5].map((taps) => ({ side, taps })));
    const measured = await Promise.all(
      stacks.map(async (stack) => ({
        ...stack,
        counts: await subject.reached(stack.side, stack.taps, DEPTH),
      })),
    );
    const large = measured.find((stack) => stack.side === 24 && stack.taps === 3)!;
    const trials = [{ x: constant, kernel, value }, ...cases(effort === "quick" ? 30 : 400, seed)];
    const cost = await costs(16, 56);
    const counted = await subject.treated(
      rowsOf(side, side, () => 1),
      ONES,
      "zero",
    );
    const edges = await subject.treated(constant, LAPLACIAN, "zero");
    const dot = async (at: number) => {
      const image = rowsOf(side, side, (y, x) => (y === at && x === at ? 1 : 0));
      return (await subject.treated(image, ONES, "zero")).data.reduce((a, b) => a + b);
    };
    const [ofCorner, ofMiddle] = [await dot(0), await dot(Math.floor(side / 2))];
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
    return {
      timed: ["copyTime", "wholeTime", "insideTime"],
      facts: {
        ...cost,
        cornerCount: counted.data[0],
        fullCount: counted.data[middle(counted)],
        ofCorner,
        ofMiddle,
        side,
        value,
        depth: DEPTH,
        stackSide: 24,
        reachedShare: large.counts[DEPTH - 1] / 24 ** 2,
        left: 24 - 2 * DEPTH,
      },
      steps: [
        {
          key: "constant",
          exhibits: [
            matrixOf("kernel", kernel),
            matrixOf("zeroAnswer", flatOf("zero")),
            matrixOf("normalisedAnswer", flatOf("normalised")),
            {
              kind: "table",
              name: "answers",
              head: ["treatment", "corner", "edge", "inside", "slopeEdge"],
              rows: answers.map(({ treatment, flat, slope }) => [
                treatment,
                ...[0, Math.floor(flat.shape[1] / 2), middle(flat)].map((at) => flat.data[at]),
                slope.data[Math.floor(slope.shape[0] / 2) * slope.shape[1]],
              ]),
            },
          ],
        },
        {
          key: "photo",
          exhibits: await Promise.all(
            (["zero", "reflect", "wrap"] as const).map(async (treatment) =>
              pictureOf(
                `${treatment}Photo`,
                await subject.treated(photo, LAPLACIAN, treatment),
                [-128, 128],
              ),
            ),
          ),
        },
        {
          key: "depth",
          exhibits: [
            {
              kind: "series",
              name: "share",
              axis: "layers",
              x: depths,
              lines: measured
                .filter(({ side, taps }) => taps === 3 && side !== 13)
                .map(({ side, counts }) => ({
                  name: `${side}×${side}`,
                  y: counts.map((n) => n / side ** 2),
                })),
            },
            {
              kind: "series",
              name: "shrinking",
              axis: "layers",
              x: depths,
              lines: [3, 5].map((taps) => ({
                name: `${taps}×${taps}`,
                y: depths.map((n) => 24 - n * (taps - 1)),
              })),
            },
          ],
        },
        {
          key: "cost",
          exhibits: [
            {
              kind: "table",
              name: "times",
              head: ["way", "bytes", "milliseconds"],
              timed: ["milliseconds"],
              rows: [
                ["copying", cost.copied, cost.copyTime],
                ["afterCopy", 0, cost.wholeTime],
                ["inKernel", 0, cost.insideTime],
              ],
            },
          ],
        },
      ],
      statements: await inTurn(
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
            tried("claim", "paid", [cost], ({ copied }) =>
              Number(copied) > 4 * 16 * 56 ** 2 ? null : { bytes: copied },
            ),
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
      ),
    };
  },
});

const middle = ({ shape: [rows, columns] }: Tensor): number =>
  Math.floor(rows / 2) * columns + Math.floor(columns / 2);

/** Without so many rows above and below, and columns left and right. */
const cropped = (
  { shape: [rows, columns], data }: Tensor,
  [above, left]: readonly number[],
): Tensor =>
  rowsOf(rows - 2 * above, columns - 2 * left, (y, x) => data[(y + above) * columns + x + left]);
