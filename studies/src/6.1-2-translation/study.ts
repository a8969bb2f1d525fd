/** Exercise 6.1-2: a convolution moves with its image, global pooling forgets where; is that a defect? */
import { type Tensor, tensor } from "convoke";
import { type LearnPositionOptions, learnPosition, positionExamples } from "convoke/learn";
import { curve } from "../curve.ts";
import { matrixOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { errors } from "./errors.ts";
import { cases, differing, layer, shifted } from "./shifts.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const EDGES = tensor([3, 3], [-1, 0, 1, -2, 0, 2, -1, 0, 1]);
const DEPTH = 4;
/** Names of the curves of both nets. */
const LINES = { plain: "plainNet", coordinates: "locatedNet" } as const;

const subject = {
  layer,
  learn: (options: LearnPositionOptions) => learnPosition({ threads: 1, ...options }),
};
export type Subject = typeof subject;

export const translation = study({
  id: "6.1-2",
  slug: "translation",
  parameters: {
    half: {
      kind: "whole",
      label: { en: "half the side of the pictures", zh: "图片边长的一半" },
      from: 5,
      to: 12,
      standard: 6,
    },
    down: {
      kind: "whole",
      label: { en: "moved down by", zh: "向下移动" },
      from: 0,
      to: 24,
      standard: 3,
    },
    right: {
      kind: "whole",
      label: { en: "moved right by", zh: "向右移动" },
      from: 0,
      to: 24,
      standard: 5,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ half, down, right }, { effort, seed, data, onProgress, onSample }, subject) {
    const quick = effort === "quick";
    const side = 2 * half;
    const trials = cases(quick ? 40 : 2000, seed);
    const losses = curve("losses", "step", Object.values(LINES), onSample);
    const accuracies = curve("accuracies", "epoch", Object.values(LINES), onSample);
    const { plain, coordinates } = await subject.learn({
      ...{ side, seed, pairs: quick ? 64 : 256, testPairs: quick ? 32 : 128 },
      ...{ epochs: quick ? 10 : 20, batchSize: quick ? 16 : 32, rate: 0.02 },
      onStep: (net, { step, batchLoss }) => losses.add(LINES[net], step, batchLoss),
      onEpoch: (net, { epoch, validation }) =>
        accuracies.add(LINES[net], epoch, validation?.accuracy ?? 0),
    });
    onProgress?.(0.7);
    const twins = positionExamples(1, side, seed).inputs;
    const twin = (i: number): Tensor => ({
      shape: [side, side],
      data: (twins.data as Float32Array).subarray(i * side * side, (i + 1) * side * side),
    });
    const photo = middleOf(await data.image(), 96);
    const moved = shifted(photo, [down, right]);
    const spoiled = await Promise.all(
      (["wrap", "zero"] as const).map(async (border) => {
        let [still, other] = [photo, moved];
        const shares: number[] = [];
        for (let i = 0; i < DEPTH; i++) {
          [still, other] = [
            await subject.layer(still, EDGES, border),
            await subject.layer(other, EDGES, border),
          ];
          // Whole numbers up to 255 · 8⁴ are exact; more layers would round.
          shares.push(differing(shifted(still, [down, right]), other).length / photo.data.length);
        }
        return shares;
      }),
    );
    return {
      facts: {
        side,
        down,
        right,
        depth: DEPTH,
        plain: plain.accuracy,
        located: coordinates.accuracy,
        apart: plain.features.apart,
        largest: plain.features.largest,
        locatedApart: coordinates.features.apart,
        zeroShare: spoiled[1][DEPTH - 1],
        wrapShare: spoiled[0][DEPTH - 1],
        pictures: 2 * (quick ? 64 : 256),
      },
      steps: [
        {
          key: "photo",
          exhibits: [
            pictureOf("still", await subject.layer(photo, EDGES, "wrap"), [-255, 255]),
            pictureOf("moved", await subject.layer(moved, EDGES, "wrap"), [-255, 255]),
            {
              kind: "series",
              name: "spoiled",
              axis: "layers",
              x: Array.from({ length: DEPTH }, (_, i) => i + 1),
              lines: [
                { name: "wrap", y: spoiled[0] },
                { name: "zero", y: spoiled[1] },
              ],
            },
          ],
        },
        {
          key: "twins",
          exhibits: [pictureOf("left", twin(0), [0, 1]), pictureOf("rightTwin", twin(1), [0, 1])],
        },
        {
          key: "learned",
          exhibits: [
            losses.series,
            accuracies.series,
            {
              kind: "table",
              name: "nets",
              head: ["net", "knownShare", "otherShare", "apart", "largest"],
              rows: [
                [
                  "plainNet",
                  plain.trainAccuracy,
                  plain.accuracy,
                  plain.features.apart,
                  plain.features.largest,
                ],
                [
                  "locatedNet",
                  coordinates.trainAccuracy,
                  coordinates.accuracy,
                  coordinates.features.apart,
                  coordinates.features.largest,
                ],
              ],
            },
          ],
        },
        { key: "stride", exhibits: await stridedMatrices(subject.layer) },
      ],
      statements: await statementsOf(subject, { trials, plain, coordinates }, (share) =>
        onProgress?.(0.7 + 0.3 * share),
      ),
    };
  },
});

/** A line of one dot, with a stride of 2, and the same moved by one. */
async function stridedMatrices(of: typeof layer) {
  const dot = tensor(
    [6, 6],
    Array.from({ length: 36 }, (_, i) => (i === 14 ? 1 : 0)),
  );
  const kernel = tensor([3, 3], [0, 0, 0, 0, 1, 0, 0, 0, 0]);
  return [
    matrixOf("dot", dot),
    matrixOf("dotStrided", await of(dot, kernel, "wrap", 2)),
    matrixOf("dotMoved", await of(shifted(dot, [0, 1]), kernel, "wrap", 2)),
  ];
}
