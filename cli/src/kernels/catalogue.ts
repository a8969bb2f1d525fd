/**
 * Kernels by name. Every entry says what it is for and where it comes from; parameters stand behind
 * colons: `gaussian:1.4`, `motion:9:45`. All are written for cross-correlation, as layers compute
 * it: what stands at the right is multiplied with the neighbour at the right.
 */
import { Failure } from "../failure.ts";
import { type FilterKernel, kernelOf, transpose } from "./kernel.ts";

interface Parameter {
  readonly name: string;
  readonly fallback: number;
  /** What values are legal, in words and as a test. */
  readonly rule: string;
  readonly holds: (value: number) => boolean;
}

interface Entry {
  readonly en: string;
  readonly zh: string;
  readonly source: string;
  readonly parameters: readonly Parameter[];
  readonly make: (...values: number[]) => readonly (readonly number[])[];
}

/** Larger kernels are a mistake, or work for a frequency-domain method. */
const MOST = 511;
const size = (fallback: number): Parameter => ({
  name: "size",
  fallback,
  rule: `a whole number from 1 to ${MOST}`,
  holds: (v) => Number.isInteger(v) && v >= 1 && v <= MOST,
});
const sigma = (fallback: number): Parameter => ({
  name: "sigma",
  fallback,
  rule: "a number above 0, at most 80 (pixels)",
  holds: (v) => v > 0 && v <= 80,
});
const amount = (fallback: number): Parameter => ({
  name: "amount",
  fallback,
  rule: "a number from 0 to 100",
  holds: (v) => v >= 0 && v <= 100,
});
const angle: Parameter = {
  name: "angle",
  fallback: 0,
  rule: "degrees from -360 to 360",
  holds: (v) => Math.abs(v) <= 360,
};

const fixed =
  (matrix: readonly (readonly number[])[], divisor = 1) =>
  () =>
    matrix.map((row) => row.map((w) => w / divisor));
const SOBEL = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];
const SCHARR = [
  [-3, 0, 3],
  [-10, 0, 10],
  [-3, 0, 3],
];
const PREWITT = [
  [-1, 0, 1],
  [-1, 0, 1],
  [-1, 0, 1],
];
const GAUSSIAN_159 = [
  [2, 4, 5, 4, 2],
  [4, 9, 12, 9, 4],
  [5, 12, 15, 12, 5],
  [4, 9, 12, 9, 4],
  [2, 4, 5, 4, 2],
];
const plain = { parameters: [] as const };

export const CATALOGUE = {
  identity: {
    ...plain,
    en: "changes nothing",
    zh: "不改变图像",
    source: "definition",
    make: fixed([[1]]),
  },
  laplacian4: {
    ...plain,
    en: "second derivative, 4 neighbours",
    zh: "二阶导数，四邻域",
    source: "five-point stencil",
    make: fixed([
      [0, 1, 0],
      [1, -4, 1],
      [0, 1, 0],
    ]),
  },
  laplacian8: {
    ...plain,
    en: "second derivative, 8 neighbours",
    zh: "二阶导数，八邻域",
    source: "nine-point variant: 3 times the Laplacian to second order",
    make: fixed([
      [1, 1, 1],
      [1, -8, 1],
      [1, 1, 1],
    ]),
  },
  "sobel-x": {
    ...plain,
    en: "slope along x, smoothed",
    zh: "沿 x 的斜率（带平滑）",
    source: "Sobel and Feldman, 1968",
    make: fixed(SOBEL),
  },
  "sobel-y": {
    ...plain,
    en: "slope along y, smoothed",
    zh: "沿 y 的斜率（带平滑）",
    source: "Sobel and Feldman, 1968",
    make: fixed(transpose(SOBEL)),
  },
  "scharr-x": {
    ...plain,
    en: "slope along x, rounder than Sobel",
    zh: "沿 x 的斜率，比 Sobel 更接近旋转对称",
    source: "Scharr, 2000",
    make: fixed(SCHARR),
  },
  "scharr-y": {
    ...plain,
    en: "slope along y, rounder than Sobel",
    zh: "沿 y 的斜率，比 Sobel 更接近旋转对称",
    source: "Scharr, 2000",
    make: fixed(transpose(SCHARR)),
  },
  "prewitt-x": {
    ...plain,
    en: "slope along x, box-smoothed",
    zh: "沿 x 的斜率（均值平滑）",
    source: "Prewitt, 1970",
    make: fixed(PREWITT),
  },
  "prewitt-y": {
    ...plain,
    en: "slope along y, box-smoothed",
    zh: "沿 y 的斜率（均值平滑）",
    source: "Prewitt, 1970",
    make: fixed(transpose(PREWITT)),
  },
  box: {
    en: "mean of a square",
    zh: "方形均值",
    source: "definition",
    parameters: [size(3)],
    make: (n) => Array.from({ length: n }, () => new Array<number>(n).fill(1 / n ** 2)),
  },
  gaussian: {
    en: "Gaussian blur; sampled to 3 sigma, sum 1",
    zh: "高斯模糊；取到 3σ，总和为 1",
    source: "definition",
    parameters: [sigma(1)],
    make: (s) => normalised(gaussian(s)),
  },
  gaussian159: {
    ...plain,
    en: "5×5 integer Gaussian, sum 159",
    zh: "5×5 整数高斯核，总和 159",
    source: "the classic Canny example, made for sigma 1.4 (least squares: 1.36)",
    make: fixed(GAUSSIAN_159, 159),
  },
  log: {
    en: "Laplacian of a Gaussian, sum exactly 0",
    zh: "高斯-拉普拉斯，总和恰为 0",
    source: "Marr and Hildreth, 1980",
    parameters: [sigma(1.4)],
    make: laplacianOfGaussian,
  },
  sharpen: {
    ...plain,
    en: "image minus its Laplacian",
    zh: "原图减去其拉普拉斯",
    source: "definition: identity - laplacian4",
    make: fixed([
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ]),
  },
  unsharp: {
    en: "image plus amount times what a blur removes",
    zh: "原图加上若干倍的模糊差",
    source: "unsharp masking",
    parameters: [sigma(1), amount(1)],
    make: (s, a) => {
      const blur = normalised(gaussian(s));
      const middle = (blur.length - 1) / 2;
      return blur.map((row, y) =>
        row.map((w, x) => (y === middle && x === middle ? 1 + a : 0) - a * w),
      );
    },
  },
  emboss: {
    ...plain,
    en: "relief lit from the upper left",
    zh: "浮雕，光来自左上",
    source: "common practice",
    make: fixed([
      [-2, -1, 0],
      [-1, 1, 1],
      [0, 1, 2],
    ]),
  },
  motion: {
    en: "mean along a line",
    zh: "沿直线的均值（运动模糊）",
    source: "definition, sampled bilinearly",
    parameters: [size(9), angle],
    make: motion,
  },
} as const satisfies Record<string, Entry>;

export type KernelName = keyof typeof CATALOGUE;
export const KERNEL_NAMES = Object.keys(CATALOGUE) as KernelName[];

/** `name` or `name:value:value`; null when no kernel has that name. */
export function kernelByName(text: string): FilterKernel | null {
  const [name, ...given] = text.split(":");
  if (!Object.hasOwn(CATALOGUE, name)) return null;
  const { parameters, make }: Entry = CATALOGUE[name as KernelName];
  if (given.length > parameters.length) {
    const form = [name, ...parameters.map((p) => p.name.toUpperCase())].join(":");
    throw new Failure("usage", `expected ${form} for --kernel, got ${text}`);
  }
  const values = parameters.map(({ name: parameter, fallback, rule, holds }, i) => {
    if (given[i] === undefined) return fallback;
    const value = given[i].trim() === "" ? Number.NaN : Number(given[i]);
    if (!holds(value)) {
      throw new Failure(
        "usage",
        `expected ${rule} for the ${parameter} of ${name}, got ${given[i] || "nothing"}`,
      );
    }
    return value;
  });
  return kernelOf(text, make(...values));
}

function gaussian(s: number): number[][] {
  const radius = Math.max(1, Math.ceil(3 * s));
  const line = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * s * s)),
  );
  return line.map((y) => line.map((x) => x * y));
}

function normalised(matrix: readonly (readonly number[])[]): number[][] {
  const sum = matrix.flat().reduce((a, b) => a + b, 0);
  return matrix.map((row) => row.map((w) => w / sum));
}

/** (r² − 2σ²)/σ⁴ times the Gaussian; what sampling leaves of the sum is taken off in equal parts. */
function laplacianOfGaussian(s: number): number[][] {
  const g = normalised(gaussian(s));
  const radius = (g.length - 1) / 2;
  const raw = g.map((row, y) =>
    row.map((w, x) => (((x - radius) ** 2 + (y - radius) ** 2 - 2 * s * s) / s ** 4) * w),
  );
  const mean = raw.flat().reduce((a, b) => a + b, 0) / raw.length ** 2;
  return raw.map((row) => row.map((w) => w - mean));
}

function motion(length: number, degrees: number): number[][] {
  const radius = Math.ceil((length - 1) / 2);
  const n = 2 * radius + 1;
  const matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), -Math.sin((degrees * Math.PI) / 180)];
  for (let i = 0; i < length; i++) {
    const t = i - (length - 1) / 2;
    const [x, y] = [radius + t * dx, radius + t * dy];
    const [x0, y0] = [Math.floor(x), Math.floor(y)];
    for (const [yy, wy] of [
      [y0, 1 - (y - y0)],
      [y0 + 1, y - y0],
    ]) {
      for (const [xx, wx] of [
        [x0, 1 - (x - x0)],
        [x0 + 1, x - x0],
      ]) {
        if (wy * wx > 1e-9) matrix[yy][xx] += (wy * wx) / length;
      }
    }
  }
  return matrix;
}
