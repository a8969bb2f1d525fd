/** Exact fractions. */
import { guard, OptionError } from "../errors.ts";

/** A numerator over a positive denominator, in lowest terms. */
export interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}

/**
 * over / under in lowest terms.
 *
 * @throws OptionError when one of them is not whole, or `under` is 0.
 */
export function rational(over: bigint | number, under: bigint | number = 1n): Rational {
  const [a, b] = [whole(over), whole(under)];
  guard(b !== 0n, OptionError, () => ({
    name: "the denominator of a fraction",
    expected: "a number other than 0",
    got: under,
  }));
  const divisor = gcd(a < 0n ? -a : a, b < 0n ? -b : b) * (b < 0n ? -1n : 1n);
  return { over: a / divisor, under: b / divisor };
}

export const ZERO = rational(0);
export const ONE = rational(1);

// Whole numbers, the most common ones, have nothing to reduce.
export const plus = (a: Rational, b: Rational): Rational =>
  a.under === 1n && b.under === 1n
    ? { over: a.over + b.over, under: 1n }
    : rational(a.over * b.under + b.over * a.under, a.under * b.under);
export const minus = (a: Rational, b: Rational): Rational => plus(a, negative(b));
export const times = (a: Rational, b: Rational): Rational =>
  a.under === 1n && b.under === 1n
    ? { over: a.over * b.over, under: 1n }
    : rational(a.over * b.over, a.under * b.under);
export const quotient = (a: Rational, b: Rational): Rational =>
  rational(a.over * b.under, a.under * b.over);
export const negative = ({ over, under }: Rational): Rational => ({ over: -over, under });

/** a · a · …, n times. */
export function powerOf(a: Rational, n: number): Rational {
  let product = ONE;
  for (let i = 0; i < n; i++) product = times(product, a);
  return product;
}

export const equals = (a: Rational, b: Rational): boolean =>
  a.over === b.over && a.under === b.under;

/** One division of doubles: the nearest one where both parts are at most 2^53, as in transforms. */
export const toDouble = ({ over, under }: Rational): number => Number(over) / Number(under);

/** The nearest double, ties to even; infinite beyond the largest. */
export function toNumber(value: Rational): number {
  const { over, under } = value;
  if (isSafe(over) && isSafe(under)) return toDouble(value);
  const size = over < 0n ? -over : over;
  // 66 bits of the quotient, the last of them whether anything is left: conversion rounds once.
  const shift = 66 - (bits(size) - bits(under));
  const [a, b] = shift > 0 ? [size << BigInt(shift), under] : [size, under << BigInt(-shift)];
  const floor = a / b;
  const sticky = floor * b === a ? floor : floor | 1n;
  const near = scaled(Number(sticky), -shift);
  return over < 0n ? -near : near;
}

/** Whether the denominator is a power of two: such numbers are floats as they are. */
export const isDyadic = ({ under }: Rational): boolean => (under & (under - 1n)) === 0n;

/**
 * What a finite double is, exactly.
 *
 * @throws OptionError for NaN and infinities.
 */
export function fromNumber(value: number): Rational {
  guard(Number.isFinite(value), OptionError, () => ({
    name: "a fraction",
    expected: "a finite number",
    got: value,
  }));
  let [scaledUp, shift] = [value, 0];
  while (!Number.isInteger(scaledUp)) [scaledUp, shift] = [scaledUp * 2, shift + 1];
  return rational(BigInt(scaledUp), 1n << BigInt(shift));
}

/** Characters of a fraction that is read: reducing longer ones takes seconds. */
const MOST_TEXT = 10_000;

/** `3`, `-1/3`, `0.125`, `1e-3`: what a person writes, exactly; null for anything else. */
export function readRational(text: string): Rational | null {
  if (text.length > MOST_TEXT) return null;
  const found = /^\s*([+-]?\d+)\s*\/\s*(\d+)\s*$/.exec(text);
  if (found) return /^0+$/.test(found[2]) ? null : rational(BigInt(found[1]), BigInt(found[2]));
  const decimal = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text);
  if (!decimal) return null;
  const [, sign, before, part = "", power = "0"] = decimal;
  if (before === "" && part === "") return null;
  const exponent = Number(power) - part.length;
  const digits = BigInt(`${before}${part}`) * (sign === "-" ? -1n : 1n);
  const scale = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? rational(digits, scale) : rational(digits * scale);
}

/** As `readRational` reads it: `-1/3`, or `2` where the denominator is 1. */
export const formatRational = ({ over, under }: Rational): string =>
  under === 1n ? `${over}` : `${over}/${under}`;

function whole(value: bigint | number): bigint {
  guard(typeof value === "bigint" || Number.isInteger(value), OptionError, () => ({
    name: "a numerator or denominator",
    expected: "a whole number",
    got: value,
  }));
  return BigInt(value);
}

const isSafe = (value: bigint): boolean => -(1n << 53n) <= value && value <= 1n << 53n;
const bits = (value: bigint): number => value.toString(2).length;

/** value · 2^power in steps that stay finite as long as the result does. */
function scaled(value: number, power: number): number {
  const step = Math.max(-1000, Math.min(1000, power));
  return step === power ? value * 2 ** power : scaled(value * 2 ** step, power - step);
}

/** The greatest common divisor of numbers that are not negative. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
