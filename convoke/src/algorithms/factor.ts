/**
 * Kernels as sums of products of vectors. Rank one is read off the lines through the largest value;
 * more terms come from a singular value decomposition.
 */
import { columnTerms } from "../numbers/svd.ts";
import { gcd } from "../numbers/whole.ts";
import { U } from "../semantics/rounding.ts";

/** Σ_term Π_axis vectors[term][axis], rounded to float32. */
export type Terms = readonly (readonly (readonly number[])[])[];

/** Relative error of a value of a product of rounded vectors whose products were rounded. */
const RANK_ONE_ERROR = 8 * U;
/** Error of a sum of terms, relative to the largest value. */
const SUM_ERROR = 4 * U;
/** Rows or columns beyond which no decomposition is tried. */
const LARGEST = 160;

/** The vectors of a kernel that is their product, value by value; null when it is none. */
export function rankOne(
  values: readonly number[],
  extents: readonly number[],
): readonly (readonly number[])[] | null {
  const pivot = values.reduce((best, v, i) => (Math.abs(v) > Math.abs(values[best]) ? i : best), 0);
  const most = values[pivot];
  if (most === 0) return extents.map((n) => new Array<number>(n).fill(0));
  let stride = values.length;
  const lines = extents.map((n) => {
    stride /= n;
    const start = pivot - (Math.floor(pivot / stride) % n) * stride;
    return Array.from({ length: n }, (_, i) => values[start + i * stride]);
  });
  const vectors = values.every(isWhole) ? primitive(lines, most) : normalized(lines, most);
  const products = expand(vectors);
  const near = products.every(
    (p, i) => Math.abs(p - values[i]) <= RANK_ONE_ERROR * Math.abs(values[i]),
  );
  return near ? vectors : null;
}

const isWhole = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 2 ** 24;

/** Whole vectors without a common divisor but the first, so that whole kernels stay whole. */
function primitive(lines: readonly number[][], most: number): number[][] {
  const vectors = lines.map((line) => {
    const divisor = line.reduce(gcd, 0);
    return line.map((v) => v / divisor);
  });
  // The value at the pivot says what the primitive vectors lack.
  const at = lines.map((line, axis) => vectors[axis][line.indexOf(most)]);
  const factor = most / at.reduce((a, b) => a * b, 1);
  vectors[0] = vectors[0].map((v) => v * factor);
  return vectors.map((v) => v.map(Math.fround));
}

/** Vectors whose largest value is 1, but the first, which has the size of the kernel. */
const normalized = (lines: readonly number[][], most: number): number[][] =>
  lines.map((line, axis) => line.map((v) => Math.fround(axis === 0 ? v : v / most)));

/** Outer product. */
export const expand = (vectors: readonly (readonly number[])[]): number[] =>
  vectors.reduce<number[]>((all, v) => all.flatMap((a) => v.map((b) => a * b)), [1]);

/** A matrix as few products of a column and a row; null when they are more than `most`. */
export function sumOfProducts(
  values: readonly number[],
  rows: number,
  columns: number,
  most: number,
): Terms | null {
  if (Math.max(rows, columns) > LARGEST) return null;
  const scale = values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  const all = columnTerms(columns, rows, (j, i) => values[i * columns + j]);
  const terms: [number[], number[]][] = [];
  const rest = [...values];
  while (rest.some((v) => Math.abs(v) > SUM_ERROR * scale)) {
    if (terms.length === most || terms.length === all.length) return null;
    const { u, v } = all[terms.length];
    const vectors: [number[], number[]] = [u.map(Math.fround), v.map(Math.fround)];
    terms.push(vectors);
    expand(vectors).forEach((p, i) => {
      rest[i] -= p;
    });
  }
  return terms;
}
