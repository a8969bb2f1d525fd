/**
 * Singular values by one-sided Jacobi rotations: columns are turned against each other until all
 * are orthogonal. Small singular values come out to full relative accuracy, which the ones of a
 * bidiagonal form do not.
 *
 * Source: Golub and Van Loan, "Matrix Computations", 4th ed., section 8.6.3.
 */

/** One term σ·u·vᵀ of the sum that a matrix is. */
export interface SingularTerm {
  readonly sigma: number;
  /** As long as the matrix has rows; of length σ, so that the term is `u · vᵀ`. */
  readonly u: readonly number[];
  /** As long as it has columns; of length 1. */
  readonly v: readonly number[];
}

/** Cosines below which two columns count as orthogonal: the square of what doubles can tell. */
const ORTHOGONAL = 1e-30;
const MOST_SWEEPS = 30;

/** As many terms as there are columns, the largest first; values are row-major. */
export function singularTerms(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): SingularTerm[] {
  const a = Array.from({ length: columns }, (_, j) =>
    Array.from({ length: rows }, (_, i) => values[i * columns + j]),
  );
  const v = a.map((_, j) => a.map((_, i) => (i === j ? 1 : 0)));
  for (let sweep = 0, moved = true; moved && sweep < MOST_SWEEPS; sweep++) {
    moved = false;
    for (let p = 0; p < columns; p++) {
      for (let q = p + 1; q < columns; q++) {
        const [alpha, beta, gamma] = [dot(a[p], a[p]), dot(a[q], a[q]), dot(a[p], a[q])];
        if (gamma * gamma <= ORTHOGONAL * alpha * beta) continue;
        moved = true;
        const zeta = (beta - alpha) / (2 * gamma);
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const c = 1 / Math.hypot(1, t);
        for (const m of [a, v]) rotate(m[p], m[q], c, c * t);
      }
    }
  }
  return a
    .map((u, j) => ({ sigma: Math.sqrt(dot(u, u)), u, v: v[j] }))
    .sort((x, y) => y.sigma - x.sigma);
}

const dot = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * y[i], 0);

function rotate(x: number[], y: number[], c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i], y[i]];
    x[i] = c * a - s * b;
    y[i] = s * a + c * b;
  }
}
