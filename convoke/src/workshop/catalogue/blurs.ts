/** Entries that smooth or move: means, Gaussians, motion, and what is left when a blur is taken off. */
import { rational } from "../../numbers/rational.ts";
import { kernel, kernelOf } from "../kernel.ts";
import { type CatalogueEntry, numbers, plainDesign } from "./entry.ts";
import {
  discreteGaussian,
  gaussianLine,
  integerGaussian,
  normalised,
  radiusOf,
  sampledGaussian,
  spread,
  sumRule,
} from "./gaussian.ts";
import { motionBlur } from "./motion.ts";
import { angle, between, count, gaussianSize, sigma, size } from "./parameters.ts";

export const MEANS = {
  shift: {
    en: "moves the image by whole pixels, to the right and down",
    zh: "将图像平移整数个像素，向右和向下为正",
    formula: "δ(x - right, y - down): out(x, y) = in(x - right, y - down)",
    source: "definition",
    parameters: [count("right", "pixels", 1, -255, 255), count("down", "pixels", 0, -255, 255)],
    make: (values) => {
      const [right, down] = numbers(values, "right", "down");
      return plainDesign(kernel([[1]], { origin: [down, right] }));
    },
  },
  box: {
    en: "mean of a square",
    zh: "方形均值",
    formula: "1 / n²",
    source: "definition",
    parameters: [size(3)],
    make: (values) => {
      const [n] = numbers(values, "size");
      return plainDesign(kernelOf([n, n], new Array(n * n).fill(rational(1, n * n))));
    },
  },
} as const satisfies Record<string, CatalogueEntry>;

export const GAUSSIANS = {
  gaussian: {
    en: "Gaussian blur; sampled to 3 sigma, sum 1",
    zh: "高斯模糊；取到 3σ，总和为 1",
    formula: "exp(-(x² + y²) / 2σ²) / Σ",
    source: "definition",
    parameters: [sigma(1), gaussianSize],
    make: (values) => {
      const [s, n] = numbers(values, "sigma", "size");
      return sampledGaussian(s, { size: n });
    },
  },
  "gaussian-discrete": {
    en: "Gaussian on whole positions: variance sigma², but for what is cut off",
    zh: "离散高斯模糊（贝塞尔函数）；截断之外方差恰为 σ²",
    formula: "e^(-2t) I_x(t) I_y(t) / Σ, t = σ²",
    source: "Lindeberg, 1990",
    parameters: [sigma(1), gaussianSize],
    make: (values) => {
      const [s, n] = numbers(values, "sigma", "size");
      return discreteGaussian(s, { size: n });
    },
  },
  "gaussian-integer": {
    en: "Gaussian blur in small whole numbers, the nearest whose sum is no larger than asked",
    zh: "小整数高斯核：总和不超过给定值时最接近者",
    formula: "round(c exp(-(x² + y²) / 2σ²)) / Σ, the c of least squares",
    source: "definition",
    parameters: [sigma(1), gaussianSize, sumRule],
    make: (values) => {
      const [s, n, most] = numbers(values, "sigma", "size", "most");
      return integerGaussian(s, { size: n, most });
    },
  },
} as const satisfies Record<string, CatalogueEntry>;

export const MOTION = {
  motion: {
    en: "mean along a line",
    zh: "沿直线的均值（运动模糊）",
    formula: "1 / n at n points along the line, spread over the nearest pixels",
    source: "definition, sampled bilinearly",
    parameters: [size(9), angle],
    make: (values) => {
      const [length, degrees] = numbers(values, "size", "angle");
      return plainDesign(motionBlur(length, degrees));
    },
  },
} as const satisfies Record<string, CatalogueEntry>;

export const UNSHARP = {
  unsharp: {
    en: "image plus amount times what a blur removes",
    zh: "原图加上若干倍的模糊差",
    formula: "δ + amount · (δ - g)",
    source: "unsharp masking",
    parameters: [sigma(1), between("amount", "", 1, 0, 100)],
    make: (values) => {
      const [s, amount] = numbers(values, "sigma", "amount");
      const n = 2 * radiusOf(s, 0) + 1;
      const blur = normalised(spread(gaussianLine(s, radiusOf(s, 0)), 2));
      const middle = (n * n - 1) / 2;
      return plainDesign(
        kernelOf(
          [n, n],
          blur.map((w, i) => (i === middle ? 1 + amount : 0) - amount * w),
        ),
      );
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
