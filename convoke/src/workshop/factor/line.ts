/**
 * 1-D kernels as products of short ones. A kernel is a polynomial, and every polynomial is a
 * product of linear ones over the complex numbers; over the real ones, of linear and quadratic
 * ones: any kernel is a chain of kernels of 2 and 3 taps.
 *
 * Repeated factors are divided out exactly first, so that numeric roots are simple; factors that
 * turn out to be fractions are divided out exactly as well.
 *
 * @see Dive into Deep Learning 6.4, exercise on taking a kernel apart
 */
import { guard, ShapeError } from "../../errors.ts";
import { divide, type Polynomial, squareFree } from "../../numbers/polynomial.ts";
import { equals, type Rational, toNumber } from "../../numbers/rational.ts";
import { recognize } from "../../numbers/recognize.ts";
import { type Complex, rootsOf } from "../../numbers/roots.ts";
import { convolve, trim } from "../algebra.ts";
import { type Kernel, kernelOf } from "../kernel.ts";

export interface LineFactors {
  /**
   * One of a single tap with the scale and the origin, then some of 2 and 3 taps whose last is 1;
   * their convolution is the kernel without the zeros at its ends.
   */
  readonly factors: readonly Kernel[];
  /** Over the complex numbers all factors have 2 taps: [−root, 1]. */
  readonly roots: readonly Complex[];
  /** Most that the product is off, relative to the largest value; 0 where it is exact. */
  readonly error: number;
  readonly exact: boolean;
}

type Taps = readonly Rational[] | readonly number[];

/** Taps whose factors still multiply to the kernel in doubles: at 48 their product is 1e-7 off. */
const MOST_TAPS = 64;

/** @throws ShapeError when more than one axis is longer than 1, or that one than 64 without outer zeros. */
export function factorLine(whole: Kernel): LineFactors {
  const k = trim(whole);
  const long = k.shape.flatMap((extent, axis) => (extent > 1 ? [axis] : []));
  guard(long.length <= 1, ShapeError, () => ({
    name: "a kernel to be taken apart as a line",
    expected: "at most one axis longer than 1",
    got: k.shape,
  }));
  guard(k.values.length <= MOST_TAPS, ShapeError, () => ({
    name: "a kernel to be taken apart as a line",
    expected: `at most ${MOST_TAPS} taps`,
    got: k.values.length,
  }));
  if (long.length === 0) return { factors: [k], roots: [], error: 0, exact: k.exact !== null };
  const { pieces, roots } = k.exact ? splitExactly(k.exact) : splitFloats([...k.values]);
  const lead = (k.exact ?? [...k.values])[k.values.length - 1];
  const ones = k.shape.map(() => 1);
  const none = k.shape.map(() => 0);
  const factors = [
    kernelOf(ones, [lead], k.origin),
    ...pieces.map((taps) =>
      kernelOf(
        ones.map((one, axis) => (axis === long[0] ? taps.length : one)),
        taps,
        none,
      ),
    ),
  ];
  return { factors, roots, ...productError(factors, k) };
}

/** How far the convolution of all factors is from the kernel. */
function productError(factors: readonly Kernel[], k: Kernel): { error: number; exact: boolean } {
  const product = factors.reduce(convolve);
  const { exact: fractions } = product;
  if (fractions !== null && k.exact?.every((v, i) => equals(v, fractions[i])))
    return { error: 0, exact: true };
  const most = k.values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  const off = product.values.reduce((a, v, i) => Math.max(a, Math.abs(v - k.values[i])), 0);
  return { error: off / most, exact: false };
}

interface Split {
  /** Monic factors of degree 1 and 2. */
  readonly pieces: readonly Taps[];
  readonly roots: readonly Complex[];
}

function splitFloats(coefficients: readonly number[]): Split {
  const roots = rootsOf(coefficients);
  return { pieces: roots.filter(({ im }) => im >= 0).map(realFactor), roots };
}

function splitExactly(polynomial: Polynomial): Split {
  const pieces: Taps[] = [];
  const roots: Complex[] = [];
  for (const { factor, multiplicity } of squareFree(polynomial)) {
    const own = rootsOf(factor.map(toNumber));
    let rest = factor;
    const found = own
      .filter(({ im }) => im >= 0)
      .map((root): Taps => {
        const taps = realFactor(root);
        const guess = taps.map((v) => recognize(v));
        if (!guess.every((v) => v !== null)) return taps;
        const division = divide(rest, guess);
        if (division.rest.length > 0) return taps;
        rest = division.quotient;
        return guess;
      });
    for (let i = 0; i < multiplicity; i++) {
      pieces.push(...found);
      roots.push(...own);
    }
  }
  return { pieces, roots };
}

/** x − z, or (x − z)(x − z̄). */
const realFactor = ({ re, im }: Complex): number[] =>
  im === 0 ? [-re, 1] : [re * re + im * im, -2 * re, 1];
