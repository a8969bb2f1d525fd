import fc from "fast-check";
import { expect, test } from "vitest";
import { convolve, power, trim } from "../../src/workshop/algebra.ts";
import { factorLine } from "../../src/workshop/factor/line.ts";
import { kernel, nestedOf, sameKernel } from "../../src/workshop/kernel.ts";

test("a binomial is one factor many times, exactly", () => {
  const { factors, exact, error } = factorLine(power(kernel([1, 1]), 8));
  expect(factors.map(nestedOf)).toEqual([[1], ...new Array(8).fill([1, 1])]);
  expect([exact, error]).toEqual([true, 0]);
});

test("planted factors of 2 and 3 taps come back exactly", () => {
  const pieces = fc.array(
    fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 3 }),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(pieces, fc.integer({ min: -2, max: 2 }), (list, origin) => {
      fc.pre(list.every((taps) => taps[0] !== 0 && taps[taps.length - 1] !== 0));
      const product = list.map((taps) => kernel(taps)).reduce(convolve);
      const k = kernel(nestedOf(product), { origin: [origin] });
      const { factors, exact, roots } = factorLine(k);
      expect(factors.every((f) => f.values.length <= 3)).toBe(true);
      expect(roots.length).toBe(k.values.length - 1);
      // Quadratics with irrational roots stay whole when they are all that is left of one degree.
      if (exact) expect(sameKernel(factors.reduce(convolve), trim(k))).toBe(true);
      else expect(factors.some((f) => f.exact === null)).toBe(true);
    }),
  );
});

test("any kernel is a chain of 2 and 3 taps", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.integer({ min: -1000, max: 1000 }).map((v) => (v || 1) / 1001),
        { minLength: 2, maxLength: 15 },
      ),
      (values) => {
        const { factors, error, exact } = factorLine(kernel([values]));
        expect(factors.every((f) => f.shape[0] === 1 && f.shape[1] <= 3)).toBe(true);
        expect(exact).toBe(false);
        expect(error).toBeLessThan(1e-9);
      },
    ),
  );
});

test("lines only; zeros at the ends are no factors; one tap is itself", () => {
  expect(() =>
    factorLine(
      kernel([
        [1, 2],
        [3, 4],
      ]),
    ),
  ).toThrow("at most one axis longer than 1");
  expect(factorLine(kernel([0, 0, 2, 2, 0])).factors.map(nestedOf)).toEqual([[2], [1, 1]]);
  expect(factorLine(kernel([5])).factors.map(nestedOf)).toEqual([[5]]);
  expect(factorLine(kernel([0, 0])).factors.map(nestedOf)).toEqual([[0]]);
});
