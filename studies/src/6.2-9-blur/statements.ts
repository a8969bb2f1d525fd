/** What is said of blurs, tried. */
import type { Tensor } from "convoke";
import { normal, random } from "convoke/data";
import {
  formatRational,
  type Kernel,
  kernel,
  kernelOf,
  momentsOf,
  type noiseGain,
  power,
  rankOfKernel,
  rational,
  sameKernel,
  wholeValues,
} from "convoke/workshop";
import { rowsOf } from "../matrices.ts";
import { inTurn, type Statement, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { BLURS, type Blur, offGaussian, varianceOf } from "./kernels.ts";

export interface Subject {
  readonly blurOf: (name: Blur, size: number) => Kernel;
  /** [rows, columns] under a kernel, as large as before. */
  readonly respond: (picture: Tensor, kernel: Kernel) => Promise<Tensor>;
  readonly noiseGain: typeof noiseGain;
  /** A kernel, that many times one after the other. */
  readonly repeat: (kernel: Kernel, times: number) => Kernel;
}

export const SIZES = [3, 5, 7, 9];
const NOISE = 96;

/** Weights as whole numbers, so that nothing is rounded, and what they add up to. */
const whole = (k: Kernel): { readonly k: Kernel; readonly sum: number } => {
  const { over, under } = wholeValues(k);
  return { k: kernelOf(k.shape, over.map(Number), k.origin), sum: Number(under) };
};

export async function statementsOf(
  { blurOf, respond, noiseGain, repeat }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const next = random(seed);
  const blurs = BLURS.flatMap((name) =>
    SIZES.map((size) => ({ name, size, k: blurOf(name, size) })),
  );
  const cases = Array.from({ length: count }, (_, i) => ({
    ...blurs[i % blurs.length],
    height: 1 + Math.floor(99 * next()),
  }));
  const lines = [3, 5, 7, 9, 11].map((size) => ({
    size,
    line: kernel([Array(size).fill(`1/${size}`)]),
  }));
  const steepest = async (k: Kernel, height: number) => {
    const { data } = await respond(
      rowsOf(1, 24, (_, x) => (x < 12 ? 0 : height)),
      k,
    );
    return data.reduce((most, v, i) => (i === 0 ? 0 : Math.max(most, v - data[i - 1])), 0);
  };
  const noisy = Float32Array.from({ length: NOISE ** 2 }, normal(random(seed)));
  return inTurn(
    [
      () =>
        triedOn("claim", "constant", cases, async ({ name, size, k, height }) => {
          const { k: weights, sum } = whole(k);
          const { data } = await respond(
            rowsOf(3, 4, () => height),
            weights,
          );
          const value = data.find((v) => v !== sum * height);
          return value === undefined ? null : { blur: name, size, value: value / sum, height };
        }),
      () =>
        triedOn("claim", "noise", blurs, async ({ name, size, k }) => {
          const { data } = await respond({ shape: [NOISE, NOISE], data: noisy }, k);
          // Away from the edge, where repeated pixels are not independent.
          const inside = data.filter((_, i) => {
            const [y, x] = [Math.floor(i / NOISE), i % NOISE];
            return Math.min(y, x, NOISE - 1 - y, NOISE - 1 - x) >= size >> 1;
          });
          const value = inside.reduce((sum, v) => sum + v * v, 0) / inside.length;
          const other = noiseGain(k).value;
          // Five standard errors: 1 / other neighbours share their noise.
          const near = 5 * other * Math.sqrt(2 / (other * inside.length));
          return Math.abs(value - other) < near ? null : { blur: name, size, value, other };
        }),
      () =>
        triedOn("claim", "soft", cases, async ({ name, size, k, height }) => {
          const { k: weights, sum } = whole(k);
          const value = await steepest(weights, height);
          const columns = Array.from({ length: size }, (_, x) =>
            weights.values.reduce((total, v, i) => total + (i % size === x ? v : 0), 0),
          );
          return value === height * Math.max(...columns) && value < sum * height
            ? null
            : { blur: name, size, value: value / sum, height };
        }),
      () =>
        tried("claim", "repeated", lines, ({ size, line }) => {
          const off = [1, 2, 3, 4, 5].map((times) => offGaussian(repeat(line, times).values));
          const at = off.findIndex((v, i) => i > 0 && v >= off[i - 1]);
          return at < 0 ? null : { size, value: off[at], before: off[at - 1] };
        }),
      () =>
        tried("truth", "variance", lines, ({ size, line }) => {
          for (const times of [1, 2, 3, 4]) {
            const [value, other] = [
              varianceOf(repeat(line, times).values),
              (times * (size * size - 1)) / 12,
            ];
            if (Math.abs(value - other) > 1e-9 * other) return { size, value, other };
          }
          return null;
        }),
      () =>
        tried("truth", "pascal", SIZES, (size) => {
          const pair = kernel([
            ["1/4", "1/4"],
            ["1/4", "1/4"],
          ]);
          const made = power(pair, size - 1);
          const same = sameKernel(
            kernelOf(made.shape, made.exact!),
            kernelOf([size, size], blurOf("binomial", size).exact!),
          );
          return same ? null : { size };
        }),
      () =>
        tried(
          "truth",
          "separable",
          blurs.filter((b) => b.name !== "gaussian"),
          ({ name, size, k }) => (rankOfKernel(k) === 1 ? null : { blur: name, size }),
        ),
      () =>
        tried("truth", "least", blurs, ({ name, size, k }) => {
          const [value, other] = [noiseGain(k).value, 1 / size ** 2];
          return value >= other * (1 - 1e-12) && value <= other * (1 + 1e-12) === (name === "box")
            ? null
            : { blur: name, size, value, other };
        }),
      () =>
        triedOn("slip", "edgesStay", cases, async ({ name, size, k, height }) => {
          const { k: weights, sum } = whole(k);
          const value = (await steepest(weights, height)) / sum;
          return value === height ? null : { blur: name, size, value, height };
        }),
      () =>
        triedOn("slip", "weakens", blurs, async ({ name, size, k }) => {
          const { k: weights, sum } = whole(k);
          const { data } = await respond(
            rowsOf(1, 24, (_, x) => (x % 2 === 0 ? 1 : -1)),
            weights,
          );
          const value = data[12] / sum;
          return value >= 0 ? null : { blur: name, size, waveLeft: value };
        }),
      () =>
        tried(
          "slip",
          "round",
          blurs.filter((b) => b.name === "box"),
          ({ name, size, k }) => {
            const moments = momentsOf(k);
            const [straight, mixed] = [
              [0, 4],
              [2, 2],
            ].map((powers) => moments(powers).value.exact!);
            const round = formatRational(rational(3n * mixed.over, mixed.under));
            const along = formatRational(straight);
            return along === round ? null : { blur: name, size, straight: along, mixed: round };
          },
        ),
    ],
    onProgress,
  );
}
