import { expect, test } from "vitest";
import { integers, uniform } from "../../src/tensor/random.ts";

test("a seed always gives the same values, another seed others", () => {
  expect(integers([2, 3], 7)).toEqual({
    shape: [2, 3],
    data: Float32Array.of(4, 4, -3, -1, -1, 3),
  });
  expect(uniform([99], 7)).toEqual(uniform([99], 7));
  expect(uniform([99], 7)).not.toEqual(uniform([99], 8));
});

test("whole numbers from min to max, both included, about equally often", () => {
  const counts = new Map<number, number>();
  for (const value of integers([9000], 1).data) counts.set(value, (counts.get(value) ?? 0) + 1);
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("floats fill their interval", () => {
  const { data } = uniform([10_000], 3, 2, 6);
  expect(Math.min(...data)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...data)).toBeLessThanOrEqual(6);
  const quarters = [0, 0, 0, 0];
  for (const value of data) quarters[Math.min(3, Math.floor(value - 2))]++;
  for (const count of quarters) expect(Math.abs(count - 2500)).toBeLessThan(250);
});
