/** Exercise 6.2-1: an image with a diagonal, a kernel of two taps, and both transposed. */
import { conv2d, type Tensor } from "convoke";
import { matrixOf, rowsOf, turned } from "../matrices.ts";
import { study } from "../model/study.ts";
import { DIFFERENCE, pictureOfLine } from "./cases.ts";
import { errors } from "./errors.ts";
import { statementsOf } from "./statements.ts";
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
    const image = pictureOfLine({ rows: side, columns: side, right: 0, ground: 1, line: 0 });
    const kernel = DIFFERENCE;
    const y = await subject.correlate(image, kernel);
    const ofTurnedImage = await subject.correlate(turned(image), kernel);
    const ofTurnedKernel = await subject.correlate(image, turned(kernel));
    const photo = await data.image();
    const edges = await subject.correlate(
      { shape: [photo.rows, photo.columns], data: photo.values },
      kernel,
    );
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
      statements: await statementsOf(
        subject,
        { image, y, ofTurnedImage, ofTurnedKernel, acrossVertical, acrossHorizontal },
        effort === "quick" ? 60 : 2500,
        seed,
        onProgress,
      ),
    };
  },
});

/** A matrix that is 0 on its left half and 1 on its right. */
const verticalEdge = (side: number): Tensor => rowsOf(side, side, (_, x) => (x < side / 2 ? 0 : 1));

const strength = ({ data }: Tensor): number => data.reduce((sum, v) => sum + Math.abs(v), 0);
