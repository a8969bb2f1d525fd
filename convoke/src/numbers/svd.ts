/**
 * Singular values by one-sided Jacobi rotations: columns are turned against each other until all
 * are orthogonal. Small singular values come out to full relative accuracy, which the ones of a
 * bidiagonal form do not.
 *
 * Source: Golub and Van Loan, "Matrix Computations", 4th ed., section 8.6.3.
 */
import { unitOf } from "./low-rank.ts";

/** One term σ·u·vᵀ of the sum that a matrix is. */
export interface SingularTerm {
  readonly sigma: number;
  /** As long as the matrix has rows; of length σ, so that the term is `u · vᵀ`. */
  readonly u: readonly number[];
  /** As long as it has columns; of length 1. Of a matrix wider than high, 0 where σ is. */
  readonly v: readonly number[];
}

/** Cosines below which two columns count as orthogonal: the square of what doubles can tell. */
const ORTHOGONAL = 1e-30;
const MOST_SWEEPS = 30;

/** As many terms as the smaller of both sides, the largest first; values are row-major and finite. */
export function singularTerms(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): SingularTerm[] {
  const unit = unitOf(values);
  const at = (i: number, j: number) => values[i * columns + j] / unit;
  if (columns <= rows)
    return columnTerms(columns, rows, (j, i) => at(i, j)).map(({ sigma, u, v }) => ({
      sigma: sigma * unit,
      u: u.map((x) => x * unit),
      v,
    }));
  // Of the transposed matrix u and v change places, and the length stays with u.
  return columnTerms(rows, columns, at).map(({ sigma, u, v }) => ({
    sigma: sigma * unit,
    u: v.map((x) => x * sigma * unit),
    v: sigma === 0 ? u : u.map((x) => x / sigma),
  }));
}

/**
 * The terms of a matrix by its columns, each of `length` numbers, for values whose squares are doubles:
 * as many as there are columns, the largest first.
 */
export function columnTerms(
  columns: number,
  length: number,
  at: (column: number, i: number) => number,
): SingularTerm[] {
  const a = Array.from({ length: columns }, (_, j) => Array.from({ length }, (_, i) => at(j, i)));
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
