/**
 * A tensor as a sum of outer products of vectors (CP): alternating least squares, one axis at a time
 * with the others held.
 *
 * Source: Kolda and Bader, "Tensor decompositions and applications", SIAM Review 51(3), 2009,
 * section 3.4.
 */
import { random } from "../tensor/random.ts";
import { stridesOf } from "../tensor/tensor.ts";
import { positiveSolver } from "./cholesky.ts";
import { gramOf, lengthOf } from "./low-rank.ts";

export interface Canonical {
  /** One for each axis, extent × rank. */
  readonly factors: readonly Float64Array[];
  /** ‖T − sum‖ / ‖T‖. */
  readonly error: number;
  readonly sweeps: number;
}

export interface CanonicalOptions {
  readonly starts?: number;
  /** Told after every sweep how much is done, of the most that there may be to do. */
  readonly onProgress?: (share: number) => void;
}

const MOST_SWEEPS = 300;
/** A sweep that gains less than this has settled. */
const SETTLED = 1e-7;
/** Keeps the normal equations positive where two terms are nearly one. */
const RIDGE = 1e-12;

/** The best of `starts` seeded starts; it may not be the best there is. */
export function canonical(
  values: Float64Array,
  shape: readonly number[],
  rank: number,
  { starts = 3, onProgress }: CanonicalOptions = {},
): Canonical {
  const norm = lengthOf(values);
  let best: Canonical | null = null;
  for (let seed = 1; seed <= starts; seed++) {
    const next = random(seed);
    const factors: Float64Array[] = shape.map((extent) =>
      Float64Array.from({ length: extent * rank }, () => 2 * next() - 1),
    );
    let [error, sweeps] = [Infinity, 0];
    for (; sweeps < MOST_SWEEPS && norm > 0; sweeps++) {
      shape.forEach((_, axis) => {
        factors[axis] = solved(values, shape, factors, axis, rank);
      });
      const now = lengthOf(remainder(values, shape, factors, rank)) / norm;
      const settled = error - now < SETTLED * now || now < 1e-14;
      error = now;
      onProgress?.((seed - 1 + (sweeps + 1) / MOST_SWEEPS) / starts);
      if (settled) break;
    }
    if (norm === 0) error = 0;
    if (best === null || error < best.error) best = { factors, error, sweeps };
    if (error < 1e-12) break;
  }
  return best!;
}

/** Σ_r Π_axis factor[axis][place, r] at every place. */
export function expanded(
  shape: readonly number[],
  factors: readonly Float64Array[],
  rank: number,
): Float64Array {
  const zeros = new Float64Array(shape.reduce((a, b) => a * b, 1));
  return remainder(zeros, shape, factors, rank).map((v) => -v);
}

function solved(
  values: Float64Array,
  shape: readonly number[],
  factors: readonly Float64Array[],
  axis: number,
  rank: number,
): Float64Array {
  const gram = new Float64Array(rank * rank).fill(1);
  factors.forEach((factor, other) => {
    if (other === axis) return;
    const own = gramOf(factor, shape[other], rank);
    for (let i = 0; i < gram.length; i++) gram[i] *= own[i];
  });
  let trace = 0;
  for (let r = 0; r < rank; r++) trace += gram[r * rank + r];
  for (let r = 0; r < rank; r++) gram[r * rank + r] += RIDGE * trace + Number.MIN_VALUE;
  const right = new Float64Array(shape[axis] * rank);
  const step = stridesOf(shape)[axis];
  eachLine(shape, factors, rank, axis, (from, products) => {
    for (let to = 0, at = from; to < right.length; to += rank, at += step) {
      const value = values[at];
      for (let r = 0; r < rank; r++) right[to + r] += value * products[r];
    }
  });
  // One triangle for all rows.
  const solve = positiveSolver(gram, rank);
  const result = new Float64Array(right.length);
  for (let i = 0; i < shape[axis]; i++) {
    const row = solve?.(right.subarray(i * rank, (i + 1) * rank));
    result.set(row ?? factors[axis].subarray(i * rank, (i + 1) * rank), i * rank);
  }
  return result;
}

function remainder(
  values: Float64Array,
  shape: readonly number[],
  factors: readonly Float64Array[],
  rank: number,
): Float64Array {
  const rest = values.slice();
  const [first] = factors;
  const step = stridesOf(shape)[0];
  eachLine(shape, factors, rank, 0, (from, products) => {
    for (let place = 0, at = from; place < first.length; place += rank, at += step) {
      let value = rest[at];
      for (let r = 0; r < rank; r++) value -= first[place + r] * products[r];
      rest[at] = value;
    }
  });
  return rest;
}

/** Visits every line along `axis` with the products, by term, of the other factors there: of the moment. */
function eachLine(
  shape: readonly number[],
  factors: readonly Float64Array[],
  rank: number,
  axis: number,
  visit: (from: number, products: Float64Array) => void,
): void {
  const strides = stridesOf(shape);
  const others = shape.map((_, i) => i).filter((i) => i !== axis);
  const products = Array.from({ length: others.length + 1 }, () => new Float64Array(rank).fill(1));
  const walk = (depth: number, from: number): void => {
    if (depth === others.length) {
      visit(from, products[depth]);
      return;
    }
    const other = others[depth];
    const [above, own, factor] = [products[depth], products[depth + 1], factors[other]];
    for (let i = 0; i < shape[other]; i++) {
      for (let r = 0; r < rank; r++) own[r] = above[r] * factor[i * rank + r];
      walk(depth + 1, from + i * strides[other]);
    }
  };
  walk(0, 0);
}
