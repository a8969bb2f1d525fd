/**
 * A 2-D kernel as a matrix: of rank 1 it is a column times a row, of rank r a sum of r such products,
 * which is what r pairs of 1-D passes compute.
 *
 * @see Dive into Deep Learning 6.4, exercise on taking a kernel apart
 */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { echelonOf } from "../../numbers/echelon.ts";
import { lengthOf } from "../../numbers/low-rank.ts";
import { type Matrix, rankOf } from "../../numbers/matrix.ts";
import { singularTerms } from "../../numbers/svd.ts";
import { add, convolve } from "../algebra.ts";
import { exactly, type Kernel, kernelOf } from "../kernel.ts";

export interface SeparableSum {
  /** Columns [rows, 1] and rows [1, columns]; Σ column ∗ row. The columns carry the origin. */
  readonly terms: readonly (readonly [column: Kernel, row: Kernel])[];
  /** ‖k − sum‖ / ‖k‖, root of the sum of squares; 0 for an exact sum. */
  readonly error: number;
  readonly exact: boolean;
}

/** Of kernels that are eliminated exactly: beyond, floats of half their rank take more than seconds. */
const MOST_RANK = 64;
const MOST_VALUES = 1 << 14;
/** Of singular vectors: products of one sweep. */
const MOST_TURNED = 1 << 27;

/**
 * The rank of a 2-D kernel over the fractions: a fact, floats taken for the fractions they are.
 *
 * @throws ShapeError unless the kernel is 2-D, with at most 64 rows or columns and 16384 values.
 */
export const rankOfKernel = (k: Kernel): number => rankOf(rowsOf(k));

/**
 * Column and row of a kernel of rank 1, exactly; null for any other.
 *
 * @throws ShapeError as `rankOfKernel`.
 */
export function separable(k: Kernel): readonly [Kernel, Kernel] | null {
  const { terms } = exactSum(k);
  return terms.length === 1 ? terms[0] : null;
}

/**
 * As many separable kernels as the rank, whose sum is the kernel exactly: the rows of its echelon
 * form, and the columns that its pivots stand in. A kernel of zeros has none.
 *
 * @throws ShapeError as `rankOfKernel`.
 */
export function exactSum(k: Kernel): SeparableSum {
  const { rows, pivots } = echelonOf(rowsOf(k));
  const fractions = exactly(k).exact!;
  const [height, width] = k.shape;
  const terms = pivots.map((pivot, i) =>
    pair(
      k,
      Array.from({ length: height }, (_, y) => fractions[y * width + pivot]),
      rows[i],
    ),
  );
  return { terms, error: 0, exact: true };
}

/**
 * The nearest sum of so many separable kernels: the largest singular values, each shared evenly.
 *
 * @throws OptionError unless `count` is from 1 to the smaller extent; ShapeError unless the kernel is
 *   2-D, or when it is larger than 512 × 512 or so.
 */
export function nearestSum(k: Kernel, count: number): SeparableSum {
  checkPlane(k);
  const [height, width] = k.shape;
  const most = Math.min(height, width);
  guard(height * width * most <= MOST_TURNED, ShapeError, () => ({
    name: "a kernel to be turned to singular vectors",
    expected: `rows × columns × the smaller of both of at most ${MOST_TURNED}`,
    got: k.shape,
  }));
  guard(Number.isInteger(count) && count >= 1 && count <= most, OptionError, () => ({
    name: "terms",
    expected: `a whole number from 1 to ${most}`,
    got: count,
  }));
  const all = singularTerms(k.values, height, width);
  const length = (from: number) => lengthOf(all.slice(from).map(({ sigma }) => sigma));
  const terms = all.slice(0, count).map(({ sigma, u, v }) => {
    const root = Math.sqrt(sigma);
    return pair(
      k,
      u.map((x) => (root === 0 ? 0 : x / root)),
      v.map((x) => x * root),
    );
  });
  const whole = length(0);
  return {
    terms,
    error: whole === 0 ? 0 : length(count) / whole,
    exact: false,
  };
}

/**
 * Σ column ∗ row: the kernel that a sum stands for.
 *
 * @throws ShapeError for a sum of nothing.
 */
export function sumOfTerms({ terms }: SeparableSum): Kernel {
  guard(terms.length > 0, ShapeError, () => ({
    name: "a sum of separable kernels",
    expected: "at least one term",
    got: terms,
  }));
  return terms.map(([column, row]) => convolve(column, row)).reduce(add);
}

function rowsOf(k: Kernel): Matrix {
  checkPlane(k);
  const [height, width] = k.shape;
  guard(Math.min(height, width) <= MOST_RANK && height * width <= MOST_VALUES, ShapeError, () => ({
    name: "a kernel whose rank is a fact",
    expected: `at most ${MOST_RANK} rows or columns and ${MOST_VALUES} values`,
    got: k.shape,
  }));
  const values = exactly(k).exact!;
  return Array.from({ length: height }, (_, y) => values.slice(y * width, (y + 1) * width));
}

type Values = Parameters<typeof kernelOf>[1];

function pair(k: Kernel, column: Values, row: Values): readonly [Kernel, Kernel] {
  return [
    kernelOf([column.length, 1], column, [k.origin[0], 0]),
    kernelOf([1, row.length], row, [0, k.origin[1]]),
  ];
}

function checkPlane(k: Kernel): void {
  guard(k.shape.length === 2, ShapeError, () => ({
    name: "a kernel with a rank",
    expected: "two axes",
    got: k.shape,
  }));
}
