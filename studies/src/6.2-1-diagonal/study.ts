/** Exercise 6.2-1: an image with a diagonal, a kernel of two taps, and both transposed. */
import { conv2d, type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { differs, matrixOf, rowsOf, turned } from "../matrices.ts";
import { inTurn, tried, triedOn } from "../model/statement.ts";
import { study } from "../model/study.ts";
import { errors } from "./errors.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

/** The cross-correlation of a matrix with a kernel, valid windows only. */
async function correlate(x: Tensor, kernel: Tensor): Promise<Tensor> {
  const [rows, columns] = x.shape;
  const y = await conv2d(
    { shape: [1, 1, rows, columns], data: x.data },
    { shape: [1, 1, ...kernel.shape], data: kernel.data },
    { accuracy: "exact" },
  );
  return { shape: y.shape.slice(2), data: y.data };
}

const subject = { correlate };
export type Subject = typeof subject;

export const diagonal = study({
  id: "6.2-1",
  slug: "diagonal",
  parameters: {
    side: {
      kind: "whole",
      label: { en: "side of the image", zh: "图像边长" },
      from: 2,
      to: 24,
      standard: 6,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ side }, { effort, seed, data, onProgress }, subject) {
    const image = tensor(
      [side, side],
      Array.from({ length: side * side }, (_, i) => (i % (side + 1) === 0 ? 0 : 1)),
    );
    const kernel = tensor([1, 2], [1, -1]);
    const y = await subject.correlate(image, kernel);
    const ofTurnedImage = await subject.correlate(turned(image), kernel);
    const ofTurnedKernel = await subject.correlate(image, turned(kernel));
    const all = places(side, side - 1);
    const photo = await data.image();
    const edges = await subject.correlate(
      { shape: [photo.rows, photo.columns], data: photo.values },
      kernel,
    );

    // What each slip says would be true of any image and kernel.
    const cases = cornerCases(effort === "quick" ? 60 : 2000, seed);
    const bars = [verticalEdge(side), turned(verticalEdge(side))];
    const [acrossVertical, acrossHorizontal] = await Promise.all(
      bars.map(async (bar) => strength(await subject.correlate(bar, kernel))),
    );
    return {
      facts: {
        side,
        columns: y.shape[1],
        lost: side - y.shape[1],
        said: side - 2 + 1,
        acrossVertical,
        acrossHorizontal,
        source: photo.source,
      },
      steps: [
        {
          key: "image",
          exhibits: [matrixOf("image", image), matrixOf("kernel", kernel), matrixOf("output", y)],
        },
        {
          key: "turned",
          exhibits: [
            matrixOf("ofTurnedImage", ofTurnedImage),
            matrixOf("ofTurnedKernel", ofTurnedKernel),
          ],
          facts: { rows: ofTurnedKernel.shape[0] },
        },
        {
          key: "photo",
          exhibits: [
            {
              kind: "picture",
              name: "photo",
              rows: photo.rows,
              columns: photo.columns,
              channels: 1,
              values: photo.values,
              range: [0, 255],
            },
            {
              kind: "picture",
              name: "edges",
              rows: edges.shape[0],
              columns: edges.shape[1],
              channels: 1,
              values: edges.data,
              range: [-64, 64],
            },
          ],
        },
      ],
      statements: await inTurn(
        [
          () =>
            tried("claim", "diagonal", all, ([row, column]) => {
              const value = y.data[row * y.shape[1] + column];
              const wanted = row === column ? -1 : row === column + 1 ? 1 : 0;
              return value === wanted ? null : { row, column, value };
            }),
          () => tried("claim", "same", [0], () => differs(ofTurnedImage, y)),
          () =>
            tried("claim", "beside", places(side - 1, side), ([row, column]) => {
              const value = ofTurnedKernel.data[row * ofTurnedKernel.shape[1] + column];
              const wanted = row === column ? -1 : column === row + 1 ? 1 : 0;
              return value === wanted ? null : { row, column, value };
            }),
          () =>
            triedOn("truth", "transposes", cases, async ({ x, k }) => {
              const left = await subject.correlate(turned(x), turned(k));
              return differs(left, turned(await subject.correlate(x, k)));
            }),
          () =>
            triedOn("truth", "smaller", cases, async ({ x, k }) => {
              const result = await subject.correlate(x, k);
              const less = x.shape[1] - result.shape[1];
              return less === k.shape[1] - 1 ? null : { width: x.shape[1], taps: k.shape[1], less };
            }),
          () =>
            triedOn("slip", "smallerBy", cases, async ({ x, k }) => {
              const result = await subject.correlate(x, k);
              const less = x.shape[1] - result.shape[1];
              const said = x.shape[1] - k.shape[1] + 1;
              return less === said ? null : { width: x.shape[1], taps: k.shape[1], less, said };
            }),
          () =>
            tried("slip", "horizontal", [0], () =>
              acrossHorizontal > 0 ? null : { acrossHorizontal, acrossVertical },
            ),
        ],
        onProgress,
      ),
    };
  },
});

function places(rows: number, columns: number): [number, number][] {
  return Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]);
}

/** A matrix that is 0 on its left half and 1 on its right. */
const verticalEdge = (side: number): Tensor =>
  tensor(
    [side, side],
    Array.from({ length: side * side }, (_, i) => (i % side < side / 2 ? 0 : 1)),
  );

const strength = ({ data }: Tensor): number => data.reduce((sum, v) => sum + Math.abs(v), 0);

function cornerCases(count: number, seed: number): { x: Tensor; k: Tensor }[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  return Array.from({ length: count }, () => {
    const [kh, kw] = [upTo(3), upTo(3)];
    const whole = (rows: number, columns: number) =>
      rowsOf(rows, columns, () => Math.floor(next() * 9) - 4);
    return { x: whole(kh + upTo(6), kw + upTo(6)), k: whole(kh, kw) };
  });
}
