/** Winograd by hand: equal to the definition in fractions, and near it in float32. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRational, rational, toNumber, winogradTile } from "../../src/workshop/index.ts";

const fraction = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 7 }))
  .map(([over, under]) => rational(over, under));

test("every F(m, r), in one dimension and two, is the definition exactly", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(1 as const, 2 as const),
      fc.array(fraction, { minLength: 49, maxLength: 49 }),
      fc.array(fraction, { minLength: 16, maxLength: 16 }),
      (m, r, axes, d, g) => {
        const tile = winogradTile(
          { m, r, axes },
          d.slice(0, (m + r - 1) ** axes),
          g.slice(0, r ** axes),
        );
        expect(tile.exact.result.map(formatRational)).toEqual(
          tile.exact.direct.map(formatRational),
        );
        expect(tile.exact.products).toHaveLength(tile.multiplications.winograd);
        // Every output of the definition is a sum of as many products as the kernel has taps.
        expect(tile.multiplications.direct).toBe(m ** axes * r ** axes);
      },
    ),
    { numRuns: 60 },
  );
});

test("F(2, 3) of whole numbers is exact in float32, and written down by hand", () => {
  const whole = (values: number[]) => values.map((value) => rational(value));
  const { exact, single, transforms, multiplications } = winogradTile(
    { m: 2, r: 3, axes: 1 },
    whole([1, 2, 3, 4]),
    whole([5, 6, 7]),
  );
  expect(exact.result.map(toNumber)).toEqual([1 * 5 + 2 * 6 + 3 * 7, 2 * 5 + 3 * 6 + 4 * 7]);
  expect(single.result).toEqual(exact.result.map(toNumber));
  expect(transforms.bt.map((row) => row.map(formatRational).join(" "))).toHaveLength(4);
  expect(multiplications).toEqual({ winograd: 4, direct: 6 });
});

test("float32 rounds: F(4, 3) of tenths is off, within the bound of its roundings", () => {
  const tenths = (count: number) =>
    Array.from({ length: count }, (_, i) => rational(2 * i + 1, 10));
  const [d, g] = [tenths(6), tenths(3)];
  const { exact, single, transforms } = winogradTile({ m: 4, r: 3, axes: 1 }, d, g);
  // Sums of absolute values, and no more than 24 roundings between a number and the result:
  // |error| ≤ γ(24) · |Aᵀ|((|G||g|) ∘ (|Bᵀ||d|)).
  const sizes = (matrix: typeof transforms.at, values: number[]) =>
    matrix.map((row) => row.reduce((sum, c, k) => sum + Math.abs(toNumber(c)) * values[k], 0));
  const data = sizes(transforms.bt, d.map(toNumber));
  const weight = sizes(transforms.g, g.map(toNumber));
  const most = sizes(
    transforms.at,
    data.map((value, i) => value * weight[i]),
  );
  const gamma = (24 * 2 ** -24) / (1 - 24 * 2 ** -24);
  const off = single.result.map((value, i) => Math.abs(value - toNumber(exact.result[i])));
  expect(Math.max(...off)).toBeGreaterThan(0);
  off.forEach((error, i) => expect(error).toBeLessThanOrEqual(gamma * most[i]));
});

test("another count of numbers is one sentence", () => {
  expect(() => winogradTile({ m: 2, r: 3, axes: 2 }, [], [])).toThrow(
    /expected 16 numbers for F\(2, 3\) for d, got 0/,
  );
});
