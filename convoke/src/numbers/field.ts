/** Arithmetic as a value, so that one algorithm serves fractions and floats. */
import {
  equals,
  minus,
  negative,
  ONE,
  plus,
  quotient,
  type Rational,
  rational,
  times,
  toNumber,
  ZERO,
} from "./rational.ts";

export interface Field<T> {
  readonly zero: T;
  readonly one: T;
  /** A whole number. */
  of(value: number): T;
  plus(a: T, b: T): T;
  minus(a: T, b: T): T;
  times(a: T, b: T): T;
  /** `b` is not zero. */
  over(a: T, b: T): T;
  negative(a: T): T;
  equals(a: T, b: T): boolean;
  toNumber(a: T): number;
}

export const RATIONALS: Field<Rational> = {
  zero: ZERO,
  one: ONE,
  of: (value) => rational(value),
  plus,
  minus,
  times,
  over: quotient,
  negative,
  equals,
  toNumber,
};

export const FLOATS: Field<number> = {
  zero: 0,
  one: 1,
  of: (value) => value,
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  times: (a, b) => a * b,
  over: (a, b) => a / b,
  negative: (a) => -a,
  equals: (a, b) => a === b,
  toNumber: (a) => a,
};
