/** Systems with a symmetric positive definite matrix: A = L·Lᵀ, then two triangles. */

/**
 * Gives x with A·x = b for any b; null where A is not positive definite to rounding.
 *
 * @param a row-major, n × n; the lower triangle is read.
 * @see Golub and Van Loan, "Matrix Computations", 4th edition, section 4.2.5
 */
export function positiveSolver(
  a: ArrayLike<number>,
  n: number,
): ((b: ArrayLike<number>) => Float64Array) | null {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let p = 0; p < j; p++) sum -= l[i * n + p] * l[j * n + p];
      if (i !== j) l[i * n + j] = sum / l[j * n + j];
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return (b) => {
    const x = Float64Array.from(b);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) x[i] -= l[i * n + j] * x[j];
      x[i] /= l[i * n + i];
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let j = i + 1; j < n; j++) x[i] -= l[j * n + i] * x[j];
      x[i] /= l[i * n + i];
    }
    return x;
  };
}

/** The same for a single b. */
export const solvePositive = (a: ArrayLike<number>, b: ArrayLike<number>): Float64Array | null =>
  positiveSolver(a, b.length)?.(b) ?? null;
