/** What may stand beyond the edge, and what each costs. */
import { conv2d, type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { pad } from "convoke/reference";
import type { Fact } from "../model/facts.ts";
import { medianOf, timesOf } from "../timed.ts";
import type { Bordered } from "./subject.ts";

export const BORDERS = ["zero", "reflect", "symmetric", "replicate", "wrap"] as const;
/** `none` computes whole windows only; `normalised` sums what is there and scales by what is missing. */
export const TREATMENTS = [...BORDERS, "none", "normalised"] as const;
export const LAPLACIAN = tensor([3, 3], [0, 1, 0, 1, -4, 1, 0, 1, 0]);
export type Treatment = (typeof TREATMENTS)[number];

/**
 * Cross-correlation of a matrix with a kernel of odd extents; the size of the matrix stays, but for
 * `none`. `normalised` is the partial convolution of Liu et al. (ECCV 2018): every sum times the
 * taps of the kernel over those inside.
 */
export async function treated(x: Tensor, kernel: Tensor, treatment: Treatment): Promise<Tensor> {
  const through = async (values: Tensor, weight: Tensor, outside: Treatment) => {
    const y = await conv2d(
      { shape: [1, 1, ...values.shape], data: values.data },
      { shape: [1, 1, ...weight.shape], data: weight.data },
      outside === "none" || outside === "normalised"
        ? { padding: outside === "none" ? "valid" : "same", accuracy: "exact" }
        : { padding: "same", border: outside, accuracy: "exact" },
    );
    return { shape: y.shape.slice(2), data: y.data };
  };
  const y = await through(x, kernel, treatment);
  if (treatment !== "normalised") return y;
  const ones = (shape: readonly number[]) =>
    tensor(shape, new Array<number>(shape[0] * shape[1]).fill(1));
  const inside = await through(ones(x.shape), ones(kernel.shape), treatment);
  return { ...y, data: y.data.map((v, i) => (v * kernel.data.length) / inside.data[i]) };
}

/** A copy with as many zeros around it as the windows of a kernel of odd extents need. */
export function copied({ shape, data }: Tensor, taps: readonly number[]): Tensor {
  const margins = [0, 0, ...taps.map((n) => (n - 1) / 2)];
  const copy = pad({ shape: [1, 1, ...shape], data }, margins, margins, { kind: "zero" });
  return { shape: copy.shape.slice(2), data: copy.data };
}

/** The same of both sizes, in how many ways they differ. */
export const differing = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
};

/**
 * Outputs that a stack of layers of ones lets the padding reach, counted: those that differ when what
 * stands outside is 1 instead of 0.
 */
export async function reached(side: number, taps: number, depth: number): Promise<number[]> {
  const weight = tensor([1, 1, taps, taps], new Array<number>(taps * taps).fill(1));
  let [dark, bright] = [0, 1].map(() => tensor([1, 1, side, side]));
  const counts: number[] = [];
  for (let layer = 0; layer < depth; layer++) {
    const settings = { padding: "same", accuracy: "exact" } as const;
    dark = await conv2d(dark, weight, settings);
    bright = await conv2d(bright, weight, { ...settings, border: { constant: 1 } });
    counts.push(differing(dark.data, bright.data));
  }
  return counts;
}

/** Whole numbers: images and kernels of odd extents. */
export function cases(count: number, seed: number): Bordered[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const whole = (rows: number, columns: number) =>
    tensor(
      [rows, columns],
      Array.from({ length: rows * columns }, () => Math.floor(next() * 9) - 4),
    );
  return Array.from({ length: count }, () => {
    const [rows, columns] = [2 * upTo(3) - 1, 2 * upTo(3) - 1];
    const x = whole(rows + upTo(5), columns + upTo(5));
    return { x, kernel: whole(rows, columns), value: upTo(9) };
  });
}

/** Bytes and milliseconds of a layer with its padding copied, and with its padding in the kernel. */
export async function costs(
  channels: number,
  extent: number,
): Promise<Readonly<Record<string, Fact>>> {
  const x = tensor([1, channels, extent, extent]);
  const copy = () => pad(x, [0, 0, 1, 1], [0, 0, 1, 1], { kind: "zero" });
  const weight = [channels, channels, 3, 3];
  const [inside, whole] = await timesOf([
    { input: x.shape, weight, padding: 1 },
    { input: copy().shape, weight },
  ]);
  return {
    channels,
    extent,
    copied: 4 * copy().data.length,
    copyTime: await medianOf(async () => copy(), 20),
    wholeTime: whole,
    insideTime: inside,
  };
}
