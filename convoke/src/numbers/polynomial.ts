/** Polynomials over the fractions: coefficients, the constant first. */
import {
  equals,
  minus,
  ONE,
  plus,
  quotient,
  type Rational,
  rational,
  times,
  ZERO,
} from "./rational.ts";

/** Coefficients of Π(x − root), the constant first. */
export function productOfRoots(roots: readonly Rational[]): Rational[] {
  let result = [ONE];
  for (const root of roots) {
    const shifted = [ZERO, ...result];
    result = shifted.map((c, i) => (i < result.length ? minus(c, times(root, result[i])) : c));
  }
  return result;
}

/** The polynomial divided by (x − root), one of its own roots, by Horner's rule. */
export function withoutRoot(polynomial: readonly Rational[], root: Rational): Rational[] {
  const result = new Array<Rational>(polynomial.length - 1).fill(ZERO);
  let carry: Rational = ZERO;
  for (let i = polynomial.length - 1; i > 0; i--) {
    carry = plus(polynomial[i], times(root, carry));
    result[i - 1] = carry;
  }
  return result;
}

export type Polynomial = readonly Rational[];

/** Without leading zeros; the zero polynomial is empty. */
export function shortened(p: Polynomial): Rational[] {
  let length = p.length;
  while (length > 0 && equals(p[length - 1], ZERO)) length--;
  return p.slice(0, length);
}

export function multiply(a: Polynomial, b: Polynomial): Rational[] {
  if (a.length === 0 || b.length === 0) return [];
  const result = new Array<Rational>(a.length + b.length - 1).fill(ZERO);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      result[i + j] = plus(result[i + j], times(x, y));
    });
  });
  return result;
}

export function subtract(a: Polynomial, b: Polynomial): Rational[] {
  const length = Math.max(a.length, b.length);
  return shortened(Array.from({ length }, (_, i) => minus(a[i] ?? ZERO, b[i] ?? ZERO)));
}

/** a = quotient · b + rest, the rest of lower degree than `b`, which is not zero. */
export function divide(a: Polynomial, b: Polynomial): { quotient: Rational[]; rest: Rational[] } {
  const by = shortened(b);
  const rest = shortened(a);
  const result = new Array<Rational>(Math.max(0, rest.length - by.length + 1)).fill(ZERO);
  while (rest.length >= by.length) {
    const shift = rest.length - by.length;
    const factor = quotient(rest[rest.length - 1], by[by.length - 1]);
    result[shift] = factor;
    by.forEach((value, i) => {
      rest[i + shift] = minus(rest[i + shift], times(factor, value));
    });
    rest.splice(0, rest.length, ...shortened(rest.slice(0, -1)));
  }
  return { quotient: result, rest };
}

/** The monic greatest common divisor; 1 where one of them is a constant, the other where one is zero. */
export function commonDivisor(a: Polynomial, b: Polynomial): Rational[] {
  // Rests made monic grow by a few digits a step; as they are, they would double theirs.
  let [x, y] = [monic(shortened(a)), monic(shortened(b))];
  while (y.length > 0) [x, y] = [y, monic(divide(x, y).rest)];
  return x;
}

const monic = (p: Polynomial): Rational[] => p.map((value) => quotient(value, p[p.length - 1]));

export const valueAt = (p: Polynomial, x: Rational): Rational =>
  p.reduceRight((value, c) => plus(times(value, x), c), ZERO);

export const derivativeOf = (p: Polynomial): Rational[] =>
  p.slice(1).map((value, i) => times(value, rational(i + 1)));

/**
 * p = Π factorᵢ^multiplicityᵢ, up to its leading coefficient, by factors with simple roots only.
 *
 * Source: Yun, "On square-free decomposition algorithms", SYMSAC 1976.
 */
export function squareFree(p: Polynomial): { factor: Rational[]; multiplicity: number }[] {
  const result: { factor: Rational[]; multiplicity: number }[] = [];
  const slope = derivativeOf(p);
  const common = commonDivisor(p, slope);
  let b = divide(p, common).quotient;
  let c = divide(slope, common).quotient;
  for (let multiplicity = 1; b.length > 1; multiplicity++) {
    const d = subtract(c, derivativeOf(b));
    const factor = commonDivisor(b, d);
    if (factor.length > 1) result.push({ factor, multiplicity });
    b = divide(b, factor).quotient;
    c = divide(d, factor).quotient;
  }
  return result;
}

/** The polynomial of least degree with these values at these places, by divided differences. */
export function interpolated(places: readonly Rational[], values: readonly Rational[]): Rational[] {
  const table = [...values];
  for (let order = 1; order < table.length; order++)
    for (let i = table.length - 1; i >= order; i--)
      table[i] = quotient(minus(table[i], table[i - 1]), minus(places[i], places[i - order]));
  let result: Rational[] = [];
  for (let i = table.length - 1; i >= 0; i--) {
    const shifted = multiply(result, [minus(ZERO, places[i]), ONE]);
    shifted[0] = plus(shifted[0] ?? ZERO, table[i]);
    result = shifted;
  }
  return shortened(result);
}
