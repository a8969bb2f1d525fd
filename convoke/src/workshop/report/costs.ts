/**
 * What filtering a picture with a kernel takes for each of its pixels, by the accountant: as the
 * formula is written, as a sum of separable passes, and what the engine's own kernels do, counted.
 */
import { algorithmCosts } from "../../cost/algorithms.ts";
import { layerCost } from "../../cost/layer.ts";
import { guard, OptionError } from "../../errors.ts";
import type { AlgorithmName } from "../../plan/plan.ts";
import { parse } from "../../semantics/descriptor.ts";
import { weightShape } from "../../semantics/shapes.ts";
import { sizeOf, tensor } from "../../tensor/tensor.ts";
import { trim } from "../algebra.ts";
import type { Kernel } from "../kernel.ts";
import type { KernelRank } from "./rank.ts";

/** Of one output pixel, on average. */
export interface PerPixel {
  readonly multiplications: number;
  readonly additions: number;
}

export interface CountedWork extends PerPixel {
  readonly algorithm: AlgorithmName;
  /** What the kernel tree's count says; null with the engine's reason where it does not take the layer. */
  readonly refusal: string | null;
}

export interface KernelCosts {
  /** The layer that was reckoned with: one channel, as large behind as before. */
  readonly descriptor: string;
  readonly image: readonly number[];
  /** Every tap at every pixel. */
  readonly direct: PerPixel;
  /** Without the taps that are 0. */
  readonly nonzero: PerPixel;
  /** A line along each axis for each of `rank` terms, zeros around left out; null where their number is not known. */
  readonly separable: (PerPixel & { readonly rank: number }) | null;
  /** The engine's direct, separable and FFT kernels with this weight, in float32. */
  readonly counted: readonly CountedWork[];
}

const AXES = ["d", "h", "w"] as const;
const COUNTED: readonly AlgorithmName[] = ["direct", "separable", "fft"];

/**
 * @param image extents of a picture that the engine can take; null for a kernel of more than 3 axes.
 * @param ranks as `ranksOf` gives them.
 * @throws OptionError unless the image has as many whole extents as the kernel has axes.
 */
export function kernelCosts(
  k: Kernel,
  image: readonly number[],
  ranks: readonly KernelRank[],
): KernelCosts | null {
  if (k.shape.length > AXES.length) return null;
  guard(
    image.length === k.shape.length &&
      image.every((e) => Number.isInteger(e) && e >= 1 && e <= 16384),
    OptionError,
    () => ({
      name: "image",
      expected: `${k.shape.length} whole extents from 1 to 16384`,
      got: image,
    }),
  );
  const pixels = sizeOf(image);
  const descriptor = descriptorOf(k.shape, k.origin, image);
  const passes = (shape: readonly number[], origin: readonly number[]): PerPixel => {
    const { asWritten } = layerCost(descriptorOf(shape, origin, image));
    return {
      multiplications: asWritten.multiplications / pixels,
      additions: asWritten.additions / pixels,
    };
  };
  const taps = k.values.filter((v) => v !== 0).length;
  return {
    descriptor,
    image,
    direct: passes(k.shape, k.origin),
    nonzero: { multiplications: taps, additions: Math.max(0, taps - 1) },
    separable: separableCost(k, ranks, passes),
    counted: countedWork(descriptor, k, pixels),
  };
}

function separableCost(
  whole: Kernel,
  ranks: readonly KernelRank[],
  passes: (shape: readonly number[], origin: readonly number[]) => PerPixel,
): KernelCosts["separable"] {
  const terms = ranks.map((r) => r.exact ?? r.numeric);
  // In space, ranks above 1 do not say how many terms there are.
  if (whole.shape.length > 2 && terms.some((r) => r > 1)) return null;
  const rank = terms[0];
  if (rank === 0) return { rank, multiplications: 0, additions: 0 };
  const { shape, origin } = trim(whole);
  const long = shape.map((_, axis) => axis).filter((axis) => shape[axis] > 1);
  // One tap along an axis is a factor of the other line.
  const lines = (long.length === 0 ? [0] : long).map((axis) =>
    passes(
      shape.map((e, i) => (i === axis ? e : 1)),
      origin.map((o, i) => (i === axis ? o : 0)),
    ),
  );
  const total = (of: keyof PerPixel) => lines.reduce((sum, line) => sum + line[of], 0);
  return {
    rank,
    multiplications: rank * total("multiplications"),
    additions: rank * total("additions") + rank - 1,
  };
}

function countedWork(descriptor: string, k: Kernel, pixels: number): CountedWork[] {
  const problem = parse(descriptor);
  const weight = tensor(weightShape(problem), k.values);
  return algorithmCosts(problem, { weight, only: COUNTED }).map(({ algorithm, refusal, work }) => ({
    algorithm,
    refusal,
    multiplications: work === null ? Number.NaN : work.multiplications / pixels,
    additions: work === null ? Number.NaN : work.additions / pixels,
  }));
}

/** One channel over an image of the same size before and after; an origin off the grid counts as its end. */
function descriptorOf(
  shape: readonly number[],
  origin: readonly number[],
  image: readonly number[],
): string {
  const names = AXES.slice(-shape.length);
  const row = (letter: string, values: readonly number[]) =>
    names.map((name, i) => `${letter}${name}${values[i]}`).join("");
  const before = origin.map((o, axis) => Math.min(Math.max(o, 0), shape[axis] - 1));
  const after = before.map((o, axis) => shape[axis] - 1 - o);
  return `ic1${row("i", image)}oc1${row("k", shape)}${row("p", before)}${row("q", after)}`;
}
