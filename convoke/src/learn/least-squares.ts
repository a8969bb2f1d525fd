/** The shortest of all solutions of normal equations that come nearest, and how sure each number of it is. */

import { eigenOf } from "../numbers/symmetric.ts";
import type { NormalEquations } from "./normal-equations.ts";

export interface LeastSquares {
  readonly solution: Float64Array;
  /** Independent columns of X; fewer than there are unknowns: other solutions are as near. */
  readonly rank: number;
  /** Of XᵀX: its largest eigenvalue by the smallest that is not 0. */
  readonly condition: number;
  readonly largest: number;
  readonly smallest: number;
  /** The (pseudo)inverse of XᵀX: times the variance of independent errors of y, that of the solution. */
  readonly inverse: Float64Array;
}

/** Eigenvalues below this share of the largest, times the unknowns, are rounding. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * @param constant whether the column of ones is an unknown
 * @param unit what the ones are multiplied by, so that all columns are about as long; the solution and
 *   the inverse are those of the problem as it was.
 */
export function leastSquares(
  equations: NormalEquations,
  constant: boolean,
  unit: number,
): LeastSquares {
  const size = equations.size - (constant ? 0 : 1);
  const scaleOf = (i: number) => (i === equations.size - 1 ? unit : 1);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      matrix[i * size + j] = equations.matrix[i * equations.size + j] * scaleOf(i) * scaleOf(j);
  const right = Float64Array.from({ length: size }, (_, i) => equations.right[i] * scaleOf(i));
  const { values, vectors } = eigenOf(matrix, size);
  const largest = values[size - 1];
  const solution = new Float64Array(size);
  const inverse = new Float64Array(size * size);
  let [rank, smallest] = [0, largest];
  for (let k = size - 1; k >= 0; k--) {
    if (!(values[k] > ROUNDING * size * largest)) break;
    rank++;
    smallest = values[k];
    const vector = vectors.subarray(k * size, (k + 1) * size);
    const along = vector.reduce((sum, v, i) => sum + v * right[i], 0) / values[k];
    const scaled = vector.map((v, i) => v * scaleOf(i));
    for (let i = 0; i < size; i++) {
      solution[i] += along * scaled[i];
      const share = scaled[i] / values[k];
      for (let j = 0; j < size; j++) inverse[i * size + j] += share * scaled[j];
    }
  }
  const condition = rank > 0 ? largest / smallest : 1;
  return { solution, rank, condition, largest, smallest, inverse };
}
