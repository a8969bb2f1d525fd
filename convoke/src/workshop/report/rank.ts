/**
 * How many separable kernels a kernel is the sum of: the rank of its matrix, in fractions a fact, of
 * floats a statement about how near.
 */
import { rankOf } from "../../numbers/matrix.ts";
import type { Rational } from "../../numbers/rational.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { transpose, trim } from "../algebra.ts";
import type { Kernel } from "../kernel.ts";

export interface KernelRank {
  /** By elimination in fractions; null for floats, and for extents beyond 41 by 328. */
  readonly exact: number | null;
  /**
   * Terms u·vᵀ after which at most 2^-40 of the largest value is left anywhere: for floats, whose
   * last digits alone have full rank.
   */
  readonly numeric: number;
}

/** Extents beyond which elimination in fractions takes more than a second. */
const MOST_EXACT = 41;
const LEFT = 2 ** -40;

/**
 * Of each axis against all others: one number in 2-D (its rows and columns have the same rank), one
 * for each axis beyond; a kernel is separable where all are 1. Of a line, 1; of zeros, 0.
 */
export function ranksOf(k: Kernel): KernelRank[] {
  const axes = k.shape.length;
  const exact = k.exact === null ? null : 1;
  if (k.values.every((v) => v === 0)) return [{ exact: exact && 0, numeric: 0 }];
  if (axes === 1) return [{ exact, numeric: 1 }];
  const whole = trim(k);
  return Array.from({ length: axes === 2 ? 1 : axes }, (_, axis) => rankAlong(whole, axis));
}

function rankAlong(k: Kernel, axis: number): KernelRank {
  const [rows, columns] = [k.shape[axis], sizeOf(k.shape) / k.shape[axis]];
  const others = k.shape.map((_, i) => i).filter((i) => i !== axis);
  const { values, exact } = transpose(k, [axis, ...others]);
  const [less, more] = [Math.min(rows, columns), Math.max(rows, columns)];
  const small = less === 1 || (less <= MOST_EXACT && more <= 8 * MOST_EXACT);
  const matrix = (list: readonly Rational[]) =>
    Array.from({ length: rows }, (_, y) => list.slice(y * columns, (y + 1) * columns));
  return {
    exact: exact !== null && small ? rankOf(matrix(exact)) : null,
    numeric: numericRank(values, rows, columns),
  };
}

/** Gauss's elimination with the largest value left as the pivot, until nothing worth a term is left. */
function numericRank(values: Float64Array, rows: number, columns: number): number {
  const left = Float64Array.from(values);
  const size = left.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  for (let rank = 0; ; rank++) {
    let [at, most] = [0, 0];
    left.forEach((v, i) => {
      if (Math.abs(v) > most) [at, most] = [i, Math.abs(v)];
    });
    if (most <= LEFT * size || rank === Math.min(rows, columns)) return rank;
    const [y, x] = [Math.floor(at / columns), at % columns];
    const row = left.slice(y * columns, (y + 1) * columns);
    const pivot = row[x];
    for (let i = 0; i < rows; i++) {
      const factor = left[i * columns + x] / pivot;
      if (factor === 0) continue;
      for (let j = 0; j < columns; j++) left[i * columns + j] -= factor * row[j];
      left[i * columns + x] = 0;
    }
  }
}
