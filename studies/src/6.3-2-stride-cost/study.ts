/** Exercise 6.3-2: what a stride saves, counted exactly and measured. */
import { conv2d, type Tensor, tensor } from "convoke";
import { layerCost } from "convoke/cost";
import { inTurn, type Trial, tried, triedOn } from "../model/statement.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { timesOf } from "../timed.ts";
import {
  everyOther,
  extentOf,
  inputBytes,
  layers,
  listedProducts,
  numbersFor,
  optionsOf,
  type StridedLayer,
  unstrided,
} from "./layers.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const multiplications = (layer: StridedLayer): number => layerCost(layer).asWritten.multiplications;
const outputBytes = (layer: StridedLayer): number => layerCost(layer).bytes.output;
const strided = (x: Tensor, w: Tensor, layer: StridedLayer): Promise<Tensor> =>
  conv2d(x, w, optionsOf(layer));

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
  subject: { multiplications, outputBytes, strided },
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
    // Where a single position is left already, there is nothing to skip.
    const many = cases.filter((layer) =>
      extentOf(unstrided(layer)).some((n, axis) => layer.stride[axis] > 1 && n > 1),
    );
    const savedOf = (layer: StridedLayer) =>
      subject.multiplications(unstrided(layer)) / subject.multiplications(layer);
    return {
      facts: {
        side,
        channels,
        taps,
        stride,
        before: subject.multiplications(layerOf(1)),
        after: subject.multiplications(one),
        saved: savedOf(one),
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
      statements: await inTurn(
        [
          () =>
            tried("claim", "less", many, (layer) =>
              savedOf(layer) > 1 ? null : { ...told(layer), saved: savedOf(layer) },
            ),
          () =>
            tried("claim", "lessBytes", many, (layer) => {
              const [before, after] = [unstrided(layer), layer].map(subject.outputBytes);
              return after < before ? null : { ...told(layer), before, after };
            }),
          () =>
            tried("truth", "counted", cases.slice(1), (layer) => {
              const [said, count] = [subject.multiplications(layer), listedProducts(layer)];
              return said === count ? null : { ...told(layer), said, count };
            }),
          () =>
            tried("truth", "exactly", cases, (layer) => {
              const before = extentOf(unstrided(layer));
              const [rows, columns] = before.map((n, axis) => Math.ceil(n / layer.stride[axis]));
              // Cross-multiplied: whole numbers on both sides.
              const left = subject.multiplications(unstrided(layer)) * rows * columns;
              const right = subject.multiplications(layer) * before[0] * before[1];
              return left === right ? null : { ...told(layer), saved: savedOf(layer) };
            }),
          () =>
            tried("truth", "atMost", cases, (layer) => {
              const [down, across] = layer.stride;
              const whole = extentOf(unstrided(layer)).every(
                (n, axis) => n % layer.stride[axis] === 0,
              );
              const most = down * across * subject.multiplications(layer);
              const all = subject.multiplications(unstrided(layer));
              return (whole ? all === most : all < most)
                ? null
                : { ...told(layer), saved: savedOf(layer) };
            }),
          () =>
            triedOn(
              "truth",
              "skips",
              cases.slice(effort === "quick" ? -40 : -600),
              async (layer) => {
                const [x, w] = numbersFor(layer, seed);
                const y = await subject.strided(x, w, layer);
                const all = everyOther(await subject.strided(x, w, unstrided(layer)), layer.stride);
                return unlike(layer, y, all);
              },
            ),
          () =>
            tried("slip", "square", cases, (layer) =>
              savedOf(layer) === layer.stride[0] * layer.stride[1]
                ? null
                : {
                    ...told(layer),
                    saved: savedOf(layer),
                    said: layer.stride[0] * layer.stride[1],
                  },
            ),
          () =>
            tried("slip", "allBytes", cases, (layer) => {
              const [before, after] = [unstrided(layer), layer].map(
                (one) => layerCost(one).bytes.input + layerCost(one).bytes.weight,
              );
              return after < before ? null : { ...told(layer), before, after };
            }),
          () =>
            tried("slip", "always", cases, (layer) => {
              const single = {
                ...layer,
                input: [1, layer.input[1], ...layer.weight.slice(2)],
                padding: 0,
              };
              return savedOf(single) > 1 ? null : { ...told(single), saved: savedOf(single) };
            }),
        ],
        onProgress,
      ),
    };
  },
});

const told = ({ input, weight, padding, stride }: StridedLayer) => ({
  input: input.slice(2).join("×"),
  kernel: weight.slice(2).join("×"),
  padding,
  step: stride.join("×"),
});

function unlike(layer: StridedLayer, y: Tensor, other: Tensor): Trial {
  const shapes = { shape: y.shape.join("×"), otherShape: other.shape.join("×") };
  if (shapes.shape !== shapes.otherShape) return { ...told(layer), ...shapes };
  const at = y.data.findIndex((v, i) => v !== other.data[i]);
  return at < 0 ? null : { ...told(layer), value: y.data[at], other: other.data[at] };
}

/** Outputs before over outputs after, with the numbers of a layer. */
function ratioTex(layer: StridedLayer): string {
  const [before, after] = [extentOf(unstrided(layer)), extentOf(layer)];
  const value = (before[0] * before[1]) / (after[0] * after[1]);
  return `\\frac{H_1 W_1}{H_s W_s} = \\frac{${before.join("\\cdot")}}{${after.join("\\cdot")}} = ${Number(value.toPrecision(5))}`;
}
