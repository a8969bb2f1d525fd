import { expect, test } from "vitest";
import { compare, judge, ulps } from "../../src/tensor/compare.ts";
import { tensor } from "../../src/tensor/tensor.ts";

const one = (...values: number[]) => tensor([values.length], values);

test("the record names the worst element, its place and its values", () => {
  const expected = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
  const actual = tensor([2, 3], [1, 2.5, 3, 4, 7, 6]);
  expect(compare(actual, expected)).toEqual({
    count: 6,
    differing: 2,
    maxError: 2,
    maxUlps: 2 ** 22,
    shareOfBound: null,
    worst: { index: [1, 1], actual: 7, expected: 5, error: 2 },
  });
});

test("with bounds the worst is the largest share, not the largest error", () => {
  const record = compare(one(1, 15), one(0, 10), Float64Array.of(0.5, 20));
  expect(record).toMatchObject({ maxError: 5, shareOfBound: 2, worst: { index: [0], error: 1 } });
});

test("float32 steps: neighbours, over zero, rounding, and what has no distance", () => {
  expect(ulps(1, 1 + 2 ** -23)).toBe(1);
  expect(ulps(1, 1 - 2 ** -24)).toBe(1);
  expect(ulps(2 ** -149, -(2 ** -149))).toBe(2);
  expect(ulps(0, -0)).toBe(0);
  expect(ulps(1, 1 + 2 ** -30)).toBe(0);
  expect(ulps(Number.NaN, Number.NaN)).toBe(0);
  expect(ulps(Number.NaN, 1)).toBe(Infinity);
});

test("NaN and infinities are equal to themselves and infinitely far from the rest", () => {
  const { NaN: nan } = Number;
  expect(compare(one(nan, Infinity, -0), one(nan, Infinity, 0)).differing).toBe(0);
  for (const [a, b] of [
    [nan, 1],
    [1, nan],
    [Infinity, -Infinity],
    [Infinity, 1],
  ]) {
    expect(compare(one(a), one(b)).maxError).toBe(Infinity);
  }
});

test("the verdict is one sentence, or none", () => {
  const [exact, off] = [compare(one(1, 2), one(1, 2)), compare(one(1, 3), one(1, 2))];
  const bounded = (bound: number) => compare(one(1, 3), one(1, 2), Float64Array.of(1, bound));
  expect(judge(exact, "equal")).toBeNull();
  expect(judge(off, "equal")).toBe("1 of 2 values differ, the worst is 3 instead of 2 at [1]");
  expect(judge(bounded(1), "within bound")).toBeNull();
  expect(judge(bounded(0.5), "within bound")).toBe(
    "an error of 2 times its bound: 3 instead of 2 at [1]",
  );
  expect(judge(bounded(0), "within bound")).toContain("of Infinity times its bound");
  expect(judge(bounded(Number.NaN), "within bound")).toContain("of NaN times its bound");
  expect(judge(off, "within bound")).toBe("an error without bound: 3 instead of 2 at [1]");
});

test("shapes and counts must agree", () => {
  expect(() => compare(one(1), one(1, 2))).toThrow(
    "expected [2] for the shape to compare, got [1]",
  );
  expect(() => compare(one(1), one(1), new Float64Array(2))).toThrow(
    "expected 1 numbers for bounds, got 2",
  );
});
