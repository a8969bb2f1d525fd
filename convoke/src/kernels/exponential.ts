/**
 * eˣ, ln x and what is made of them, on four floats.
 *
 * eˣ = 2ⁿ·eʳ with n the whole number nearest to x / ln 2 and r = x - n·ln 2, |r| ≤ 0.347, where ln 2
 * is subtracted in two parts so that r is exact to the last bits; eʳ by its Taylor polynomial of degree
 * seven (what is left out is below 2·10⁻⁸). Results are off by at most two units in the last place;
 * below -87.3 they are 0, above 88.7 infinite. ln x = e·ln 2 + 2·artanh(s), s = (m - 1)/(m + 1), with
 * m, between √½ and √2, and the exponent e taken from the bits of x.
 *
 * Source: Cody and Waite, "Software Manual for the Elementary Functions", 1980, chapters 5 and 6.
 */
import { add, bits, div, fma, type KernelBuilder, max, min, mul, simd, sub } from "../ir/build.ts";
import type { Expr } from "../ir/tree.ts";
import { all } from "./map.ts";

/** 8 bits short of float32, so that n·LN2_HIGH is exact for every exponent n. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = Math.LN2 - LN2_HIGH;
const SMALLEST = -87.33654;
const LARGEST = 88.73;
const EXPONENT_BIAS = 127;
const MANTISSA_BITS = 23;

/** 1/7!, 1/6!, …, 1/0! */
const TAYLOR = [1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1];
/** 2·artanh(s)/s = 2 + 2s²/3 + 2s⁴/5 + …, highest first; |s| ≤ 0.172. */
const ARTANH = [2 / 11, 2 / 9, 2 / 7, 2 / 5, 2 / 3, 2];

const polynomial = (k: KernelBuilder, coefficients: readonly number[], x: Expr): Expr =>
  coefficients
    .slice(1)
    .reduce((sum, c) => k.let("p", fma(sum, x, all(c))), all(coefficients[0]) as Expr);

/** eˣ; NaN stays NaN. */
export function exponential(k: KernelBuilder, value: Expr): Expr {
  const x = k.let("x", value);
  const cut = k.let("x", min(max(x, all(SMALLEST)), all(LARGEST)));
  const n = k.let("n", simd("f32x4.nearest", mul(cut, all(Math.LOG2E))));
  const high = k.let("r", fma(n, all(-LN2_HIGH), cut));
  const r = k.let("r", fma(n, all(-LN2_LOW), high));
  const power = polynomial(k, TAYLOR, r);
  // 2ⁿ in two factors: n = 128 alone would be infinity where eʳ < 1 brings the product back.
  const half = k.let("n", simd("i32x4.shr_s", simd("i32x4.trunc_sat_f32x4_s", n), 1));
  const rest = k.let("n", simd("i32x4.sub", simd("i32x4.trunc_sat_f32x4_s", n), half));
  const scaled = k.let("e", mul(mul(power, powerOfTwo(half)), powerOfTwo(rest)));
  return k.let("e", simd("v128.bitselect", all(0), scaled, simd("f32x4.lt", x, all(SMALLEST))));
}

const powerOfTwo = (n: Expr): Expr =>
  bits(
    "v128",
    simd("i32x4.shl", simd("i32x4.add", n, simd("i32x4.splat", EXPONENT_BIAS)), MANTISSA_BITS),
  );

/** ln x for normal positive x; other numbers have no use here and give no particular result. */
export function logarithm(k: KernelBuilder, value: Expr): Expr {
  // Where the mantissa is above √2 the exponent is one more, and m half as large.
  const shifted = simd("i32x4.sub", bits("i32x4", value), simd("i32x4.splat", ROOT_HALF));
  const e = k.let("e", simd("i32x4.shr_s", shifted, MANTISSA_BITS));
  const m = k.let(
    "m",
    bits("v128", simd("i32x4.sub", bits("i32x4", value), simd("i32x4.shl", e, MANTISSA_BITS))),
  );
  const s = k.let("s", div(sub(m, all(1)), add(m, all(1))));
  const series = k.let("p", mul(s, polynomial(k, ARTANH, k.let("s", mul(s, s)))));
  const whole = k.let("e", simd("f32x4.convert_i32x4_s", e));
  return k.let("l", fma(whole, all(LN2_HIGH), fma(whole, all(LN2_LOW), series)));
}

/** The bits of √½. */
const ROOT_HALF = 0x3f3504f3;

/** 1 / (1 + e⁻ˣ) */
export const logistic = (k: KernelBuilder, x: Expr): Expr =>
  k.let("s", div(all(1), add(all(1), exponential(k, sub(all(0), x)))));

/** tanh x = 1 - 2/(e²ˣ + 1), and x - x³/3 + 2x⁵/15 - 17x⁷/315 near 0, where that would cancel. */
export function hyperbolicTangent(k: KernelBuilder, value: Expr): Expr {
  const x = k.let("x", value);
  const e = exponential(k, add(x, x));
  const far = k.let("t", sub(all(1), div(all(2), add(e, all(1)))));
  const square = k.let("q", mul(x, x));
  const near = k.let("t", mul(x, polynomial(k, [62 / 2835, -17 / 315, 2 / 15, -1 / 3, 1], square)));
  return k.let("t", simd("v128.bitselect", near, far, simd("f32x4.lt", square, all(NEAR * NEAR))));
}

const NEAR = 0.3;
