/** Exercise 6.4-10: a 1×1 convolution and a matrix product that are not quite equal. */
import { type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { pad, ulps } from "convoke/reference";
import { matrixOf } from "../matrices.ts";
import type { Exhibit } from "../model/exhibit.ts";
import type { Facts } from "../model/facts.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { texNumber } from "../tex.ts";
import { errors } from "./errors.ts";
import { statementsOf } from "./statements.ts";
import { convolved, inOrder, type Pair, pairOf, pairwise, product, truthOf } from "./sums.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = { inOrder, pairwise, convolved };
export type Subject = typeof subject;

export const summationOrder = study({
  id: "6.4-10",
  slug: "summation-order",
  parameters: {
    channels: {
      kind: "whole",
      label: { en: "input channels", zh: "输入通道数" },
      from: 1,
      to: 512,
      standard: 3,
    },
    side: {
      kind: "whole",
      label: { en: "height and width of the input", zh: "输入的高和宽" },
      from: 1,
      to: 16,
      standard: 3,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ channels, side }, { effort, seed, data, onProgress }, subject) {
    const example = pairOf(2, channels, side * side, false, random(seed));
    const [y1, y2] = [product(example, subject.inOrder), product(example, subject.pairwise)];
    const engine = await subject.convolved(example);
    const truth = truthOf(example);
    const bounds = truth.bound(channels);
    const photo = await data.image();
    const image = middleOf(photo, 128);
    const ninth = onPhoto(image, new Array<number>(9).fill(1 / 9), subject);
    const sixteenths = [1, 2, 1, 2, 4, 2, 1, 2, 1].map((v) => v / 16);
    const gaussian = onPhoto(image, sixteenths, subject);
    const sixteenthsDiffer = count(gaussian.steps);
    const growth = growthOf(subject, seed, effort === "quick" ? 1024 : 16384);
    const steps = tensor(
      y1.shape,
      y1.data.map((v, i) => ulps(v, y2.data[i])),
    );
    return {
      facts: {
        channels,
        outputs: y1.data.length,
        different: count(steps.data),
        most: maximum(steps.data),
        bound: maximum(bounds),
        ofEngine: engine.data.reduce((n, v, i) => n + (v === y1.data[i] ? 1 : 0), 0),
        source: photo.source,
        sixteenthsDiffer,
      },
      steps: [
        {
          key: "example",
          exhibits: [
            matrixOf("inOrder", y1),
            matrixOf("pairwise", y2),
            { ...matrixOf("steps", steps), marks: [whereNot(steps.data, 0)] },
            { kind: "formula", name: "sums", tex: sumsTex(example, y1, y2, steps) },
          ],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", image, [0, 255]),
            pictureOf("photoSteps", { shape: image.shape, data: ninth.steps }, [0, 3]),
          ],
          facts: {
            pixels: ninth.steps.length,
            ninthsDiffer: count(ninth.steps),
            photoMost: maximum(ninth.steps),
          },
        },
        { key: "many", exhibits: growth.exhibits, facts: growth.facts },
      ],
      statements: await statementsOf(
        subject,
        example,
        effort === "quick" ? 60 : 2000,
        seed,
        onProgress,
      ),
    };
  },
});

/** A 3×3 kernel on a photograph, as a 1×1 layer on nine shifted copies of it: steps between sums. */
function onPhoto(
  image: Tensor,
  weights: readonly number[],
  { inOrder, pairwise }: Subject,
): { readonly steps: Float32Array } {
  const [rows, columns] = image.shape;
  const wide = pad(image, [1, 1], [1, 1], { kind: "replicate" });
  const x = tensor([9, rows * columns]);
  x.data.forEach((_, i) => {
    const [tap, place] = [Math.floor(i / (rows * columns)), i % (rows * columns)];
    const [y, z] = [Math.floor(place / columns), place % columns];
    x.data[i] = wide.data[(y + Math.floor(tap / 3)) * (columns + 2) + z + (tap % 3)];
  });
  const pair = { w: tensor([1, 9], weights), x };
  const [a, b] = [product(pair, inOrder).data, product(pair, pairwise).data];
  return { steps: a.map((v, i) => ulps(v, b[i])) };
}

/** The largest errors of both orders, and the bound, with more and more channels. */
function growthOf(
  { inOrder, pairwise }: Subject,
  seed: number,
  most: number,
): { readonly exhibits: readonly Exhibit[]; readonly facts: Facts } {
  const x: number[] = [];
  const [forwards, halves, bounds]: number[][] = [[], [], []];
  for (let channels = 4; channels <= most; channels *= 4) {
    const pair = pairOf(1, channels, 32, false, random(seed));
    const { y, bound } = truthOf(pair);
    const error = (data: Float32Array) => maximum(data.map((_, i) => Math.abs(data[i] - y[i])));
    x.push(channels);
    forwards.push(error(product(pair, inOrder).data));
    halves.push(error(product(pair, pairwise).data));
    bounds.push(maximum(bound(channels)));
  }
  const lines = [
    { name: "inOrder", y: forwards },
    { name: "pairwise", y: halves },
    { name: "bound", y: bounds },
  ];
  return {
    exhibits: [
      { kind: "series", name: "growth", axis: "channels", x, lines, scale: "logarithmic" },
    ],
    facts: {
      last: x[x.length - 1],
      lastInOrder: forwards[forwards.length - 1],
      lastPairwise: halves[halves.length - 1],
      lastBound: bounds[bounds.length - 1],
    },
  };
}

/** The two sums of the output that differs most. */
function sumsTex(pair: Pair, y1: Tensor, y2: Tensor, steps: Tensor): string {
  const at = steps.data.indexOf(maximum(steps.data));
  const gap = y1.data[at] - y2.data[at];
  return `Y_1 - Y_2 = ${texNumber(gap)}, \\quad n = ${pair.x.shape[0]}`;
}

const maximum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => Math.max(a, b), 0);
const count = (values: Float32Array): number => values.filter((v) => v !== 0).length;
const whereNot = (values: Float32Array, no: number): number[] =>
  [...values.keys()].filter((i) => values[i] !== no);
