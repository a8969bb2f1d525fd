/**
 * The reduced row echelon form of a matrix of fractions by way of primes: residues of its entries,
 * found by elimination modulo one prime after another, make them whole modulo the product; fractions
 * with those residues are proved by putting them in.
 *
 * Elimination in fractions passes through numbers of hundreds of digits even where the result has two.
 *
 * Source: Dixon, "Exact solution of linear equations using p-adic expansions", Numerische Mathematik
 * 40, 1982, section 2 (fractions from residues); von zur Gathen and Gerhard, "Modern Computer Algebra",
 * 3rd ed., section 5.10.
 */
import { InternalError } from "../errors.ts";
import type { Matrix, Reduced } from "./matrix.ts";
import { primes, reduceModulo, residueOf } from "./modular.ts";
import { gcd, ONE, type Rational, rational, ZERO } from "./rational.ts";

/** What is known modulo a product of primes. */
interface Known {
  readonly pivots: readonly number[];
  /** Rows of the matrix that are enough. */
  readonly independent: readonly number[];
  readonly free: readonly number[];
  /** Entries of row i in the free columns, i · free.length + f. */
  readonly residues: bigint[];
  modulus: bigint;
  primes: number;
}

/** The reduced form without its rows of zeros; as many rows as the rank. */
export function echelonOf(matrix: Matrix): Reduced {
  const width = matrix[0]?.length ?? 0;
  if (width === 0) return { rows: [], pivots: [] };
  const whole = matrix.map(wholeRow);
  const all = matrix.map((_, i) => i);
  let known: Known | null = null;
  let [tryAt, doubted] = [1, false];
  for (const prime of primes()) {
    // Rows that were enough for one prime; all of them again when what they gave did not hold.
    const from: readonly number[] = known === null || doubted ? all : known.independent;
    const rows = from.map((i) =>
      Float64Array.from(whole[i], (v) => residueOf({ over: v, under: 1n }, prime)),
    );
    const { columns, rows: order } = reduceModulo(rows, prime);
    if (known === null) {
      const independent = order.map((i) => from[i]);
      [known, tryAt] = [started(columns, independent, width), 1];
    } else if (!sameList(columns, known.pivots)) {
      // The prime that loses a pivot, or finds one later than another does, divides a minor.
      if (better(columns, known.pivots)) known = null;
      continue;
    }
    doubted = false;
    extend(known, rows, prime);
    if (known.primes < tryAt) continue;
    tryAt = Math.ceil(known.primes * 1.5);
    const found = fractionsOf(known, width);
    if (found !== null && holds(whole, found)) return found;
    doubted = found !== null;
  }
  throw new InternalError("no more primes for an elimination");
}

function started(pivots: readonly number[], independent: readonly number[], width: number): Known {
  const free = Array.from({ length: width }, (_, j) => j).filter((j) => !pivots.includes(j));
  const residues = new Array<bigint>(pivots.length * free.length).fill(0n);
  return { pivots, independent, free, residues, modulus: 1n, primes: 0 };
}

/** By the Chinese remainder theorem. */
function extend(known: Known, rows: readonly Float64Array[], prime: number): void {
  const { free, residues, modulus } = known;
  const p = BigInt(prime);
  const inverse = inverseOf(modulus % p, p);
  for (let at = 0; at < residues.length; at++) {
    const value = BigInt(rows[Math.floor(at / free.length)][free[at % free.length]]);
    const step = ((((value - residues[at]) % p) + p) * inverse) % p;
    residues[at] += modulus * step;
  }
  known.modulus *= p;
  known.primes++;
}

/** The rows whose entries have those residues; null while an entry has no small fraction. */
function fractionsOf({ pivots, free, residues, modulus }: Known, width: number): Reduced | null {
  const most = squareRoot(modulus / 2n);
  const rows: Rational[][] = [];
  for (let i = 0; i < pivots.length; i++) {
    const row = new Array<Rational>(width).fill(ZERO);
    row[pivots[i]] = ONE;
    for (let f = 0; f < free.length; f++) {
      const entry = fractionOf(residues[i * free.length + f], modulus, most);
      if (entry === null) return null;
      row[free[f]] = entry;
    }
    rows.push(row);
  }
  return { rows, pivots };
}

/** n/d with n ≡ d · residue and both at most `most`: one of Euclid's rests; null where there is none. */
function fractionOf(residue: bigint, modulus: bigint, most: bigint): Rational | null {
  let [a, b, s, t] = [modulus, residue, 0n, 1n];
  while (b > most) {
    const q = a / b;
    [a, b, s, t] = [b, a - q * b, t, s - q * t];
  }
  const size = t < 0n ? -t : t;
  return size === 0n || size > most || gcd(b, size) !== 1n ? null : rational(b, t);
}

/**
 * Whether every row of the matrix is the sum of these rows that its pivot columns say. There are then
 * no more rows than its rank, and not fewer, for the rank modulo a prime was found as large.
 */
function holds(whole: readonly (readonly bigint[])[], { rows, pivots }: Reduced): boolean {
  const scaled = rows.map((row) => {
    const under = row.reduce((m, q) => (m / gcd(m, q.under)) * q.under, 1n);
    return { under, over: row.map((q) => q.over * (under / q.under)) };
  });
  const all = scaled.reduce((m, { under }) => (m / gcd(m, under)) * under, 1n);
  return whole.every((row) => {
    const left = row.map((v) => v * all);
    scaled.forEach(({ under, over }, i) => {
      const factor = row[pivots[i]] * (all / under);
      if (factor === 0n) return;
      over.forEach((v, j) => {
        if (v !== 0n) left[j] -= factor * v;
      });
    });
    return left.every((v) => v === 0n);
  });
}

/** A row times its denominators, without its common divisor. */
function wholeRow(row: readonly Rational[]): bigint[] {
  const under = row.reduce((m, q) => (m / gcd(m, q.under)) * q.under, 1n);
  const over = row.map((q) => q.over * (under / q.under));
  const common = over.reduce((m, v) => gcd(m, v < 0n ? -v : v), 0n);
  return common > 1n ? over.map((v) => v / common) : over;
}

/** More pivots, or as many of which the first other one stands further left. */
function better(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return a.length > b.length;
  const at = a.findIndex((column, i) => column !== b[i]);
  return a[at] < b[at];
}

const sameList = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => v === b[i]);

function inverseOf(a: bigint, p: bigint): bigint {
  let [x, y, s, t] = [p, a, 0n, 1n];
  while (y !== 0n) {
    const q = x / y;
    [x, y, s, t] = [y, x - q * y, t, s - q * t];
  }
  return ((s % p) + p) % p;
}

/** The largest whole number whose square is at most `n`, by Newton. */
function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (x + n / x) / 2n;
    if (next >= x) return x;
    x = next;
  }
}
