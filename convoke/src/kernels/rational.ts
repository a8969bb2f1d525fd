/** Exact fractions: a numerator over a positive denominator, in lowest terms. */
export interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

export function rational(over: bigint | number, under: bigint | number = 1n): Rational {
  const [a, b] = [BigInt(over), BigInt(under)];
  if (b === 0n) throw new RangeError("a fraction has no denominator 0");
  const divisor = gcd(a < 0n ? -a : a, b < 0n ? -b : b) * (b < 0n ? -1n : 1n);
  return { over: a / divisor, under: b / divisor };
}

export const ZERO = rational(0);
export const ONE = rational(1);

export const plus = (a: Rational, b: Rational): Rational =>
  rational(a.over * b.under + b.over * a.under, a.under * b.under);
export const minus = (a: Rational, b: Rational): Rational => plus(a, negative(b));
export const times = (a: Rational, b: Rational): Rational =>
  rational(a.over * b.over, a.under * b.under);
export const quotient = (a: Rational, b: Rational): Rational =>
  rational(a.over * b.under, a.under * b.over);
export const negative = ({ over, under }: Rational): Rational => ({ over: -over, under });

/** The nearest double; exact for the small fractions that transforms are made of, if dyadic. */
export const toNumber = ({ over, under }: Rational): number => Number(over) / Number(under);

/** Whether the denominator is a power of two: such numbers are floats as they are. */
export const isDyadic = ({ under }: Rational): boolean => (under & (under - 1n)) === 0n;

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
