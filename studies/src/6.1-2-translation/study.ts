/** Exercise 6.1-2: a convolution moves with its image, global pooling forgets where; is that a defect? */
import { type Tensor, tensor } from "convoke";
import { learnPosition, positionExamples } from "convoke/learn";
import { curve } from "../curve.ts";
import { matrixOf } from "../matrices.ts";
import { type Trial, tried, triedOn } from "../model/statement.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { cases, differing, layer, type Moved, shifted } from "./shifts.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const EDGES = tensor([3, 3], [-1, 0, 1, -2, 0, 2, -1, 0, 1]);
const DEPTH = 4;
/** Names of the curves of both nets. */
const LINES = { plain: "plainNet", coordinates: "locatedNet" } as const;

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
  subject: { layer, learn: learnPosition },
  text: { en, zh },
  async run({ half, down, right }, { effort, seed, data, onProgress, onSample }, subject) {
    const quick = effort === "quick";
    const side = 2 * half;
    const trials = cases(quick ? 40 : 1500, seed);
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
    /** Null where the layer of the moved image is the moved layer of the image, or inside of a margin. */
    const follows = async (
      one: Moved,
      border: "wrap" | "zero",
      inside: boolean,
    ): Promise<Trial> => {
      const { image, kernel, shift } = one;
      const still = shifted(await subject.layer(image, kernel, border), shift);
      const other = await subject.layer(shifted(image, shift), kernel, border);
      const [at] = inside
        ? differing(still, other, 0).filter((i) => !nearSeam(one, i))
        : differing(still, other);
      return at === undefined ? null : { ...told(one), ...placeOf(at, other) };
    };
    const strided = async ({ image, kernel }: Moved, step: number): Promise<Trial> => {
      const still = await subject.layer(image, kernel, "wrap", 2);
      const other = await subject.layer(shifted(image, [step, step]), kernel, "wrap", 2);
      // The result can be moved by whole places only: is there any by which it was?
      const [rows, columns] = still.shape;
      for (let y = 0; y < rows; y++)
        for (let x = 0; x < columns; x++)
          if (differing(shifted(still, [y, x]), other).length === 0) return null;
      return { side: image.shape.join("×"), shift: step };
    };
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
      statements: [
        await triedOn("claim", "forgets", trials, async ({ image, kernel, shift }) => {
          const still = (await subject.layer(image, kernel, "wrap")).data;
          const other = (await subject.layer(shifted(image, shift), kernel, "wrap")).data;
          const [a, b] = [still, other].map((y) => ({
            most: Math.max(...y),
            sum: y.reduce((p, q) => p + q),
          }));
          return a.most === b.most && a.sum === b.sum ? null : { largest: a.most, other: b.most };
        }),
        tried("claim", "defect", [plain], ({ accuracy }) =>
          Math.abs(accuracy - 0.5) < 0.1 ? null : { accuracy },
        ),
        await triedOn("truth", "moves", trials, (one) => follows(one, "wrap", false)),
        await triedOn("truth", "inside", trials, (one) => follows(one, "zero", true)),
        tried("truth", "sameFeatures", [plain.features], ({ apart, largest }) =>
          apart <= 1e-4 * largest ? null : { apart, largest },
        ),
        tried("truth", "located", [coordinates], ({ accuracy }) =>
          accuracy > 0.9 ? null : { accuracy },
        ),
        await triedOn("truth", "wholeStride", trials.slice(0, 20), (one) => strided(one, 2)),
        await triedOn("slip", "invariant", trials, async (one) => {
          const still = await subject.layer(one.image, one.kernel, "wrap");
          const other = await subject.layer(shifted(one.image, one.shift), one.kernel, "wrap");
          const [at] = differing(still, other);
          return at === undefined ? null : { ...told(one), ...placeOf(at, other) };
        }),
        await triedOn("slip", "zeros", trials, (one) => follows(one, "zero", false)),
        await triedOn("slip", "anyStride", trials.slice(0, 20), (one) => strided(one, 1)),
      ],
    };
  },
});

const told = ({ image, shift }: Moved) => ({
  side: image.shape.join("×"),
  shift: shift.join(", "),
});
const placeOf = (at: number, { shape: [, columns] }: Tensor) => ({
  row: Math.floor(at / columns),
  column: at % columns,
});

/** Whether the window of an output meets an edge, before the shift or behind it. */
function nearSeam({ image, kernel, shift }: Moved, at: number): boolean {
  const margin = (kernel.shape[0] - 1) / 2;
  const place = [Math.floor(at / image.shape[1]), at % image.shape[1]];
  return place.some((p, axis) => {
    const extent = image.shape[axis];
    const before = (p - shift[axis] + extent) % extent;
    return [p, before].some((q) => q < margin || q >= extent - margin);
  });
}

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
