/** A number that may be known as a fraction, and kernels as whole numbers over one denominator. */
import { fromNumber, gcd, type Rational, rational, toNumber } from "../numbers/rational.ts";
import type { Kernel } from "./kernel.ts";

export interface Quantity {
  readonly value: number;
  /** The same as a fraction; null where it is known as a float only. */
  readonly exact: Rational | null;
}

export const quantity = (of: Rational | number): Quantity =>
  typeof of === "number" ? { value: of, exact: null } : { value: toNumber(of), exact: of };

/** The values of a kernel times `under`: sums of them need no common denominators any more. */
export interface Whole {
  readonly over: readonly bigint[];
  readonly under: bigint;
}

/** Doubles are taken for the fractions that they are. */
export function wholeValues({ values, exact }: Kernel): Whole {
  const fractions = exact ?? [...values].map(fromNumber);
  const under = fractions.reduce((m, { under: u }) => (m / gcd(m, u)) * u, 1n);
  return { over: fractions.map((q) => q.over * (under / q.under)), under };
}

/** Σ of a kernel's values: exact where it is; of floats without what sums of rounded sums lose. */
export function sumOf(k: Kernel): Quantity {
  if (k.exact === null) return { value: compensated(k.values), exact: null };
  const { over, under } = wholeValues(k);
  return quantity(
    rational(
      over.reduce((a, b) => a + b, 0n),
      under,
    ),
  );
}

/** Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974. */
function compensated(values: Float64Array): number {
  let [sum, lost] = [0, 0];
  for (const v of values) {
    const next = sum + v;
    lost += Math.abs(sum) >= Math.abs(v) ? sum - next + v : v - next + sum;
    sum = next;
  }
  return sum + lost;
}
