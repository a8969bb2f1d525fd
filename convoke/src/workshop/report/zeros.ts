/**
 * Frequencies that a kernel takes out altogether. Along an axis the response is a polynomial on the
 * unit circle, z = e^(iω): its zeros there are found as roots, those of even order included, which no
 * search for changes of sign would see.
 */
import { type Polynomial, squareFree } from "../../numbers/polynomial.ts";
import { type Rational, toNumber } from "../../numbers/rational.ts";
import { rootsOf } from "../../numbers/roots.ts";
import { trim } from "../algebra.ts";
import type { Kernel } from "../kernel.ts";
import { projected } from "../projection.ts";
import { wholeValues } from "../quantity.ts";

export interface ResponseZero {
  /** Cycles a sample, 0 to 1/2. */
  readonly frequency: number;
  /** Order of the zero; of odd order the response changes its sign there. */
  readonly order: number;
}

/** Repeated factors are divided out exactly up to this degree; beyond, and of floats, they are near roots. */
const MOST_EXACT = 40;
/** Longer kernels have roots that doubles cannot tell from the circle. */
export const MOST_TAPS = 129;
/** Distance from the circle, from its ends, and from each other: of simple roots, and of those of floats. */
const ON_CIRCLE = 1e-7;
const NEAR = 2e-4;

/**
 * Zeros of H along one axis, the lowest first; null where it is 0 everywhere (nothing passes), or the
 * kernel has more than 129 taps.
 */
export function responseZeros(k: Kernel, axis: number): ResponseZero[] | null {
  const whole = projected(k, axis);
  const size = whole.values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const all = k.values.reduce((m, v) => m + Math.abs(v), 0);
  // Sums of floats that should cancel leave their rounding.
  if (size <= (k.exact === null ? 2 ** -40 * all : 0)) return null;
  const line = trim(whole);
  if (line.values.length > MOST_TAPS) return null;
  return line.exact !== null && line.values.length <= MOST_EXACT
    ? exactZeros(wholeValues(line).over.map((over): Rational => ({ over, under: 1n })))
    : nearZeros([...line.values]);
}

function exactZeros(polynomial: Polynomial): ResponseZero[] {
  const found = squareFree(polynomial).flatMap(({ factor, multiplicity }) =>
    onCircle(factor.map(toNumber), ON_CIRCLE).map((frequency) => ({
      frequency,
      order: multiplicity,
    })),
  );
  return found.sort((a, b) => a.frequency - b.frequency);
}

/** A k-fold root of rounded coefficients is k roots near it: they count as one of order k. */
function nearZeros(coefficients: readonly number[]): ResponseZero[] {
  const groups: number[][] = [];
  for (const f of onCircle(coefficients, NEAR).sort((a, b) => a - b)) {
    const last = groups[groups.length - 1];
    if (last !== undefined && f - last[last.length - 1] <= NEAR) last.push(f);
    else groups.push([f]);
  }
  return groups.map((group) => ({
    frequency: group.reduce((a, b) => a + b, 0) / group.length,
    order: group.length,
  }));
}

/** Frequencies of the roots on the upper half of the circle, ends included. */
function onCircle(coefficients: readonly number[], tolerance: number): number[] {
  return (
    rootsOf(coefficients)
      .filter(({ re, im }) => Math.abs(Math.hypot(re, im) - 1) <= tolerance)
      .map(({ re, im }) => Math.atan2(im, re) / (2 * Math.PI))
      // Real roots, and pairs too near to tell, belong to the ends: both halves of them count there.
      .map((f) => (Math.abs(f) < tolerance ? 0 : Math.abs(f) > 0.5 - tolerance ? 0.5 : f))
      .filter((f) => f >= 0)
  );
}
