/** The nearest matrix of a lower rank, by the eigenvectors of the smaller of MᵀM and MMᵀ. */
import { eigenOf } from "./symmetric.ts";

export interface LowRank {
  /** rows × rank. */
  readonly left: Float64Array;
  /** rank × columns, with orthonormal rows, or `left` with orthonormal columns. */
  readonly right: Float64Array;
  /** All singular values, the largest first. Below 1e-8 of the largest they are rounding. */
  readonly singular: readonly number[];
  /** ‖M − left·right‖ / ‖M‖, root of the sum of squares. */
  readonly error: number;
}

/**
 * @param values rows × columns, row-major.
 * @param rank 1 to the smaller of both.
 * @see Eckart and Young, "The approximation of one matrix by another of lower rank", 1936
 */
export function lowRank(
  values: Float64Array,
  rows: number,
  columns: number,
  rank: number,
): LowRank {
  if (columns > rows) {
    const turned = lowRank(transposed(values, rows, columns), columns, rows, rank);
    return {
      ...turned,
      left: transposed(turned.right, rank, rows),
      right: transposed(turned.left, columns, rank),
    };
  }
  const unit = unitOf(values);
  const scaled = values.map((v) => v / unit);
  const { values: squares, vectors } = eigenOf(gramOf(scaled, rows, columns), columns);
  const singular = Array.from(squares, (v) => unit * Math.sqrt(Math.max(0, v))).reverse();
  const right = new Float64Array(rank * columns);
  for (let r = 0; r < rank; r++) {
    const from = (columns - 1 - r) * columns;
    right.set(vectors.subarray(from, from + columns), r * columns);
  }
  const left = productWithTransposed(values, right, rows, columns, rank);
  const rest = values.slice();
  for (let i = 0; i < rows; i++)
    for (let r = 0; r < rank; r++) {
      const factor = left[i * rank + r];
      for (let j = 0; j < columns; j++) rest[i * columns + j] -= factor * right[r * columns + j];
    }
  const norm = lengthOf(values);
  return { left, right, singular, error: norm === 0 ? 0 : lengthOf(rest) / norm };
}

/** MᵀM, columns × columns. */
export function gramOf(m: Float64Array, rows: number, columns: number): Float64Array {
  const gram = new Float64Array(columns * columns);
  for (let i = 0; i < rows; i++) {
    for (let p = 0; p < columns; p++) {
      const v = m[i * columns + p];
      if (v === 0) continue;
      for (let q = 0; q <= p; q++) gram[p * columns + q] += v * m[i * columns + q];
    }
  }
  for (let p = 0; p < columns; p++)
    for (let q = p + 1; q < columns; q++) gram[p * columns + q] = gram[q * columns + p];
  return gram;
}

export function transposed(m: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from(m, (_, i) => m[(i % rows) * columns + Math.floor(i / rows)]);
}

/** The power of two at the largest value: squares of what is divided by it neither vanish nor overflow. */
export function unitOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return 2 ** Math.floor(Math.log2(most || 1));
}

/** Root of the sum of squares. */
export const lengthOf = (values: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  if (most === 0) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] / most) ** 2;
  return most * Math.sqrt(sum);
};

/** M·Bᵀ, rows × rank, for M rows × columns and B rank × columns. */
function productWithTransposed(
  m: Float64Array,
  b: Float64Array,
  rows: number,
  columns: number,
  rank: number,
): Float64Array {
  const result = new Float64Array(rows * rank);
  for (let i = 0; i < rows; i++)
    for (let r = 0; r < rank; r++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += m[i * columns + j] * b[r * columns + j];
      result[i * rank + r] = sum;
    }
  return result;
}
