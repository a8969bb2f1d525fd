/** Linear algebra in fractions: nothing is rounded, so a rank is a fact and not an estimate. */
import { echelonOf } from "./echelon.ts";
import { equals, minus, ONE, quotient, type Rational, times, ZERO } from "./rational.ts";

/** Rows of equal length. */
export type Matrix = readonly (readonly Rational[])[];

export interface Reduced {
  /** The reduced row echelon form: every pivot is 1, and alone in its column. */
  readonly rows: Matrix;
  /** Column of the pivot of row 0, 1, …; there are as many as the rank. */
  readonly pivots: readonly number[];
}

/**
 * Gauss and Jordan's elimination in fractions, over the first `columns` columns: for small matrices;
 * `echelonOf` does the same for large ones.
 */
export function reduce(matrix: Matrix, columns = matrix[0]?.length ?? 0): Reduced {
  const rows = matrix.map((row) => [...row]);
  const pivots: number[] = [];
  for (let column = 0; column < columns && pivots.length < rows.length; column++) {
    const top = pivots.length;
    const found = rows.findIndex((row, i) => i >= top && !equals(row[column], ZERO));
    if (found < 0) continue;
    [rows[top], rows[found]] = [rows[found], rows[top]];
    const pivot = rows[top][column];
    rows[top] = rows[top].map((value) => quotient(value, pivot));
    rows.forEach((row, i) => {
      if (i === top || equals(row[column], ZERO)) return;
      const factor = row[column];
      rows[i] = row.map((value, j) =>
        equals(rows[top][j], ZERO) ? value : minus(value, times(factor, rows[top][j])),
      );
    });
    pivots.push(column);
  }
  return { rows, pivots };
}

/** Through the side with fewer entries: a full rank is then proved by one prime. */
export const rankOf = (matrix: Matrix): number => {
  const width = matrix[0]?.length ?? 0;
  const turned = () => Array.from({ length: width }, (_, j) => matrix.map((row) => row[j]));
  return echelonOf(width > matrix.length ? turned() : matrix).pivots.length;
};

/** x with A·x = b, free unknowns 0; null where there is none. */
export function solve(a: Matrix, b: readonly Rational[]): Rational[] | null {
  const columns = a[0]?.length ?? 0;
  const { rows, pivots } = reduce(
    a.map((row, i) => [...row, b[i]]),
    columns,
  );
  if (rows.slice(pivots.length).some((row) => !equals(row[columns], ZERO))) return null;
  const x = new Array<Rational>(columns).fill(ZERO);
  pivots.forEach((column, i) => {
    x[column] = rows[i][columns];
  });
  return x;
}

/** Vectors that span {x : A·x = 0}. */
export function nullspace(a: Matrix): Rational[][] {
  const columns = a[0]?.length ?? 0;
  const { rows, pivots } = echelonOf(a);
  const free = Array.from({ length: columns }, (_, j) => j).filter((j) => !pivots.includes(j));
  return free.map((column) => {
    const x = new Array<Rational>(columns).fill(ZERO);
    x[column] = ONE;
    pivots.forEach((pivot, i) => {
      x[pivot] = minus(ZERO, rows[i][column]);
    });
    return x;
  });
}
