/** Exercise 6.1-3: what to ask of pixels at the border, each question answered by a measurement. */
import { OptionError, tensor } from "convoke";
import { readKernel } from "../kernel-text.ts";
import { matrixOf, rowsOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { middle } from "./claims.ts";
import { errors } from "./errors.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";
import {
  BORDERS,
  cases,
  copied,
  costs,
  LAPLACIAN,
  reached,
  TREATMENTS,
  treated,
} from "./treatments.ts";

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
  subject: { treated, reached, copied },
  errors,
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
    const trials = [{ x: constant, kernel, value }, ...cases(effort === "quick" ? 30 : 2400, seed)];
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
      statements: await statementsOf(
        subject,
        { constant, value, edges },
        { answers, laplacians, measured, trials },
        onProgress,
      ),
    };
  },
});
