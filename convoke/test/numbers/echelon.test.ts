import fc from "fast-check";
import { expect, test } from "vitest";
import { echelonOf } from "../../src/numbers/echelon.ts";
import { type Matrix, nullspace, rankOf, reduce } from "../../src/numbers/matrix.ts";
import { inverseModulo, primes, reduceModulo, residueOf } from "../../src/numbers/modular.ts";
import {
  fromNumber,
  plus,
  type Rational,
  rational,
  times,
  ZERO,
} from "../../src/numbers/rational.ts";

const entry = fc
  .tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 7 }))
  .map(([over, under]) => rational(over, under));
const matrixOf = (rows: number, columns: number, values: fc.Arbitrary<Rational> = entry) =>
  fc.array(fc.array(values, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });
const sizes = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));
const product = (a: Matrix, b: Matrix): Rational[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, v, i) => plus(sum, times(v, b[i][j])), ZERO)));
/** Any rank, large and small numbers, columns of zeros. */
const matrices = fc.oneof(
  sizes.chain(([rows, columns]) => matrixOf(rows, columns)),
  fc
    .tuple(sizes, fc.integer({ min: 1, max: 3 }))
    .chain(([[rows, columns], rank]) => fc.tuple(matrixOf(rows, rank), matrixOf(rank, columns)))
    .map(([a, b]) => product(a, b)),
  sizes.chain(([rows, columns]) =>
    matrixOf(
      rows,
      columns,
      fc.integer().map((v) => fromNumber(Math.sin(v))),
    ),
  ),
);

test("by primes or in fractions, the reduced form is one", () => {
  fc.assert(
    fc.property(matrices, (m) => {
      const { rows, pivots } = reduce(m);
      expect(echelonOf(m)).toEqual({ rows: rows.slice(0, pivots.length), pivots });
      expect(rankOf(m)).toBe(pivots.length);
      for (const x of nullspace(m))
        expect(
          product(
            m,
            x.map((v) => [v]),
          ).flat(),
        ).toEqual(m.map(() => ZERO));
    }),
  );
});

test("primes that divide a minor mislead nobody", () => {
  // Modulo the first two primes these have rank 1 and 0, or a pivot further right.
  const [p, q] = [...first(2)].map((v) => rational(v));
  const matrix = [
    [p, q],
    [ZERO, p],
  ];
  expect(echelonOf(matrix)).toEqual({
    rows: [
      [rational(1), ZERO],
      [ZERO, rational(1)],
    ],
    pivots: [0, 1],
  });
  expect(echelonOf([[p, rational(3)]])).toEqual({
    rows: [[rational(1), rational(3n, p.over)]],
    pivots: [0],
  });
  expect(echelonOf([[times(p, q)], [ZERO]])).toEqual({ rows: [[rational(1)]], pivots: [0] });
  expect(echelonOf([[ZERO, ZERO]])).toEqual({ rows: [], pivots: [] });
  expect(echelonOf([])).toEqual({ rows: [], pivots: [] });
});

test("arithmetic modulo a prime", () => {
  const [prime] = [...first(1)];
  expect(prime).toBe(67108859);
  for (const a of [1, 2, 12345, prime - 1])
    expect((BigInt(a) * BigInt(inverseModulo(a, prime))) % BigInt(prime)).toBe(1n);
  expect(residueOf(rational(-1), prime)).toBe(prime - 1);
  expect(residueOf(rational(1, prime), prime)).toBe(-1);
  // The largest products there are: residues stay residues.
  const rows = [
    [prime - 1, prime - 1, prime - 1],
    [prime - 1, prime - 2, prime - 3],
  ].map((row) => Float64Array.from(row));
  expect(reduceModulo(rows, prime).columns).toEqual([0, 1]);
  expect(rows.map((row) => [...row])).toEqual([
    [1, 0, prime - 1],
    [0, 1, 2],
  ]);
});

function* first(count: number): Generator<number> {
  let left = count;
  for (const p of primes()) {
    if (left-- === 0) return;
    yield p;
  }
}
