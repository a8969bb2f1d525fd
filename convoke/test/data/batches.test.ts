import fc from "fast-check";
import { expect, test } from "vitest";
import { batches, gather, shuffled } from "../../src/data/batches.ts";
import { normal, random, stream } from "../../src/tensor/random.ts";

test("an order has every row once, and all orders of four come about equally often", () => {
  const counts = new Map<string, number>();
  const next = random(1);
  for (let run = 0; run < 24_000; run++) {
    const order = shuffled(4, next).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  // Binomial, 1000 ± 31: five deviations.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(155);
  expect([...shuffled(1000, next)].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
  expect(shuffled(0, next).length).toBe(0);
});

test("batches cover the order; the short one at the end may be left out", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.integer({ min: 1, max: 12 }), (count, size) => {
      const order = shuffled(count, random(count));
      const all = [...batches(order, size)];
      expect(all.flatMap((rows) => [...rows])).toEqual([...order]);
      expect(all.slice(0, -1).every((rows) => rows.length === size)).toBe(true);
      const whole = [...batches(order, size, { dropLast: true })];
      expect(whole).toEqual(all.filter((rows) => rows.length === size));
    }),
  );
  expect(() => [...batches(shuffled(3, random(1)), 0)]).toThrow(
    "expected a whole number of at least 1 for the size of a batch",
  );
});

test("rows are gathered with their own type, into out where there is one", () => {
  const t = { shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  expect(gather(t, [2, 0, 2])).toEqual({ shape: [3, 2], data: Float32Array.of(5, 6, 1, 2, 5, 6) });
  const labels = { shape: [3], data: Int32Array.of(7, 8, 9) };
  expect(gather(labels, Int32Array.of(1))).toEqual({ shape: [1], data: Int32Array.of(8) });
  const out = { shape: [1, 2], data: new Float32Array(2) };
  expect(gather(t, [1], out)).toBe(out);
  expect([...out.data]).toEqual([3, 4]);
  expect(() => gather(t, [0, 1], out)).toThrow("expected [2, 2] for the shape of out, got [1,2]");
  expect(() => gather(t, [3])).toThrow("expected a whole number from 0 to 2 for row 0, got 3");
});

test("streams: each path its own, whatever was drawn from others", () => {
  const first = (next: () => number) => Array.from({ length: 4 }, next);
  const paths = [[], [0], [1], [0, 0], [0, 1], [1, 0], [1, 1], [-1], [2 ** 31]];
  const drawn = paths.map((path) => first(stream(5, ...path)).join());
  expect(new Set(drawn).size).toBe(paths.length);
  expect(first(stream(5, 3, 1))).toEqual(first(stream(5, 3, 1)));
  expect(first(stream(5, 1))).not.toEqual(first(stream(6, 1)));
  expect(first(stream(5))).toEqual(first(random(5)));
});

test("normal numbers have the moments of the normal distribution", () => {
  const next = normal(random(9));
  const values = Array.from({ length: 100_000 }, next);
  const moment = (k: number) => values.reduce((sum, v) => sum + v ** k, 0) / values.length;
  // Standard errors of the four means: 0.003, 0.004, 0.012, 0.031; four of them each.
  expect(Math.abs(moment(1))).toBeLessThan(0.0127);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.018);
  expect(Math.abs(moment(3))).toBeLessThan(0.049);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.124);
});
