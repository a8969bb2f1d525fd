/**
 * A 2-D kernel as a matrix: of rank 1 it is a column times a row, of rank r a sum of r such products,
 * which is what r pairs of 1-D passes compute.
 *
 * @see Dive into Deep Learning 6.4, exercise on taking a kernel apart
 */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { reduce } from "../../numbers/matrix.ts";
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

/** The rank of a 2-D kernel over the fractions: a fact, floats taken for the fractions they are. */
export const rankOfKernel = (k: Kernel): number => echelon(k).pivots.length;

/** Column and row of a kernel of rank 1, exactly; null for any other. */
export function separable(k: Kernel): readonly [Kernel, Kernel] | null {
  const { terms } = exactSum(k);
  return terms.length === 1 ? terms[0] : null;
}

/**
 * As many separable kernels as the rank, whose sum is the kernel exactly: the rows of its echelon
 * form, and the columns that its pivots stand in.
 */
export function exactSum(k: Kernel): SeparableSum {
  const { rows, pivots } = echelon(k);
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
 * @throws OptionError unless `count` is from 1 to the smaller extent.
 */
export function nearestSum(k: Kernel, count: number): SeparableSum {
  checkPlane(k);
  const [height, width] = k.shape;
  const most = Math.min(height, width);
  guard(Number.isInteger(count) && count >= 1 && count <= most, OptionError, () => ({
    name: "terms",
    expected: `a whole number from 1 to ${most}`,
    got: count,
  }));
  const all = singularTerms(k.values, height, width);
  const square = (from: number, to: number) =>
    all.slice(from, to).reduce((sum, { sigma }) => sum + sigma * sigma, 0);
  const terms = all.slice(0, count).map(({ sigma, u, v }) => {
    const root = Math.sqrt(sigma);
    return pair(
      k,
      u.map((x) => (root === 0 ? 0 : x / root)),
      v.map((x) => x * root),
    );
  });
  const whole = square(0, all.length);
  return {
    terms,
    error: whole === 0 ? 0 : Math.sqrt(square(count, all.length) / whole),
    exact: false,
  };
}

/** Σ column ∗ row: the kernel that a sum stands for. */
export const sumOfTerms = ({ terms }: SeparableSum): Kernel =>
  terms.map(([column, row]) => convolve(column, row)).reduce(add);

function echelon(k: Kernel) {
  checkPlane(k);
  const [height, width] = k.shape;
  const values = exactly(k).exact!;
  return reduce(Array.from({ length: height }, (_, y) => values.slice(y * width, (y + 1) * width)));
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
