/** Exercise 6.3-2: what a stride saves, counted exactly and measured. */
import { conv2d, tensor } from "convoke";
import { layerCost } from "convoke/cost";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { timesOf } from "../timed.ts";
import { errors } from "./errors.ts";
import { extentOf, inputBytes, layers, optionsOf, type StridedLayer, unstrided } from "./layers.ts";
import { type Subject, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject: Subject = {
  multiplications: (layer) => layerCost(layer).asWritten.multiplications,
  outputBytes: (layer) => layerCost(layer).bytes.output,
  strided: (x, w, layer) => conv2d(x, w, optionsOf(layer)),
};

const STRIDES = [1, 2, 3, 4];
const SMOOTH = tensor(
  [1, 1, 3, 3],
  [1, 2, 1, 2, 4, 2, 1, 2, 1].map((v) => v / 16),
);

export const strideCost = study({
  id: "6.3-2",
  slug: "stride-cost",
  parameters: {
    side: {
      kind: "whole",
      label: { en: "side of the image", zh: "图像边长" },
      from: 8,
      to: 128,
      standard: 56,
    },
    channels: {
      kind: "whole",
      label: { en: "channels in and out", zh: "输入和输出通道数" },
      from: 1,
      to: 64,
      standard: 16,
    },
    taps: {
      kind: "whole",
      label: { en: "side of the kernel", zh: "卷积核边长" },
      from: 1,
      to: 7,
      standard: 3,
    },
    stride: { kind: "whole", label: { en: "stride", zh: "步幅" }, from: 2, to: 8, standard: 2 },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ side, channels, taps, stride }, { effort, seed, data, onProgress }, subject) {
    const layerOf = (step: number): StridedLayer => ({
      input: [1, channels, side, side],
      weight: [channels, channels, taps, taps],
      padding: Math.floor(taps / 2),
      stride: [step, step],
    });
    const one = layerOf(stride);
    const shares = STRIDES.map((step) => ({
      step,
      saved: subject.multiplications(layerOf(1)) / subject.multiplications(layerOf(step)),
    }));
    const times = await timesOf(STRIDES.map(layerOf));
    const photo = await data.image();
    const image = middleOf(photo, 192);
    const x = { shape: [1, 1, ...image.shape], data: image.data };
    const pictures = await Promise.all(
      [1, 2, 4].map(async (step) => {
        const layer = {
          input: x.shape,
          weight: SMOOTH.shape,
          padding: 1,
          stride: [step, step],
        } as const;
        const { shape, data } = await subject.strided(x, SMOOTH, layer);
        return pictureOf(`stride${step}`, { shape: shape.slice(2), data }, [0, 255]);
      }),
    );
    const cases = [one, ...layers(effort === "quick" ? 80 : 3000, seed)];
    return {
      facts: {
        side,
        channels,
        taps,
        stride,
        before: subject.multiplications(layerOf(1)),
        after: subject.multiplications(one),
        saved: subject.multiplications(unstrided(one)) / subject.multiplications(one),
        square: stride ** 2,
        bytesBefore: subject.outputBytes(layerOf(1)),
        bytesAfter: subject.outputBytes(one),
        bytesIn: inputBytes(one),
        source: photo.source,
      },
      steps: [
        {
          key: "count",
          exhibits: [
            { kind: "formula", name: "ratio", tex: ratioTex(one) },
            {
              kind: "table",
              name: "savings",
              head: ["step", "multiplications", "saved", "squared", "milliseconds", "faster"],
              timed: ["milliseconds", "faster"],
              rows: shares.map(({ step, saved }, i) => [
                step,
                subject.multiplications(layerOf(step)),
                saved,
                step ** 2,
                times[i],
                times[0] / times[i],
              ]),
            },
            {
              kind: "series",
              name: "curves",
              axis: "step",
              x: STRIDES,
              timed: ["faster"],
              lines: [
                { name: "squared", y: STRIDES.map((step) => step ** 2) },
                { name: "saved", y: shares.map(({ saved }) => saved) },
                { name: "faster", y: times.map((time) => times[0] / time) },
              ],
            },
          ],
        },
        { key: "photo", exhibits: pictures },
      ],
      statements: await statementsOf(
        subject,
        cases,
        { run: effort === "quick" ? 40 : 3000, seed },
        onProgress,
      ),
    };
  },
});

/** Outputs before over outputs after, with the numbers of a layer. */
function ratioTex(layer: StridedLayer): string {
  const [before, after] = [extentOf(unstrided(layer)), extentOf(layer)];
  const value = (before[0] * before[1]) / (after[0] * after[1]);
  return `\\frac{H_1 W_1}{H_s W_s} = \\frac{${before.join("\\cdot")}}{${after.join("\\cdot")}} = ${Number(value.toPrecision(5))}`;
}
