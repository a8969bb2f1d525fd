import fc from "fast-check";
import { expect, test } from "vitest";
import { nullspace, rankOf, solve } from "../../src/numbers/matrix.ts";
import {
  equals,
  formatRational,
  fromNumber,
  plus,
  type Rational,
  rational,
  readRational,
  times,
  toNumber,
  ZERO,
} from "../../src/numbers/rational.ts";

const matrix = (rows: readonly (readonly number[])[]) =>
  rows.map((row) => row.map((v) => rational(v)));
const fraction = fc.tuple(fc.bigInt(-(2n ** 90n), 2n ** 90n), fc.bigInt(1n, 2n ** 90n));

test("text becomes the fraction it says", () => {
  const read = (text: string) => {
    const value = readRational(text);
    return value && formatRational(value);
  };
  expect(["3", "-2/4", " 0.125 ", "1e-3", "-.5", "12e2", "+7/7"].map(read)).toEqual([
    "3",
    "-1/2",
    "1/8",
    "1/1000",
    "-1/2",
    "1200",
    "1",
  ]);
  for (const text of ["", ".", "1/0", "a", "1/2/3", "0x10", "1e99999", "--1", "NaN"])
    expect(read(text), text).toBeNull();
});

test("a fraction is written as it is read", () => {
  fc.assert(
    fc.property(fraction, ([a, b]) => {
      const value = rational(a, b);
      expect(equals(readRational(formatRational(value))!, value)).toBe(true);
    }),
  );
});

test("every double is a fraction, and comes back from it", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      expect(toNumber(fromNumber(x)) === x).toBe(true);
    }),
  );
});

test("the nearest double is nearest, far beyond 2^53 too", () => {
  fc.assert(
    fc.property(fraction, ([a, b]) => {
      const value = rational(a, b);
      const near = fromNumber(toNumber(value));
      const off = (q: Rational) => {
        const d = plus(q, rational(-value.over, value.under));
        return d.over < 0n ? rational(-d.over, d.under) : d;
      };
      const gap = fromNumber(Math.abs(toNumber(value)) * 2 ** -53);
      // Half a unit in the last place of the result, at most.
      expect(off(near).over * gap.under <= gap.over * off(near).under).toBe(true);
    }),
  );
  expect(toNumber(rational(10n ** 400n, 3n * 10n ** 400n))).toBe(1 / 3);
  expect(toNumber(rational(10n ** 400n))).toBe(Infinity);
  // 2^53 + 1 lies between two doubles, and a little more decides.
  expect(toNumber(rational((2n ** 53n + 1n) * 10n ** 30n + 1n, 10n ** 30n))).toBe(2 ** 53 + 2);
  expect(toNumber(rational(2n ** 54n + 2n, 2n))).toBe(2 ** 53);
});

test("rank, solutions and nullspace of whole matrices", () => {
  expect(
    rankOf(
      matrix([
        [1, 2],
        [2, 4],
      ]),
    ),
  ).toBe(1);
  expect(
    solve(
      matrix([
        [1, 2],
        [2, 4],
      ]),
      [rational(1), rational(3)],
    ),
  ).toBeNull();
  expect(
    solve(
      matrix([
        [2, 1],
        [1, 3],
      ]),
      [rational(1), rational(0)],
    )!.map(formatRational),
  ).toEqual(["3/5", "-1/5"]);
  const whole = fc.array(
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(whole, (rows) => {
      const a = matrix(rows);
      const free = nullspace(a);
      expect(free.length + rankOf(a)).toBe(4);
      for (const x of free)
        for (const row of a)
          expect(row.reduce((sum, v, j) => plus(sum, times(v, x[j])), ZERO)).toEqual(ZERO);
    }),
  );
});
