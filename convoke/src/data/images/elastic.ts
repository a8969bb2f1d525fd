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
    const turned = smooth(chance, weights, height, width);
    const smoothed = smooth(turned, weights, width, height);
    for (let i = 0; i < places.length; i++) places[i] += alpha * smoothed[i];
  }
}

/** Weights from −4σ to 4σ, of sum 1. */
function gaussian(sigma: number): Float64Array {
  const radius = Math.ceil(4 * sigma);
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = bell.reduce((a, b) => a + b);
  return bell.map((weight) => weight / sum);
}

/**
 * Every row smoothed, with zeros beyond its ends, and written as a column: twice smooths both axes
 * and turns them back.
 */
function smooth(
  from: Float64Array,
  weights: Float64Array,
  height: number,
  width: number,
): Float64Array {
  const radius = (weights.length - 1) / 2;
  const row = new Float64Array(width + 2 * radius);
  const to = new Float64Array(from.length);
  for (let y = 0; y < height; y++) {
    row.set(from.subarray(y * width, (y + 1) * width), radius);
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * row[x + i];
      to[x * height + y] = sum;
    }
  }
  return to;
}
