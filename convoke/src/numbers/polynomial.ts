/** Polynomials over the fractions: coefficients, the constant first. */
import { minus, ONE, plus, type Rational, times, ZERO } from "./rational.ts";

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
