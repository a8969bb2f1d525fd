/** Exercise 6.3-4: what a stride of one half is. */
import { type Tensor, tensor } from "convoke";
import { layerCost } from "convoke/cost";
import { readKernel } from "../kernel-text.ts";
import { matrixOf, rowsOf } from "../matrices.ts";
import type { Facts } from "../model/facts.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { timesOf } from "../timed.ts";
import { errors } from "./errors.ts";
import { statementsOf } from "./statements.ts";
import { correlate, LINEAR, ones, overStuffed, spread, stuffed } from "./steps.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = { spread, stuff: overStuffed, correlate };
export type Subject = typeof subject;

export const halfStride = study({
  id: "6.3-4",
  slug: "half-stride",
  parameters: {
    side: {
      kind: "whole",
      label: { en: "side of the image", zh: "图像边长" },
      from: 1,
      to: 8,
      standard: 3,
    },
    kernel: {
      kind: "text",
      label: { en: "kernel", zh: "卷积核" },
      standard: "1 2 1; 2 4 2; 1 2 1",
    },
    stride: {
      kind: "whole",
      label: { en: "one over the stride", zh: "步幅的倒数" },
      from: 2,
      to: 4,
      standard: 2,
    },
    padding: {
      kind: "whole",
      label: { en: "padding, at most half the kernel", zh: "填充，至多半个卷积核" },
      from: 0,
      to: 4,
      standard: 1,
    },
    outputPadding: {
      kind: "whole",
      label: {
        en: "output padding, less than one over the stride",
        zh: "输出填充，小于步幅的倒数",
      },
      from: 0,
      to: 3,
      standard: 1,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run(values, { effort, seed, data, onProgress }, subject) {
    const { side, stride } = values;
    const { shape, values: weights } = readKernel(values.kernel);
    const kernel = tensor(shape, weights);
    const step = {
      stride,
      padding: Math.min(values.padding, Math.floor((Math.min(...shape) - 1) / 2)),
      outputPadding: Math.min(values.outputPadding, stride - 1),
    };
    const x = rowsOf(side, side, (row, column) => row * side + column + 1);
    const y = await subject.spread(x, kernel, step);
    const photo = await data.image();
    const image = middleOf(photo, 80);
    const whole = { stride: 2, padding: 0, outputPadding: 0 };
    // Scaled to the mean of the image: nine taps for four places.
    const box = tensor([3, 3], new Float32Array(9).fill(4 / 9));
    const [nearest, linear, uneven] = await Promise.all([
      subject.spread(image, ones(2, 2), whole),
      subject.spread(image, LINEAR, { ...whole, padding: 1 }),
      subject.spread(image, box, whole),
    ]);
    const flat = await subject.spread(ones(6, 6), ones(3, 3), whole);
    return {
      timed: ["spreadTime", "stuffedTime"],
      facts: {
        side,
        stride,
        padding: step.padding,
        outputPadding: step.outputPadding,
        rows: y.shape[0],
        columns: y.shape[1],
        source: photo.source,
        ...(await costsOf()),
      },
      steps: [
        {
          key: "matrices",
          exhibits: [
            matrixOf("image", x),
            matrixOf("between", stuffed(x, stride)),
            matrixOf("kernel", kernel),
            matrixOf("output", y),
          ],
        },
        {
          key: "uneven",
          exhibits: [matrixOf("flat", inside(flat, 4))],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", image, [0, 255]),
            pictureOf("nearest", nearest, [0, 255]),
            pictureOf("linear", linear, [0, 255]),
            pictureOf("checkerboard", uneven, [0, 255]),
          ],
        },
        { key: "cost", exhibits: [] },
      ],
      statements: await statementsOf(
        subject,
        { x, kernel, step },
        effort === "quick" ? 16 : 2000,
        seed,
        onProgress,
      ),
    };
  },
});

/** A square of the middle: away from the edges. */
const inside = ({ shape: [rows, columns], data }: Tensor, side: number): Tensor =>
  rowsOf(
    side,
    side,
    (y, x) => data[(y + ((rows - side) >> 1)) * columns + x + ((columns - side) >> 1)],
  );

/** A layer of 16 channels from 28 × 28 to 56 × 56, both ways. */
async function costsOf(): Promise<Facts> {
  const weight = [16, 16, 3, 3];
  const [input, stride, padding] = [[1, 16, 28, 28], 2, 1];
  const transposed = {
    op: "convTranspose",
    input,
    weight,
    stride,
    padding,
    outputPadding: 1,
  } as const;
  const over = { input: [1, 16, 55, 55], weight, padding: [1, 1].map(() => [1, 2] as const) };
  const [spreadTime, stuffedTime] = await timesOf([transposed, over]);
  const spreadProducts = layerCost(transposed).needed.multiplications;
  const stuffedProducts = layerCost(over).needed.multiplications;
  return {
    spreadProducts,
    stuffedProducts,
    times: stuffedProducts / spreadProducts,
    spreadTime,
    stuffedTime,
  };
}
