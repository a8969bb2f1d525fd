import fc from "fast-check";
import { expect, test } from "vitest";
import {
  commonDivisor,
  divide,
  multiply,
  productOfRoots,
  shortened,
  squareFree,
  subtract,
} from "../../src/numbers/polynomial.ts";
import { formatRational, rational, toNumber } from "../../src/numbers/rational.ts";
import { recognize } from "../../src/numbers/recognize.ts";
import { evaluate, rootsOf } from "../../src/numbers/roots.ts";
import { singularTerms } from "../../src/numbers/svd.ts";

const polynomial = fc
  .array(
    fc.integer({ min: -5, max: 5 }).map((v) => rational(v)),
    { minLength: 1, maxLength: 5 },
  )
  .map(shortened);
const monic = (p: readonly ReturnType<typeof rational>[]) =>
  p
    .map((v) => rational(v.over * p[p.length - 1].under, v.under * p[p.length - 1].over))
    .map(formatRational);

test("division leaves a rest of lower degree; a common factor is found", () => {
  fc.assert(
    fc.property(polynomial, polynomial, polynomial, (a, b, c) => {
      fc.pre(b.length > 0 && c.length > 0 && a.length > 0);
      const { quotient, rest } = divide(a, b);
      expect(rest.length).toBeLessThan(b.length);
      expect(subtract(subtract(a, multiply(quotient, b)), rest)).toEqual([]);
      const common = commonDivisor(multiply(a, c), multiply(b, c));
      expect(divide(common, c).rest).toEqual([]);
      expect(divide(multiply(a, c), common).rest).toEqual([]);
    }),
  );
});

test("square-free factors have the multiplicities that were planted", () => {
  const x = (root: number) => [rational(-root), rational(1)];
  const p = [x(2), x(2), x(2), x(-1), x(5), x(5)].reduce<readonly ReturnType<typeof rational>[]>(
    multiply,
    [rational(3)],
  );
  expect(squareFree(p).map(({ factor, multiplicity }) => [multiplicity, monic(factor)])).toEqual([
    [1, ["1", "1"]],
    [2, ["-5", "1"]],
    [3, ["-2", "1"]],
  ]);
});

test("roots: those planted, in conjugate pairs, with values near zero", () => {
  const near = (a: number, b: number) =>
    expect(Math.abs(a - b)).toBeLessThan(1e-9 * Math.max(1, Math.abs(b)));
  const wanted = [-300, -2, 0.01, 1, 7];
  const found = rootsOf(
    productOfRoots(wanted.map((v) => rational(Math.round(v * 100), 100))).map(toNumber),
  );
  found
    .sort((a, b) => a.re - b.re)
    .forEach((z, i) => {
      near(z.re, wanted[i]);
      expect(z.im).toBe(0);
    });
  expect(rootsOf([1, 0, 1])).toEqual([
    { re: expect.closeTo(0, 12), im: expect.closeTo(1, 12) },
    { re: expect.closeTo(0, 12), im: expect.closeTo(-1, 12) },
  ]);
  expect(rootsOf([0, 0, 2, 1]).map(({ re }) => re)).toEqual([0, 0, expect.closeTo(-2, 12)]);
  expect(rootsOf([5])).toEqual([]);
  fc.assert(
    fc.property(
      fc.array(
        fc.integer({ min: -1000, max: 1000 }).map((v) => (v || 1) / 1001),
        { minLength: 2, maxLength: 24 },
      ),
      (c) => {
        const roots = rootsOf(c);
        expect(roots.length).toBe(c.length - 1);
        expect(roots.reduce((sum, { im }) => sum + im, 0)).toBe(0);
        for (const z of roots) {
          const size = c.reduce((sum, v, i) => sum + Math.abs(v) * Math.hypot(z.re, z.im) ** i, 0);
          const value = evaluate(c, z);
          expect(Math.hypot(value.re, value.im)).toBeLessThan(1e-7 * size);
        }
      },
    ),
  );
});

test("simple fractions are recognized, others are not", () => {
  expect(formatRational(recognize(1 / 3)!)).toBe("1/3");
  expect(formatRational(recognize(-22 / 7)!)).toBe("-22/7");
  expect(formatRational(recognize(0)!)).toBe("0");
  expect(recognize(Math.SQRT2, 1e-14)).toBeNull();
  expect(recognize(Number.NaN)).toBeNull();
});

test("singular terms add up to the matrix, and are orthogonal", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 25, maxLength: 25 }),
      (rows, columns, numbers) => {
        const values = numbers.slice(0, rows * columns);
        const terms = singularTerms(values, rows, columns);
        values.forEach((v, i) => {
          const [y, x] = [Math.floor(i / columns), i % columns];
          expect(Math.abs(terms.reduce((sum, t) => sum + t.u[y] * t.v[x], 0) - v)).toBeLessThan(
            1e-11,
          );
        });
        expect(terms.length).toBe(Math.min(rows, columns));
        const certain = terms.filter((t) => t.sigma > 1e-9 * terms[0].sigma);
        certain.forEach((one, a) => {
          certain.slice(a).forEach((other, b) => {
            const product = one.v.reduce((sum, v, i) => sum + v * other.v[i], 0);
            expect(Math.abs(product - (b === 0 ? 1 : 0))).toBeLessThan(1e-12);
          });
        });
        expect(terms.every((t, i) => i === 0 || t.sigma <= terms[i - 1].sigma)).toBe(true);
      },
    ),
  );
});
