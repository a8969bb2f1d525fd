/** Exercise 6.4-3: what one layer costs forwards, by the textbook's formula and counted. */
import { conv2d, operations, type Problem, plan, resolve, type Tensor, tensor } from "convoke";
import { layerCost } from "convoke/cost";
import { taps } from "convoke/reference";
import { countedRun, type LayerTensors, wholeTensors } from "../layers/counted.ts";
import { optionsOf } from "../layers/options.ts";
import { LAYER_PARAMETERS, layerOf } from "../layers/parameters.ts";
import { matrixOf } from "../matrices.ts";
import type { Facts } from "../model/facts.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { timesOf } from "../timed.ts";
import { errors } from "./errors.ts";
import { bytesTable, countsTable, formulas, variantsTable } from "./exhibits.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = {
  /** Which products make an output: the definition that is counted. */
  taps,
  /** The closed form. */
  layerCost,
  forward(problem: Problem, { x, w }: LayerTensors): Promise<Tensor> {
    return conv2d(x, w, { ...optionsOf(problem), accuracy: "exact" });
  },
};
export type Subject = typeof subject;

export const forwardCost = study({
  id: "6.4-3",
  slug: "forward-cost",
  parameters: LAYER_PARAMETERS,
  subject,
  errors,
  text: { en, zh },
  async run(values, { effort, seed, data, onProgress }, subject) {
    const layer = layerOf(values);
    const cost = subject.layerCost(layer);
    const size = Math.min(values.size, Math.max(6, values.kernel));
    const small = layerOf({ ...values, inChannels: 1, outChannels: 1, size });
    const run = countedRun(small, wholeTensors(small, seed), subject.taps);

    const photo = await data.image();
    const x = middleOf(photo, 192);
    const { kernel, stride, padding } = values;
    const pictured = resolve({
      input: [1, 1, ...x.shape],
      weight: [1, 1, kernel, kernel],
      stride,
      padding,
    });
    const mean = new Float32Array(kernel ** 2).fill(1 / kernel ** 2);
    const image = tensor([1, 1, ...x.shape], x.data);
    const blurred = await conv2d(image, tensor([1, 1, kernel, kernel], mean), { stride, padding });
    const ofPhoto = subject.layerCost(pictured);

    return {
      timed: ["ms", "rate"],
      facts: {
        products: cost.asWritten.multiplications,
        onPadding: cost.paddingProducts,
        share: cost.paddingProducts / cost.asWritten.multiplications,
        source: photo.source,
      },
      steps: [
        {
          key: "windows",
          exhibits: [
            matrixOf("perOutput", {
              shape: small.axes.map((a) => a.output),
              data: Float32Array.from(run.perOutput),
            }),
          ],
          facts: {
            smallSize: size,
            taps: kernel ** 2,
            said: kernel ** 2 * run.perOutput.length,
            counted: run.inside,
            zeros: run.outside,
          },
        },
        { key: "layer", exhibits: [...formulas(layer), countsTable(layer, subject)] },
        { key: "variants", exhibits: [variantsTable(layer, subject)] },
        { key: "bytes", exhibits: [bytesTable(layer, subject)] },
        {
          key: "photo",
          exhibits: [pictureOf("photo", x, [0, 255]), pictureOf("mean", blurred, [0, 255])],
          facts: {
            photoProducts: ofPhoto.asWritten.multiplications,
            photoNeeded: ofPhoto.needed.multiplications,
            photoBytes: ofPhoto.bytes.total,
          },
        },
        { key: "time", exhibits: [], facts: await timeOf(layer) },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 60 : 2700, seed, onProgress),
    };
  },
});

/** What the engine's own loops do, counted, and how long they take. */
async function timeOf(layer: Problem): Promise<Facts> {
  const chosen = plan(layer, { threads: 1, accuracy: "exact" });
  const counted = operations(chosen);
  const [ms] = await timesOf([layer], [chosen.algorithm]);
  const { asWritten } = layerCost(layer);
  return {
    algorithm: chosen.algorithm,
    own: counted.multiplications,
    ms,
    rate: asWritten.flops / ms / 1e6,
  };
}
