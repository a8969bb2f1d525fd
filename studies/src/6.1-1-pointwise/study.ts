/** Exercise 6.1-1: with Δ = 0, a convolution is one fully connected layer at every pixel. */
import { conv2d, plan, type Tensor, tensor } from "convoke";
import { layerCost } from "convoke/cost";
import { random } from "convoke/data";
import { matrixOf, rowsOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { texOf } from "../tex.ts";
import { errors } from "./errors.ts";
import { blocksOf, type Case, type Layout, layers } from "./pixels.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const layer = ({ layout, groups, x, w, bias }: Case): Promise<Tensor> =>
  conv2d(x, w, {
    ...{ bias, groups, dataLayout: layout, activation: "relu", accuracy: "exact" },
    padding: w.shape.slice(2).map((taps) => (taps - 1) / 2),
  });

/** Bytes beside input, weight and output that the plain matrix product takes for a layer. */
const workspace = (layout: Layout, input: readonly number[], outputs: number): number => {
  const channels = layout === "nchw" ? input[1] : input[3];
  const spec = { input, weight: [outputs, channels, 1, 1], dataLayout: layout };
  return plan(spec, { threads: 1, algorithm: "pointwise" }).work.workspace;
};

const subject = { layer, workspace };
export type Subject = typeof subject;

export const pointwise = study({
  id: "6.1-1",
  slug: "pointwise",
  parameters: {
    inputs: {
      kind: "whole",
      label: { en: "input channels", zh: "输入通道数" },
      from: 1,
      to: 8,
      standard: 3,
    },
    outputs: {
      kind: "whole",
      label: { en: "output channels", zh: "输出通道数" },
      from: 1,
      to: 8,
      standard: 2,
    },
    side: {
      kind: "whole",
      label: { en: "side of the image", zh: "图像边长" },
      from: 1,
      to: 6,
      standard: 2,
    },
    groups: {
      kind: "whole",
      label: { en: "groups of the last step", zh: "最后一步的组数" },
      from: 1,
      to: 4,
      standard: 2,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ inputs, outputs, side, groups }, { effort, seed, data, onProgress }, subject) {
    const next = random(seed);
    const digit = () => Math.floor(next() * 9) - 4;
    const x = rowsOf(inputs, side * side, digit);
    const w = rowsOf(outputs, inputs, digit);
    const bias = tensor([outputs], Array.from({ length: outputs }, digit));
    const one: Case = {
      ...{ layout: "nchw", groups: 1, bias },
      x: { shape: [1, inputs, side, side], data: x.data },
      w: { shape: [outputs, inputs, 1, 1], data: w.data },
    };
    const y = await subject.layer(one);
    const result = { shape: [outputs, side * side], data: y.data };
    const column = (t: Tensor) => rowsOf(t.shape[0], 1, (row) => t.data[row * t.shape[1]]);

    const photo = await data.image();
    const features = await featuresOf(middleOf(photo, 128));
    const mixed = await subject.layer({ ...features, layout: "nchw", groups: 1 });
    const grouped = { w: numbered([2 * groups, 2, 1, 1]), groups };
    const cases = [one, ...layers(effort === "quick" ? 60 : 2000, seed)];
    const cost = layerCost({ input: [1, inputs, side, side], weight: [outputs, inputs, 1, 1] });
    return {
      facts: {
        inputs,
        outputs,
        pixels: side * side,
        products: cost.asWritten.multiplications,
        weights: cost.parameters.weight,
        dense: outputs * inputs * side ** 4,
        groups,
        kept: grouped.w.data.length,
        all: blocksOf(grouped).data.length,
        source: photo.source,
      },
      steps: [
        {
          key: "product",
          exhibits: [
            matrixOf("weight", w),
            matrixOf("pixels", x),
            {
              ...matrixOf("result", result),
              link: {
                to: "pixels",
                by: "column",
                elements: Array.from({ length: side * side }, (_, p) =>
                  Array.from({ length: inputs }, (_, c) => c * side * side + p),
                ),
              },
            },
            {
              kind: "formula",
              name: "first",
              tex: `h = \\mathrm{relu}\\left(${texOf(w)}${texOf(column(x))} + ${texOf(rowsOf(outputs, 1, (row) => bias.data[row]))}\\right) = ${texOf(column(result))}`,
            },
          ],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", middleOf(photo, 128), [0, 255]),
            matrixOf("mixing", { shape: [2, 2], data: features.w.data }),
            pictureOf("detail", plane(mixed, 0)),
            pictureOf("soft", plane(mixed, 1)),
          ],
        },
        { key: "groups", exhibits: [matrixOf("blocks", blocksOf(grouped))] },
      ],
      statements: await statementsOf(subject, cases, onProgress),
    };
  },
});

const numbered = (shape: readonly number[]): Tensor =>
  tensor(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i + 1),
  );

const plane = ({ shape: [, , rows, columns], data }: Tensor, channel: number): Tensor => ({
  shape: [rows, columns],
  data: data.subarray(channel * rows * columns, (channel + 1) * rows * columns),
});

/** Two channels of a photograph: its brightness, and that of its surroundings. */
async function featuresOf(image: Tensor): Promise<Pick<Case, "x" | "w" | "bias">> {
  const [rows, columns] = image.shape;
  const mean = await conv2d(
    { shape: [1, 1, rows, columns], data: image.data },
    tensor([1, 1, 5, 5], new Array<number>(25).fill(1 / 25)),
    { padding: "same", border: "reflect" },
  );
  const data = new Float32Array(2 * rows * columns);
  data.set(image.data);
  data.set(mean.data, rows * columns);
  return {
    x: { shape: [1, 2, rows, columns], data },
    w: tensor([2, 2, 1, 1], [1, -1, 0.5, 0.5]),
    bias: tensor([2], [32, 0]),
  };
}
