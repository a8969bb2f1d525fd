/** Exercise 6.4-4: what the gradients of a layer cost, by the textbook's formula and counted. */
import { type Problem, resolve, sizeOf, type Tensor, tensor, weightShape } from "convoke";
import { conv2dBackward } from "convoke/backward";
import { backwardCost, layerCost, trainingMemory } from "convoke/cost";
import { taps } from "convoke/reference";
import { countedRun, type LayerTensors, wholeTensors } from "../layers/counted.ts";
import { optionsOf } from "../layers/options.ts";
import { LAYER_PARAMETERS, layerOf } from "../layers/parameters.ts";
import { matrixOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { errors } from "./errors.ts";
import { formulas, memoryTable, passesTable, stridesSeries, timesOfPasses } from "./exhibits.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = {
  /** Which products make an output: the definition that is counted. */
  taps,
  /** The closed forms. */
  layerCost,
  backwardCost,
  trainingMemory,
  /** The engine's own gradients. */
  gradients(problem: Problem, { x, w, dy }: LayerTensors): Promise<{ dx: Tensor; dw: Tensor }> {
    return conv2dBackward({ dy, x, w }, { ...optionsOf(problem), accuracy: "exact" });
  },
};
export type Subject = typeof subject;

export const backwardCosts = study({
  id: "6.4-4",
  slug: "backward-cost",
  parameters: { ...LAYER_PARAMETERS, stride: { ...LAYER_PARAMETERS.stride, standard: 2 } },
  subject,
  errors,
  text: { en, zh },
  async run(values, { effort, seed, data, onProgress }, subject) {
    const layer = layerOf(values);
    const cost = subject.backwardCost(layer);
    // One channel and few pixels of it, to be seen.
    const size = Math.min(values.size, Math.max(6, values.kernel));
    const small = layerOf({ ...values, inChannels: 1, outChannels: 1, size });
    const run = countedRun(small, wholeTensors(small, seed), subject.taps);
    const pixels = size * size;

    const photo = await data.image();
    const x = middleOf(photo, 192);
    const pictured = resolve({
      input: [1, 1, ...x.shape],
      weight: [1, 1, 3, 3],
      stride: values.stride,
      padding: 1,
    });
    const blur = tensor(weightShape(pictured), new Float32Array(9).fill(1));
    const [down, across] = pictured.axes.map((a) => a.output);
    const ones = tensor([1, 1, down, across], new Float32Array(down * across).fill(1));
    const bright = { x: tensor([1, 1, ...x.shape], x.data), w: blur, dy: ones };
    const { dx } = await subject.gradients(pictured, bright);
    const counts = subject.backwardCost(pictured).input;

    return {
      timed: ["forwardMs", "weightMs", "inputMs", "timesForward"],
      facts: {
        taps: values.kernel ** 2,
        stride: values.stride,
        textbook: cost.input.textbook.macs,
        exact: cost.input.exact.macs,
        share: cost.input.exact.macs / cost.input.textbook.macs,
        source: photo.source,
      },
      steps: [
        {
          key: "meetings",
          exhibits: [
            {
              ...matrixOf("perInput", {
                shape: [size, size],
                data: Float32Array.from(run.perInput),
              }),
              link: { to: "perOutput", by: "element", elements: meetingsOf(small, subject) },
            },
            matrixOf("perOutput", {
              shape: small.axes.map((a) => a.output),
              data: Float32Array.from(run.perOutput),
            }),
          ],
          facts: { pixels, said: pixels * values.kernel ** 2, counted: run.inside },
        },
        { key: "layer", exhibits: [...formulas(layer), passesTable(layer, subject)] },
        {
          key: "strides",
          exhibits: [stridesSeries(layer, subject)],
          facts: { quarter: 1 / 2 ** 2 },
        },
        {
          key: "photo",
          exhibits: [pictureOf("photo", x, [0, 255]), pictureOf("seen", { ...dx, shape: x.shape })],
          facts: {
            photoSaid: counts.textbook.macs,
            photoCounted: counts.exact.macs,
            photoPixels: sizeOf(x.shape),
          },
        },
        { key: "memory", exhibits: [memoryTable(layer, subject)] },
        { key: "time", exhibits: [], facts: await timesOfPasses(layer) },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 60 : 2000, seed, onProgress),
    };
  },
});

/** For each pixel of a layer of one channel, the outputs whose windows see it. */
function meetingsOf(problem: Problem, { taps }: Subject): number[][] {
  const [height, width] = problem.axes.map((a) => a.input);
  const [rows, columns] = problem.axes.map((a) => a.output);
  const meetings: number[][] = Array.from({ length: height * width }, () => []);
  for (let out = 0; out < rows * columns; out++) {
    const spatial = [Math.floor(out / columns), out % columns];
    for (const { input } of taps(problem, { batch: 0, channel: 0, spatial }))
      if (input.spatial) meetings[input.spatial[0] * width + input.spatial[1]].push(out);
  }
  return meetings;
}
