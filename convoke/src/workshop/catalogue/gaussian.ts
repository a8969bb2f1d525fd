/**
 * Gaussians of any σ and size, on any number of axes, with their errors stated.
 *
 * - sampled: exp(-i² / 2σ²), normalised. Its variance differs from σ²: cut off it is smaller, and for
 *   σ below 1/2 the samples no longer follow it.
 * - discrete: e^(-t) I_i(t) with t = σ² and I the modified Bessel functions: on whole positions what a
 *   Gaussian is on real ones. Variance is σ² exactly, and scales add up (t₁ ∗ t₂ = t₁ + t₂).
 * - integer: whole numbers over their sum, the nearest to the sampled one.
 *
 * Source of the discrete one: Lindeberg, "Scale-space for discrete signals", IEEE PAMI 12(3), 1990.
 */
import { guard, ShapeError } from "../../errors.ts";
import { rational } from "../../numbers/rational.ts";
import { readOptions } from "../../options.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { type Kernel, kernelOf, MOST_ELEMENTS } from "../kernel.ts";
import { projected } from "../projection.ts";
import { spreadOf } from "../report/sigma.ts";
import { check } from "./check.ts";
import type { Design, Discrepancy } from "./entry.ts";
import { nearestWhole } from "./nearest-whole.ts";
import { count, gaussianSize, sigma as sigmaRule } from "./parameters.ts";

export interface GaussianOptions {
  /** Taps along each axis, odd; 0, the default, reaches as far as 3 σ. */
  readonly size?: number;
  /** 1 to 3; default 2. */
  readonly axes?: number;
}

export const MOST_SUM = 65536;
export const sumRule = count("most", "", 255, 1, MOST_SUM);
const axesRule = count("axes", "axes", 2, 1, 3);

/** exp(-i² / 2σ²) for i from −radius to radius, as it is; 1 in the middle however small σ² is. */
export const gaussianLine = (s: number, radius: number): number[] =>
  Array.from({ length: 2 * radius + 1 }, (_, i) =>
    i === radius ? 1 : Math.exp(-((i - radius) ** 2) / (2 * s * s)),
  );

/** Products of a line's values with themselves, one factor for each axis; row-major. */
export const spread = (line: readonly number[], axes: number): number[] =>
  axes === 1 ? [...line] : spread(line, axes - 1).flatMap((y) => line.map((x) => x * y));

export function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((w) => w / sum);
}

/** Taps from the middle to the end that a size means. */
export const radiusOf = (s: number, size: number): number =>
  size === 0 ? Math.max(1, Math.ceil(3 * s)) : (size - 1) / 2;

interface Asked {
  readonly sigma: number;
  readonly radius: number;
  readonly axes: number;
}

/** @throws OptionError for a σ, a size or a number of axes out of range. */
export function sampledGaussian(sigma: number, options: GaussianOptions = {}): Design {
  readOptions("sampledGaussian", options, ["size", "axes"]);
  const asked = read("sampledGaussian", sigma, options);
  const kernel = sampled(asked);
  return { kernel, errors: [sigmaError(kernel, sigma), sumError(densitySum(asked))] };
}

/** @throws as `sampledGaussian`. */
export function discreteGaussian(sigma: number, options: GaussianOptions = {}): Design {
  readOptions("discreteGaussian", options, ["size", "axes"]);
  const asked = read("discreteGaussian", sigma, options);
  const line = besselLine(sigma ** 2, asked.radius);
  const sum = line.reduce((a, b) => a + b, 0);
  const kernel = onGrid(asked, normalised(spread(line, asked.axes)));
  return {
    kernel,
    errors: [sigmaError(kernel, sigma), sumError(sum ** asked.axes), sampledError(kernel, asked)],
  };
}

/**
 * Whole numbers over their sum, of all that rounding c · exp(-r² / 2σ²) gives for any c the ones
 * whose quotients are nearest to the sampled Gaussian by least squares.
 *
 * @param options.most the largest sum; default 255.
 * @throws as `sampledGaussian`.
 */
export function integerGaussian(
  sigma: number,
  options: GaussianOptions & { readonly most?: number } = {},
): Design {
  readOptions("integerGaussian", options, ["size", "axes", "most"]);
  const asked = read("integerGaussian", sigma, options);
  const { most = sumRule.fallback } = options;
  check("integerGaussian", sumRule, most);
  const samples = spread(gaussianLine(sigma, asked.radius), asked.axes);
  const { whole, factor } = nearestWhole(samples, most);
  const sum = whole.reduce((a, b) => a + b, 0);
  const density = sum / (factor * (sigma * Math.sqrt(2 * Math.PI)) ** asked.axes);
  const shape = shapeOf(asked);
  const kernel = kernelOf(
    shape,
    whole.map((w) => rational(w, sum)),
  );
  return {
    kernel,
    errors: [sigmaError(kernel, sigma), sumError(density), sampledError(kernel, asked)],
  };
}

function read(caller: string, sigma: number, { size = 0, axes = 2 }: GaussianOptions): Asked {
  check(caller, sigmaRule(1), sigma);
  check(caller, gaussianSize, size);
  check(caller, axesRule, axes);
  const asked = { sigma, radius: radiusOf(sigma, size), axes };
  // Before anything is computed: 481³ values would take a minute.
  guard(sizeOf(shapeOf(asked)) <= MOST_ELEMENTS, ShapeError, () => ({
    name: `the kernel of ${caller}`,
    expected: `at most ${MOST_ELEMENTS} elements`,
    got: shapeOf(asked),
  }));
  return asked;
}

const shapeOf = ({ radius, axes }: Asked): number[] => new Array<number>(axes).fill(2 * radius + 1);

const onGrid = (asked: Asked, values: readonly number[]): Kernel =>
  kernelOf(shapeOf(asked), values);

const sampled = (asked: Asked): Kernel =>
  onGrid(asked, normalised(spread(gaussianLine(asked.sigma, asked.radius), asked.axes)));

const densitySum = ({ sigma, radius, axes }: Asked): number =>
  (gaussianLine(sigma, radius).reduce((a, b) => a + b, 0) / (sigma * Math.sqrt(2 * Math.PI))) **
  axes;

/**
 * e^(-t) I_i(t), |i| ≤ radius, by Miller's backward recurrence I_(i−1) = I_(i+1) + (2i / t) I_i from
 * where nothing is left; all terms are positive, so each is good to a few units in the last place.
 * They sum to 1 over all whole numbers, which gives the factor.
 *
 * Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 9.6.26 and 9.12.
 */
function besselLine(t: number, radius: number): number[] {
  // What is left beside the middle is t / 2: it would vanish in 1, and the factors overflow.
  if (t < 1e-30) return Array.from({ length: 2 * radius + 1 }, (_, i) => (i === radius ? 1 : 0));
  const start = radius + Math.ceil(10 * Math.sqrt(t)) + 30;
  const half = new Array<number>(radius + 1).fill(0);
  let [above, here, sum] = [0, 1e-300, 0];
  for (let i = start; i >= 0; i--) {
    if (i <= radius) half[i] = here;
    sum += i === 0 ? here : 2 * here;
    const below = above + ((2 * i) / t) * here;
    [above, here] = [here, below];
    if (here > 1e200) {
      for (let j = i; j <= radius; j++) half[j] *= 1e-200;
      [above, here, sum] = [above * 1e-200, here * 1e-200, sum * 1e-200];
    }
  }
  return Array.from({ length: 2 * radius + 1 }, (_, i) => half[Math.abs(i - radius)] / sum);
}

const sigmaError = (kernel: Kernel, sigma: number): Discrepancy => ({
  name: "sigma",
  value: spreadOf(projected(kernel, 0)) - sigma,
  en: "σ of its second moment minus the σ asked for (pixels)",
  zh: "二阶矩给出的 σ 与所求 σ 之差（像素）",
});

const sumError = (sum: number): Discrepancy => ({
  name: "sum",
  value: sum - 1,
  en: "sum of the Gaussian's own values minus 1, before it was normalised: what was cut off, or rounded",
  zh: "归一化之前高斯值的总和减 1：被截去或舍入的部分",
});

const sampledError = (kernel: Kernel, asked: Asked): Discrepancy => {
  const other = sampled(asked).values;
  const most = kernel.values.reduce((m, v, i) => Math.max(m, Math.abs(v - other[i])), 0);
  return {
    name: "sampled",
    // A Gaussian is largest in the middle.
    value: most / other[(other.length - 1) / 2],
    en: "largest difference from the sampled Gaussian, of that one's peak",
    zh: "与采样高斯核的最大差，相对其峰值",
  };
};
