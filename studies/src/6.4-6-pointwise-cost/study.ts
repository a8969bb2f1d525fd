/** Exercise 6.4-6: what a layer of 1×1 kernels costs. */
import { conv2d, type Problem, type Tensor, tensor } from "convoke";
import { layerCost, patchMatrix } from "convoke/cost";
import { taps, unfold } from "convoke/reference";
import { readKernel } from "../kernel-text.ts";
import { type LayerTensors, wholeTensors } from "../layers/counted.ts";
import { optionsOf } from "../layers/options.ts";
import { LAYER_PARAMETERS, layerOf } from "../layers/parameters.ts";
import { matrixOf } from "../matrices.ts";
import type { Facts } from "../model/facts.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { texOf } from "../tex.ts";
import { timesOf } from "../timed.ts";
import { errors } from "./errors.ts";
import { blocksTable, formula, kernelOfSize, kernelsTable } from "./exhibits.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = {
  /** Which products make an output: the definition that is counted. */
  taps,
  /** The closed forms, and the matrix of patches. */
  layerCost,
  patchMatrix,
  unfold,
  forward(problem: Problem, { x, w }: LayerTensors): Promise<Tensor> {
    return conv2d(x, w, { ...optionsOf(problem), accuracy: "exact" });
  },
};
export type Subject = typeof subject;

const { inChannels, outChannels, size, stride, padding } = LAYER_PARAMETERS;

export const pointwiseCost = study({
  id: "6.4-6",
  slug: "pointwise-cost",
  parameters: {
    inChannels: { ...inChannels, standard: 64 },
    outChannels,
    size,
    stride,
    padding: { ...padding, standard: 0 },
    mix: {
      kind: "text",
      label: { en: "weights of photograph and mean", zh: "照片与均值的权重" },
      standard: "2 -1",
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ mix, ...values }, { effort, seed, data, onProgress }, subject) {
    const layer = layerOf({ ...values, kernel: 1 });
    const cost = subject.layerCost(layer);
    // Few channels and pixels of it, to be seen.
    const small = layerOf({
      inChannels: 3,
      outChannels: 2,
      size: 2,
      kernel: 1,
      stride: 1,
      padding: 0,
    });
    const tensors = wholeTensors(small, seed);
    const y = await subject.forward(small, tensors);
    const [w, x, product] = [
      tensor([2, 3], tensors.w.data),
      tensor([3, 4], tensors.x.data),
      tensor([2, 4], y.data),
    ];

    const photo = await data.image();
    const pixels = middleOf(photo, 192);
    const [rows, columns] = pixels.shape;
    const image = tensor([1, 1, rows, columns], pixels.data);
    const mean = await conv2d(image, tensor([1, 1, 3, 3], new Float32Array(9).fill(1 / 9)), {
      padding: 1,
      border: "replicate",
    });
    const stacked = tensor([1, 2, rows, columns], [...pixels.data, ...mean.data]);
    const mixed = await conv2d(stacked, tensor([1, 2, 1, 1], readKernel(mix).values));

    return {
      timed: ["ms", "threeMs", "times", "rate", "threeRate"],
      facts: {
        products: cost.asWritten.multiplications,
        bytes: cost.bytes.total,
        source: photo.source,
        onPadding: cost.paddingProducts,
      },
      steps: [
        { key: "layer", exhibits: [formula(layer), kernelsTable(layer, subject)] },
        {
          key: "matrix",
          exhibits: [
            matrixOf("weights", w),
            matrixOf("pixels", x),
            {
              ...matrixOf("output", product),
              link: {
                to: "pixels",
                by: "column",
                elements: [0, 1, 2, 3].map((p) => [p, p + 4, p + 8]),
              },
            },
            {
              kind: "formula",
              name: "asProduct",
              tex: `${texOf(w)}\\,${texOf(x)} = ${texOf(product)}`,
            },
          ],
        },
        { key: "blocks", exhibits: [blocksTable(layer, subject)] },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            pictureOf("mean", mean, [0, 255]),
            pictureOf("mixed", mixed, [0, 255]),
          ],
          facts: { photoPixels: rows * columns, photoProducts: 2 * rows * columns, mix },
        },
        { key: "time", exhibits: [], facts: await timesBeside(layer) },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 60 : 2700, seed, onProgress),
    };
  },
});

/** Beside 3×3 of the same output. */
async function timesBeside(layer: Problem): Promise<Facts> {
  const layers = [layer, kernelOfSize(layer, 3)];
  const [ms, threeMs] = await timesOf(layers);
  const [rate, threeRate] = layers.map(
    (one, i) => layerCost(one).asWritten.flops / [ms, threeMs][i] / 1e6,
  );
  return { ms, threeMs, times: threeMs / ms, rate, threeRate };
}
