import { describe, expect, test } from "vitest";
import { convolve, trim } from "../../src/workshop/algebra.ts";
import {
  discreteGaussian,
  integerGaussian,
  sampledGaussian,
} from "../../src/workshop/catalogue/gaussian.ts";
import { nearestWhole } from "../../src/workshop/catalogue/nearest-whole.ts";
import type { Kernel } from "../../src/workshop/kernel.ts";
import { wholeValues } from "../../src/workshop/quantity.ts";
import { ranksOf } from "../../src/workshop/report/rank.ts";

const errorOf = (design: ReturnType<typeof sampledGaussian>, name: string) =>
  design.errors.find((e) => e.name === name)!.value;
const variance = (k: Kernel) =>
  k.values.reduce((sum, v, i) => sum + v * (i - (k.values.length - 1) / 2) ** 2, 0);

/** e^(-t) I_n(t) from the power series Σ (t/2)^(2m+n) / (m! (m+n)!): all terms positive. */
function besselTerm(n: number, t: number): number {
  let term = 1;
  for (let i = 1; i <= n; i++) term *= t / 2 / i;
  let sum = term;
  for (let m = 1; m < 400; m++) {
    term *= (t / 2) ** 2 / (m * (m + n));
    sum += term;
  }
  return Math.exp(-t) * sum;
}

describe("sampled", () => {
  test("symmetric, decreasing, sum 1; errors are what they say", () => {
    for (const sigma of [0.3, 0.8, 1.4, 3])
      for (const size of [0, 1, 5, 21]) {
        const design = sampledGaussian(sigma, { size, axes: 1 });
        const { values } = design.kernel;
        expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
        values.forEach((v, i) => expect(v).toBe(values[values.length - 1 - i]));
        expect(errorOf(design, "sigma")).toBeCloseTo(
          Math.sqrt(variance(design.kernel)) - sigma,
          12,
        );
        const density = values.reduce(
          (sum, _, i) => sum + Math.exp(-((i - (values.length - 1) / 2) ** 2) / (2 * sigma ** 2)),
          0,
        );
        expect(errorOf(design, "sum")).toBeCloseTo(
          density / sigma / Math.sqrt(2 * Math.PI) - 1,
          12,
        );
      }
  });

  test("one to three axes, each the product of lines", () => {
    const [line, cube] = [1, 3].map((axes) => sampledGaussian(1, { size: 3, axes }).kernel);
    expect(cube.shape).toEqual([3, 3, 3]);
    expect(cube.values[0]).toBeCloseTo(line.values[0] ** 3, 15);
    expect(ranksOf(cube).map((r) => r.numeric)).toEqual([1, 1, 1]);
  });
});

describe("discrete (Bessel)", () => {
  test("as the power series has it", () => {
    for (const sigma of [0.01, 0.5, 1, 2.5, 5]) {
      const design = discreteGaussian(sigma, { size: 41, axes: 1 });
      const { kernel } = design;
      const sum = Array.from({ length: 41 }, (_, i) => besselTerm(Math.abs(i - 20), sigma ** 2));
      const all = sum.reduce((a, b) => a + b, 0);
      expect(errorOf(design, "sum")).toBeCloseTo(all - 1, 13);
      kernel.values.forEach((v, i) =>
        expect(Math.abs(v - sum[i] / all)).toBeLessThanOrEqual(1e-13 * v),
      );
    }
  });

  test("variance is σ² where nothing is cut off; scales add up", () => {
    for (const sigma of [0.2, 1, 3]) {
      const design = discreteGaussian(sigma, { size: 81, axes: 1 });
      expect(variance(design.kernel)).toBeCloseTo(sigma ** 2, 11);
      expect(Math.abs(errorOf(design, "sigma"))).toBeLessThan(1e-12);
    }
    const [a, b] = [1.5, 2].map((s) => discreteGaussian(s, { size: 61, axes: 1 }).kernel);
    const both = discreteGaussian(2.5, { size: 121, axes: 1 }).kernel;
    convolve(a, b).values.forEach((v, i) => expect(v).toBeCloseTo(both.values[i], 13));
  });

  test("it nears the sampled one as σ grows; the largest σ is within reach", () => {
    const apart = [1, 2, 4, 8].map((s) => errorOf(discreteGaussian(s), "sampled"));
    for (let i = 1; i < apart.length; i++) expect(apart[i]).toBeLessThan(apart[i - 1] / 2);
    const wide = discreteGaussian(80, { axes: 1, size: 511 });
    expect(wide.kernel.values.every((v) => v > 0)).toBe(true);
    expect(errorOf(wide, "sampled")).toBeLessThan(1e-4);
  });
});

describe("small whole numbers", () => {
  test("of all that a factor and rounding can give, the nearest", () => {
    for (const sigma of [0.6, 1, 1.4, 2.2])
      for (const most of [1, 2, 7, 20, 64]) {
        const g = Array.from({ length: 7 }, (_, i) => Math.exp(-((i - 3) ** 2) / (2 * sigma ** 2)));
        const total = g.reduce((a, b) => a + b, 0);
        const distance = (w: readonly number[]) => {
          const sum = w.reduce((a, b) => a + b, 0);
          return w.reduce((d, v, i) => d + (v / sum - g[i] / total) ** 2, 0);
        };
        const tried = Array.from({ length: 20000 }, (_, i) =>
          g.map((v) => Math.round(((i + 1) / 200) * v)),
        ).filter((w) => {
          const sum = w.reduce((a, b) => a + b, 0);
          return sum >= 1 && sum <= most;
        });
        const found = nearestWhole(g, most).whole;
        expect(found.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(most);
        expect(distance(found)).toBeLessThanOrEqual(Math.min(...tried.map(distance)) * (1 + 1e-12));
      }
  });

  test("fractions over their sum, with the error stated", () => {
    const design = integerGaussian(1, { size: 5, most: 300 });
    const { over, under } = wholeValues(design.kernel);
    expect(over.reduce((a, b) => a + b, 0n)).toBe(under);
    expect(under).toBeLessThanOrEqual(300n);
    const sampled = sampledGaussian(1, { size: 5 }).kernel.values;
    const apart = Math.max(...design.kernel.values.map((v, i) => Math.abs(v - sampled[i])));
    expect(errorOf(design, "sampled")).toBe(apart / sampled[12]);
    expect(apart / sampled[12]).toBeLessThan(0.02);
    // Of the Gaussian itself 1.8 % lie outside; rounding adds or takes a little.
    expect(errorOf(design, "sum")).toBeCloseTo(errorOf(sampledGaussian(1, { size: 5 }), "sum"), 2);
  });

  test("a larger sum is at least as near; too small a sum is a single 1", () => {
    const near = [20, 60, 200, 1000].map((most) => {
      const { kernel } = integerGaussian(1.4, { size: 7, most });
      const other = sampledGaussian(1.4, { size: 7 }).kernel.values;
      return kernel.values.reduce((sum, v, i) => sum + (v - other[i]) ** 2, 0);
    });
    for (let i = 1; i < near.length; i++) expect(near[i]).toBeLessThanOrEqual(near[i - 1]);
    expect(trim(integerGaussian(5, { size: 9, most: 1 }).kernel).values).toEqual(
      Float64Array.of(1),
    );
  });
});

test("what is refused", () => {
  expect(() => sampledGaussian(0)).toThrow("expected a number above 0, at most 80 (pixels)");
  expect(() => discreteGaussian(Number.NaN)).toThrow("for the sigma of discreteGaussian, got NaN");
  expect(() => sampledGaussian(1, { size: 2 })).toThrow("for the size of sampledGaussian, got 2");
  expect(() => sampledGaussian(1, { axes: 4 })).toThrow("expected a whole number from 1 to 3");
  expect(() => integerGaussian(1, { most: 1e9 })).toThrow("from 1 to 65536");
  expect(() => sampledGaussian(80, { axes: 3 })).toThrow("at most 4194304 elements");
  expect(() => sampledGaussian(1, { radius: 3 } as object)).toThrow("expected one of size, axes");
});
