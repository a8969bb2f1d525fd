/** Scales of plots: ends, ticks, and what has no place. */
import { expect, test } from "vitest";
import { pathOf } from "../../lab/src/parts/plot/path.ts";
import { scaleOf } from "../../lab/src/parts/plot/scale.ts";

test("a linear scale ends on round numbers and writes them without dust", () => {
  const scale = scaleOf([0.07, 0.61], "linear", 6);
  expect(scale.ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  expect([scale.share(0), scale.share(0.7)]).toEqual([0, 1]);
});

test("ends that are given stay, and ticks lie between them", () => {
  const scale = scaleOf([3], "linear", 4, [0.5, 8.5]);
  expect([scale.from, scale.to]).toEqual([0.5, 8.5]);
  expect(scale.ticks).toEqual([2, 4, 6, 8]);
});

test("one value, or none, has a scale too", () => {
  for (const values of [[5], [5, 5], [], [Number.NaN], [0], [-3]]) {
    const { from, to, ticks } = scaleOf(values, "linear", 5);
    expect(from).toBeLessThan(to);
    expect(ticks.length).toBeGreaterThan(1);
  }
  const { share } = scaleOf([7], "log", 5);
  expect(share(7)).toBeCloseTo(0.5, 12);
});

test("a logarithmic scale writes powers, of few of them 1, 2 and 5, and has no place for 0", () => {
  expect(scaleOf([1e-3, 1e3], "log", 4).ticks).toEqual([0.001, 0.1, 10, 1000]);
  expect(scaleOf([2e-6, 5e-6], "log", 4).ticks).toEqual([2e-6, 5e-6]);
  expect(scaleOf([0, 1, 30], "log", 8).ticks).toEqual([1, 2, 5, 10, 20]);
  expect(scaleOf([1, 10], "log", 4).share(0)).toBeNaN();
});

test("a line is interrupted where a value has no place", () => {
  const place = { x: (v: number) => v, y: (v: number) => v };
  expect(pathOf([0, 1, 2, 3], [5, Number.NaN, 6, 7], place)).toBe("M0.0 5.0M2.0 6.0L3.0 7.0");
});
