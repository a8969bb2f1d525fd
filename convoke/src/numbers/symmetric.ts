/**
 * Eigenvalues and eigenvectors of a symmetric matrix in float64: reflections make it tridiagonal, QR
 * steps with Wilkinson's shift make it diagonal. One decomposition gives all that a least squares
 * problem is asked for (rank, condition, the shortest solution, variances, the step of a descent),
 * where a Cholesky factor would give the solution alone, and only at full rank.
 *
 * Source: Golub and Van Loan, "Matrix Computations", 4th edition, algorithms 8.3.1 to 8.3.3.
 */
import { InternalError } from "../errors.ts";

export interface Eigen {
  /** From the smallest to the largest. */
  readonly values: Float64Array;
  /** values.length rows of as many numbers: row i belongs to value i. */
  readonly vectors: Float64Array;
}

/** QR steps that an eigenvalue may take; two are usual. */
const MOST_STEPS = 60;

/** @param matrix size × size, symmetric; left as it is. */
export function eigenOf(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let k = 0; k < size - 2; k++) reflect(a, vectors, size, k);
  const diagonal = Float64Array.from({ length: size }, (_, i) => a[i * size + i]);
  const beside = Float64Array.from({ length: size }, (_, i) =>
    i + 1 < size ? a[(i + 1) * size + i] : 0,
  );
  diagonalize(diagonal, beside, vectors);
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j]);
  const sorted = new Float64Array(size * size);
  order.forEach((from, to) => {
    sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors: sorted };
}

/** A ← HAH and V ← HV with the reflection H = 1 - 2vvᵀ/vᵀv that clears column k below k + 1. */
function reflect(a: Float64Array, vectors: Float64Array, size: number, k: number): void {
  const v = new Float64Array(size);
  let most = 0;
  for (let i = k + 1; i < size; i++) most = Math.max(most, Math.abs(a[i * size + k]));
  if (most === 0) return;
  let square = 0;
  for (let i = k + 1; i < size; i++) {
    v[i] = a[i * size + k] / most;
    square += v[i] * v[i];
  }
  const length = v[k + 1] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
  const scale = square - v[k + 1] * length;
  v[k + 1] -= length;
  // p = A·v / s, w = p - (pᵀv / 2s)·v: HAH = A - vwᵀ - wvᵀ.
  const w = new Float64Array(size);
  let along = 0;
  for (let i = k; i < size; i++) {
    let sum = 0;
    for (let j = k + 1; j < size; j++) sum += a[i * size + j] * v[j];
    w[i] = sum / scale;
    along += w[i] * v[i];
  }
  for (let i = k; i < size; i++) w[i] -= (along / (2 * scale)) * v[i];
  for (let i = k; i < size; i++)
    for (let j = k; j < size; j++) a[i * size + j] -= v[i] * w[j] + w[i] * v[j];
  const image = new Float64Array(size);
  for (let i = k + 1; i < size; i++)
    for (let j = 0; j < size; j++) image[j] += v[i] * vectors[i * size + j];
  for (let i = k + 1; i < size; i++) {
    const factor = v[i] / scale;
    for (let j = 0; j < size; j++) vectors[i * size + j] -= factor * image[j];
  }
}

/** Diagonal d with e beside it, e[i] between d[i] and d[i + 1], to eigenvalues in d. */
function diagonalize(d: Float64Array, e: Float64Array, vectors: Float64Array): void {
  let [high, steps] = [d.length - 1, 0];
  while (high > 0) {
    let low = high;
    while (low > 0 && !negligible(d, e, low - 1)) low--;
    if (low > 0) e[low - 1] = 0;
    if (low === high) {
      [high, steps] = [high - 1, 0];
      continue;
    }
    if (++steps > MOST_STEPS)
      throw new InternalError(`eigenvalue ${high} of ${d.length} does not converge`);
    step(d, e, vectors, low, high);
  }
}

const negligible = (d: Float64Array, e: Float64Array, i: number): boolean =>
  Math.abs(e[i]) <= Number.EPSILON * (Math.abs(d[i]) + Math.abs(d[i + 1]));

/** One implicit QR step over low to high, as rotations of neighbours. */
function step(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array,
  low: number,
  high: number,
): void {
  const size = d.length;
  const half = (d[high - 1] - d[high]) / 2;
  const side = e[high - 1];
  const root = Math.hypot(half, side);
  const shift = d[high] - (side / (half + (half < 0 ? -root : root))) * side;
  let [x, z] = [d[low] - shift, e[low]];
  for (let k = low; k < high; k++) {
    const r = Math.hypot(x, z);
    const [c, s] = r === 0 ? [1, 0] : [x / r, z / r];
    if (k > low) e[k - 1] = r;
    const [first, second, between] = [d[k], d[k + 1], e[k]];
    d[k] = c * c * first + 2 * c * s * between + s * s * second;
    d[k + 1] = s * s * first - 2 * c * s * between + c * c * second;
    e[k] = c * s * (second - first) + (c * c - s * s) * between;
    if (k + 1 < high) {
      x = e[k];
      z = s * e[k + 1];
      e[k + 1] *= c;
    }
    for (let i = k * size, j = i + size; i < (k + 1) * size; i++, j++) {
      const [p, q] = [vectors[i], vectors[j]];
      vectors[i] = c * p + s * q;
      vectors[j] = c * q - s * p;
    }
  }
}
