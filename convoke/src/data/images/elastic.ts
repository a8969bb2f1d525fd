/**
 * Elastic deformation: every pixel is displaced by chance, its neighbours by almost as much.
 *
 * Source: Simard, Steinkraus and Platt, "Best practices for convolutional neural networks applied to
 * visual document analysis", ICDAR 2003.
 */
import { guard, OptionError } from "../../errors.ts";
import { readOptions } from "../../options.ts";
import type { Field } from "./warp.ts";

export interface Elastic {
  /** Strength: displacements from −1 to 1 are smoothed, then multiplied by it, in pixels. */
  readonly alpha: number;
  /** Standard deviation of the Gaussian that smooths them, in pixels. */
  readonly sigma: number;
}

/**
 * Adds displacements to the field. With α = 34 and σ = 4, the paper's, most are below 3 pixels.
 *
 * @throws OptionError unless alpha is at least 0 and sigma above 0, both finite.
 */
export function addElastic(
  { height, width, rows, columns }: Field,
  elastic: Elastic,
  next: () => number,
) {
  readOptions("elastic", elastic, ["alpha", "sigma"]);
  const { alpha, sigma } = elastic;
  guard(alpha >= 0 && alpha < Infinity && sigma > 0 && sigma < Infinity, OptionError, () => ({
    name: "elastic",
    expected: "alpha of at least 0 and sigma above 0",
    got: elastic,
  }));
  const weights = gaussian(sigma);
  for (const places of [rows, columns]) {
    const chance = Float64Array.from(places, () => 2 * next() - 1);
    const along = smooth(chance, weights, height, width, 1);
    smooth(along, weights, width, height, width).forEach((d, i) => {
      places[i] += alpha * d;
    });
  }
}

/** Weights from −4σ to 4σ, of sum 1. */
function gaussian(sigma: number): number[] {
  const radius = Math.ceil(4 * sigma);
  const bell = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = bell.reduce((a, b) => a + b);
  return bell.map((weight) => weight / sum);
}

/** Each of `lines` lines of `length` numbers that stand `step` apart, zero beyond its ends. */
function smooth(
  from: Float64Array,
  weights: readonly number[],
  lines: number,
  length: number,
  step: number,
): Float64Array {
  const radius = (weights.length - 1) / 2;
  const nextLine = step === 1 ? length : 1;
  const to = new Float64Array(from.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      const [first, last] = [Math.max(0, i - radius), Math.min(length - 1, i + radius)];
      let sum = 0;
      for (let j = first; j <= last; j++)
        sum += weights[j - i + radius] * from[line * nextLine + j * step];
      to[line * nextLine + i * step] = sum;
    }
  }
  return to;
}
