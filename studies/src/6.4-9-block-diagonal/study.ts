/** Exercise 6.4-9: a matrix of channels in blocks, what it saves, and what it no longer mixes. */
import { type Tensor, tensor } from "convoke";
import { layerCost } from "convoke/cost";
import { taps } from "convoke/reference";
import { matrixOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { timesOf } from "../timed.ts";
import { errors } from "./errors.ts";
import { expand, forward, matrixOfLayers, onesOf, seenOf, shuffle } from "./mixing.ts";
import { layerOf, type Subject, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject: Subject = { forward, shuffle, expand, layerCost, taps };

export const blockDiagonal = study({
  id: "6.4-9",
  slug: "block-diagonal",
  parameters: {
    each: {
      kind: "whole",
      label: { en: "channels of a group", zh: "每组的通道数" },
      from: 1,
      to: 8,
      standard: 3,
    },
    groups: { kind: "whole", label: { en: "groups", zh: "组数" }, from: 1, to: 8, standard: 4 },
    size: {
      kind: "whole",
      label: { en: "height and width of the input", zh: "输入的高和宽" },
      from: 1,
      to: 64,
      standard: 28,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ each, groups, size }, { effort, seed, data, onProgress }, subject) {
    const channels = each * groups;
    const ones = onesOf(each, groups);
    const blocks = subject.expand(ones, groups);
    const [apart, mixed] = await Promise.all(
      [false, true].map((change) => matrixOfLayers(subject, [ones, ones], groups, change)),
    );
    const counts = [...new Set([1, 2, groups, channels])]
      .filter((g) => channels % g === 0)
      .sort((a, b) => a - b);
    // Wide enough that a layer is more than a call.
    const layers = counts.map((g) => layerOf(8 * channels, g, size));
    const times = await timesOf(layers);
    const costs = layers.map((one) => subject.layerCost(one));

    const photo = await data.image();
    const four = quarters(middleOf(photo, 192));
    const half = tensor([4, 2, 1, 1], new Float32Array(8).fill(0.5));
    const mean = await subject.forward(four, tensor([4, 4, 1, 1], Array(16).fill(0.25)), 1);
    const first = await subject.forward(four, half, 2);
    const [without, shuffled] = [
      await subject.forward(first, half, 2),
      await subject.forward(subject.shuffle(first, 2), half, 2),
    ];
    return {
      facts: { each, groups, channels, source: photo.source, seen: Math.min(...seenOf(mixed)) },
      steps: [
        {
          key: "blocks",
          exhibits: [matrixOf("blocks", tensor([channels, channels], blocks.data))],
          facts: { weights: channels * each, all: channels * channels },
        },
        {
          key: "cost",
          exhibits: [
            {
              kind: "table",
              name: "costs",
              head: ["groups", "products", "weights", "bytes", "ms", "times"],
              timed: ["ms", "times"],
              rows: counts.map((g, i) => [
                g,
                costs[i].asWritten.multiplications,
                costs[i].parameters.weight,
                costs[i].bytes.total,
                times[i],
                times[0] / times[i],
              ]),
            },
          ],
          facts: { wide: 8 * channels, size },
        },
        {
          key: "mixing",
          exhibits: [matrixOf("apart", apart), matrixOf("mixed", mixed)],
          facts: { seenApart: Math.min(...seenOf(apart)) },
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("mean", planeOf(mean), [0, 255]),
            pictureOf("without", planeOf(without), [0, 255]),
            pictureOf("with", planeOf(shuffled), [0, 255]),
          ],
          facts: { offWithout: mostApart(mean, without), offWith: mostApart(mean, shuffled) },
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 20 : 2000, seed, onProgress),
    };
  },
});

/** Every second pixel of every second row, from the four places to start: [1, 4, rows, columns]. */
function quarters({ shape, data }: Tensor): Tensor {
  const [rows, columns] = shape.map((extent) => Math.max(1, Math.floor(extent / 2)));
  const plane = rows * columns;
  return tensor(
    [1, 4, rows, columns],
    Array.from({ length: 4 * plane }, (_, i) => {
      const [channel, at] = [Math.floor(i / plane), i % plane];
      const row = 2 * Math.floor(at / columns) + (channel >> 1);
      const column = 2 * (at % columns) + (channel & 1);
      return data[Math.min(row, shape[0] - 1) * shape[1] + Math.min(column, shape[1] - 1)];
    }),
  );
}

const planeOf = ({ shape: [, , rows, columns], data }: Tensor): Tensor =>
  tensor([rows, columns], data.slice(0, rows * columns));

const mostApart = (a: Tensor, b: Tensor): number =>
  a.data.reduce((most, v, i) => Math.max(most, Math.abs(v - b.data[i])), 0);
