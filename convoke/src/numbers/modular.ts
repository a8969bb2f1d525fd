/**
 * Elimination modulo primes just below 2^26: products of two residues are whole numbers that doubles
 * hold. A rank modulo a prime is never more than the rank.
 */
import type { Rational } from "./rational.ts";

const BELOW = 2 ** 26;

/** Primes below 2^26, the largest first. */
export function* primes(): Generator<number> {
  for (let p = BELOW - 1; p > 2; p -= 2) {
    let prime = true;
    for (let d = 3; prime && d * d <= p; d += 2) prime = p % d !== 0;
    if (prime) yield p;
  }
}

/** From 0 to prime − 1; −1 where the denominator is a multiple of the prime. */
export function residueOf({ over, under }: Rational, prime: number): number {
  if (over === 0n) return 0;
  const p = BigInt(prime);
  const below = Number(under % p);
  if (below === 0) return -1;
  const above = Number(((over % p) + p) % p);
  return below === 1 ? above : (above * inverseModulo(below, prime)) % prime;
}

/** By Fermat: a^(p − 2). */
export function inverseModulo(a: number, prime: number): number {
  let [result, base, exponent] = [1, a % prime, prime - 2];
  while (exponent > 0) {
    if (exponent % 2 === 1) result = (result * base) % prime;
    base = (base * base) % prime;
    exponent = Math.floor(exponent / 2);
  }
  return result;
}

export interface Pivots {
  /** Column of the pivot of row 0, 1, … */
  readonly columns: readonly number[];
  /** Where those rows stood before. */
  readonly rows: readonly number[];
}

/**
 * Gauss and Jordan's elimination in place: row i has a 1 in column i of the pivots, alone there. Without
 * `fully` rows above a pivot are left as they are: the rank alone takes a third of the time.
 */
export function reduceModulo(rows: Float64Array[], prime: number, fully = true): Pivots {
  const width = rows[0]?.length ?? 0;
  const columns: number[] = [];
  const order = rows.map((_, i) => i);
  for (let column = 0; column < width && columns.length < rows.length; column++) {
    const top = columns.length;
    let found = top;
    while (found < rows.length && rows[found][column] === 0) found++;
    if (found === rows.length) continue;
    [rows[top], rows[found]] = [rows[found], rows[top]];
    [order[top], order[found]] = [order[found], order[top]];
    const pivot = rows[top];
    addTo(pivot, pivot, inverseModulo(pivot[column], prime) - 1, column, prime);
    for (let i = fully ? 0 : top + 1; i < rows.length; i++)
      if (i !== top && rows[i][column] !== 0)
        addTo(rows[i], pivot, prime - rows[i][column], column, prime);
    columns.push(column);
  }
  return { columns, rows: order.slice(0, columns.length) };
}

/** row += factor · other, from a column on. */
function addTo(
  row: Float64Array,
  other: Float64Array,
  factor: number,
  from: number,
  prime: number,
): void {
  const each = 1 / prime;
  for (let j = from; j < row.length; j++) {
    const value = row[j] + factor * other[j];
    // The quotient is at most one off; a division of doubles would take several times as long.
    const rest = value - prime * Math.floor(value * each);
    row[j] = rest < 0 ? rest + prime : rest >= prime ? rest - prime : rest;
  }
}
