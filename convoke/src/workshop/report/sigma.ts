/**
 * Which Gaussian a kernel is like. There is more than one answer, so each has a name: what its second
 * moment says (how far it spreads light), and which sampled Gaussian lies nearest to its values. For a
 * Gaussian that was cut off, the first is the smaller one.
 */

import { contracted } from "../contract.ts";
import type { Kernel } from "../kernel.ts";
import { projected } from "../projection.ts";

export interface EquivalentSigma {
  /** √(second central moment / sum) along each axis, in taps. */
  readonly moment: readonly number[];
  /**
   * σ and amplitude of amplitude · exp(-r² / 2σ²) about the centroid, sampled on the kernel's grid,
   * with the least sum of squared differences; the same σ along all axes. Null where a wider one is
   * always nearer, as for a box: its values do not fall off.
   */
  readonly fitted: FittedGaussian | null;
}

export interface FittedGaussian {
  readonly sigma: number;
  readonly amplitude: number;
  /** Root of the squared differences over that of the squared values. */
  readonly error: number;
}

/** √variance of a line of weights about its mean, in taps; NaN where the variance is below 0. */
export function spreadOf(line: Kernel): number {
  const mean = meanOf(line);
  let [sum, squares] = [0, 0];
  line.values.forEach((v, i) => {
    sum += v;
    squares += v * (i - line.origin[0] - mean) ** 2;
  });
  return Math.sqrt(squares / sum);
}

/** Centroid of a line of weights, in taps from the origin. */
export function meanOf(line: Kernel): number {
  let [sum, first] = [0, 0];
  line.values.forEach((v, i) => {
    sum += v;
    first += v * (i - line.origin[0]);
  });
  return first / sum;
}

/** Both readings; null for a kernel that is no blur: its sum is not above 0, or its second moments are not. */
export function equivalentSigma(k: Kernel): EquivalentSigma | null {
  const lines = k.shape.map((_, axis) => projected(k, axis));
  const sum = lines[0].values.reduce((a, b) => a + b, 0);
  const size = k.values.reduce((a, b) => a + Math.abs(b), 0);
  if (!(sum > 1e-9 * size)) return null;
  const moment = lines.map(spreadOf);
  if (!moment.every((s) => s > 0)) return null;
  return { moment, fitted: fittedSigma(k, lines.map(meanOf), Math.max(...moment)) };
}

/**
 * The nearest sampled Gaussian: its amplitude follows from σ by one division, σ from a search by
 * golden section between the best of a row of starting points and its neighbours.
 */
function fittedSigma(k: Kernel, centre: readonly number[], about: number): FittedGaussian | null {
  const energy = k.values.reduce((a, v) => a + v * v, 0);
  const fit = (s: number) => {
    // A Gaussian is a product over the axes, and so is its sum of squares.
    const lines = k.shape.map((extent, axis) =>
      Array.from({ length: extent }, (_, i) =>
        Math.exp(-((i - k.origin[axis] - centre[axis]) ** 2) / (2 * s * s)),
      ),
    );
    const cross = contracted(k.values, lines);
    const own = lines.reduce((product, line) => product * line.reduce((a, g) => a + g * g, 0), 1);
    // Too narrow to meet a tap between which the centroid lies: nothing is fitted.
    const amplitude = own === 0 ? 0 : cross / own;
    return { amplitude, left: energy - amplitude * cross };
  };
  const starts = Array.from({ length: 25 }, (_, i) => about * 2 ** ((i - 8) / 4));
  let best = 0;
  starts.forEach((s, i) => {
    if (fit(s).left < fit(starts[best]).left) best = i;
  });
  if (best === starts.length - 1) return null;
  let [low, high] = [starts[Math.max(0, best - 1)], starts[best + 1]];
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 60; i++) {
    const [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (fit(a).left < fit(b).left) high = b;
    else low = a;
  }
  // Near its least, a function tells points apart only to the root of its precision: the rest is noise.
  const sigma = Number(((low + high) / 2).toPrecision(7));
  const { amplitude, left } = fit(sigma);
  return { sigma, amplitude, error: Math.sqrt(Math.max(0, left) / energy) };
}
