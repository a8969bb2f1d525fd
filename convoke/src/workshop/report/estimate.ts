/**
 * Which derivative a kernel estimates: the lowest order whose moments do not all vanish. With step h
 *
 *   Σ k[i] f(x + (i − origin) h) = h^d P(∂) f + h^p E(∂) f + …        P, E homogeneous of degree d < p
 *
 * so that what it gives, divided by h^d, is P(∂) f up to an error of order p − d.
 */
import {
  equals,
  formatRational,
  quotient,
  type Rational,
  rational,
  times,
} from "../../numbers/rational.ts";
import type { Kernel } from "../kernel.ts";
import { type Quantity, quantity } from "../quantity.ts";
import { factorialOf } from "../stencils/stencil.ts";
import { type Moment, momentsOf, momentsOfOrder, ROUNDING, vanishes } from "./moments.ts";

/** coefficient · ∂^powers. */
export interface DerivativeTerm {
  /** One for each axis, outermost first: in an image [along y, along x]. */
  readonly powers: readonly number[];
  /** μ / powers!. */
  readonly coefficient: Quantity;
}

/** P(∂), as a name where it has one. */
export type DerivativeForm =
  /** gain · f: a blur, or a copy. */
  | { readonly kind: "value"; readonly gain: Quantity }
  /** gain · ∂^powers f. */
  | { readonly kind: "partial"; readonly gain: Quantity; readonly powers: readonly number[] }
  /** gain · the slope along a unit vector, [along y, along x]. */
  | { readonly kind: "slope"; readonly gain: Quantity; readonly direction: readonly number[] }
  /** gain · (∇²)^power f. */
  | { readonly kind: "laplacian"; readonly gain: Quantity; readonly power: number }
  /** Any other sum of derivatives of one order. */
  | { readonly kind: "mixed" };

export interface Estimate {
  /** d. */
  readonly order: number;
  readonly form: DerivativeForm;
  /** P(∂), terms that vanish left out. */
  readonly terms: readonly DerivativeTerm[];
  /** p − d; null where nothing is left over up to `searched`. */
  readonly accuracy: number | null;
  /** E(∂): the leading error term; empty where `accuracy` is null. */
  readonly error: readonly DerivativeTerm[];
  /** The highest order that was looked at. */
  readonly searched: number;
}

/** Orders beyond the derivative that are searched for an error; and orders searched at all. */
const MOST_ACCURACY = 16;
const MOST_ORDER = 32;

/**
 * Null for a kernel of zeros, and for one whose moments vanish up to order 32.
 *
 * @param centre the point of the estimate, in half taps from the first one; by default the origin.
 *   P does not depend on it, accuracy and error do: a slope between two samples is good to order 2
 *   in their middle and to order 1 at either of them.
 */
export function estimateOf(k: Kernel, centre?: readonly number[]): Estimate | null {
  const read = momentsOf(k, centre);
  const axes = k.shape.length;
  const termsAt = (order: number) => momentsOfOrder(read, axes, order).filter((m) => !vanishes(m));
  // Monomials up to the extents tell all kernels of that size apart: one of them does not vanish.
  const most = Math.min(
    MOST_ORDER,
    k.shape.reduce((sum, extent) => sum + extent - 1, 0),
  );
  for (let order = 0; order <= most; order++) {
    const found = termsAt(order);
    if (found.length === 0) continue;
    const terms = found.map(termOf);
    const searched = order + MOST_ACCURACY;
    for (let p = order + 1; p <= searched; p++) {
      const error = termsAt(p);
      if (error.length > 0)
        return {
          order,
          form: formOf(terms, order),
          terms,
          accuracy: p - order,
          error: error.map(termOf),
          searched: p,
        };
    }
    return { order, form: formOf(terms, order), terms, accuracy: null, error: [], searched };
  }
  return null;
}

const factorialsOf = (powers: readonly number[]): Rational =>
  powers.map(factorialOf).reduce(times, rational(1));

function termOf({ powers, value: { value, exact } }: Moment): DerivativeTerm {
  const below = factorialsOf(powers);
  return {
    powers,
    coefficient:
      exact === null ? quantity(value / Number(below.over)) : quantity(quotient(exact, below)),
  };
}

function formOf(terms: readonly DerivativeTerm[], order: number): DerivativeForm {
  const [{ powers, coefficient }] = terms;
  if (order === 0) return { kind: "value", gain: coefficient };
  if (terms.length === 1) return { kind: "partial", gain: coefficient, powers };
  if (order === 1) {
    const slopes = powers.map(
      (_, axis) => terms.find((t) => t.powers[axis] === 1)?.coefficient.value ?? 0,
    );
    const gain = Math.hypot(...slopes);
    return { kind: "slope", gain: quantity(gain), direction: slopes.map((v) => v / gain) };
  }
  const gain = laplacianGain(terms, order);
  return gain === null ? { kind: "mixed" } : { kind: "laplacian", gain, power: order / 2 };
}

/** c with P = c (Σ ∂²)^s: every ∂^2j has the coefficient c s! / j!, and no other power is there. */
function laplacianGain(terms: readonly DerivativeTerm[], order: number): Quantity | null {
  if (order % 2 !== 0) return null;
  const even = terms.every((t) => t.powers.every((p) => p % 2 === 0));
  const axes = terms[0].powers.length;
  // All of them must be there: as many as there are ways to share s out.
  let ways = 1;
  for (let i = 1; i < axes; i++) ways = (ways * (order / 2 + i)) / i;
  if (!even || terms.length !== ways) return null;
  const shares = terms.map((t) =>
    quotient(factorialOf(order / 2), factorialsOf(t.powers.map((p) => p / 2))),
  );
  const first = terms[0].coefficient;
  const same = terms.every(({ coefficient: { value, exact } }, i) => {
    if (exact !== null && first.exact !== null)
      return equals(quotient(exact, shares[i]), quotient(first.exact, shares[0]));
    return (
      Math.abs(value / Number(shares[i].over) - first.value) <= ROUNDING * Math.abs(first.value)
    );
  });
  // The first term is a pure power: its share is 1.
  return same ? first : null;
}

/** `∂²/∂x² + 1/2 ∂²/∂x∂y`; x is the last axis, then y, z; others are numbered. */
export function termsText(terms: readonly DerivativeTerm[]): string {
  return terms
    .map(({ powers, coefficient: { value, exact } }, i) => {
      const negative = value < 0;
      const fraction = exact === null ? "" : formatRational(exact).replace("-", "");
      const size =
        exact !== null && fraction.length <= 12
          ? fraction
          : `${Number(Math.abs(value).toPrecision(6))}`;
      const derivative = derivativeText(powers);
      const factor = size === "1" && derivative !== "f" ? "" : `${size} `;
      const sign = i === 0 ? (negative ? "-" : "") : negative ? " - " : " + ";
      return `${sign}${factor}${derivative}`;
    })
    .join("");
}

const NAMES = ["x", "y", "z"] as const;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (n: number): string =>
  n === 1 ? "" : [...`${n}`].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");

function derivativeText(powers: readonly number[]): string {
  const order = powers.reduce((a, b) => a + b, 0);
  if (order === 0) return "f";
  const last = powers.length - 1;
  const below = powers
    .map((p, axis) => [p, NAMES[last - axis] ?? `x${axis}`] as const)
    .reverse()
    .filter(([p]) => p > 0)
    .map(([p, name]) => `∂${name}${raised(p)}`);
  return `∂${raised(order)}/${below.join("")}`;
}
