/**
 * Powers of vectors of floats that are not negative. Exponents 1, 2, 3, 4 are products and the roots
 * 1, 2, 4 are square roots; all others go through 2^(e·log2 x):
 *
 *   x = m·2^n, √½ ≤ m < √2          s = (m − 1) / (m + 1), |s| < 0.172
 *   log2 m = s·(c₁ + c₃s² + … + c₉s⁸), cⱼ = 2 / (j·ln 2)               what is left out: 3e-9 of it
 *   e·log2 x = e'·n + (e − e')·n + e·log2 m, e' = e in 12 bits, so that e'·n is exact
 *   2^(N + f) = 2^N · Σ (f·ln 2)^j / j!, |f| ≤ ½, j ≤ 7                what is left out: 5e-9 of it
 *
 * With u = 2⁻²⁴ the rounding of log2 m (4u of ½), of the sum (u of e + 1) and of the polynomial (6u)
 * make a relative error of at most `powerError(e)` = (4e + 12)·u; tests hold it to that.
 */
import { add, bits, div, type KernelBuilder, max, min, mul, simd, sub } from "../ir/build.ts";
import type { Expr } from "../ir/tree.ts";
import { U } from "../semantics/rounding.ts";
import { all } from "./map.ts";

/** Most that x^e may be off, relative to it. */
export const powerError = (e: number): number =>
  e === 1 ? 0 : e === 2 || e === 3 || e === 4 ? (e - 1) * U * 1.01 : (4 * e + 12) * U;
/** Most that x^(1/p) may be off, relative to it. */
export const rootError = (p: number): number =>
  p === 1 ? 0 : p === 2 ? U : p === 4 ? 2 * U : powerError(1 / p);

/** x^e, x ≥ 0, e > 0. */
export function powerOf(k: KernelBuilder, value: Expr, e: number): Expr {
  if (e === 1) return value;
  const x = k.let("x", value);
  if (e === 2) return mul(x, x);
  if (e === 3) return mul(mul(x, x), x);
  if (e === 4) {
    const square = k.let("square", mul(x, x));
    return mul(square, square);
  }
  return anyPower(k, x, e);
}

/** x^(1/p), x ≥ 0. */
export function rootOf(k: KernelBuilder, value: Expr, p: number): Expr {
  const root = (x: Expr) => simd("f32x4.sqrt", x);
  if (p === 1) return value;
  if (p === 2) return root(value);
  if (p === 4) return root(root(value));
  return anyPower(k, k.let("x", value), 1 / p);
}

/** value / norm^e; 0 where the norm is 0. */
export function quotientOfPower(k: KernelBuilder, value: Expr, norm: Expr, e: number): Expr {
  const quotient = e === 0 ? value : div(value, powerOf(k, norm, e));
  return simd("v128.bitselect", all(0), quotient, simd("f32x4.ge", all(0), norm));
}

/** sign(x)·|x|^(p − 1): the derivative of |x|^p / p. */
export function slopeOf(k: KernelBuilder, x: Expr, p: number): Expr {
  if (p === 2) return x;
  const size = k.let("size", absolute(k, x));
  if (p === 3) return mul(x, size);
  const nothing = simd("f32x4.ge", all(0), size);
  const sign = simd("v128.bitselect", all(0), div(x, size), nothing);
  return p === 1 ? sign : mul(k.let("sign", sign), powerOf(k, size, p - 1));
}

export function absolute(k: KernelBuilder, value: Expr): Expr {
  const x = k.let("x", value);
  return max(x, sub(all(0), x));
}

const LOG = [1, 3, 5, 7, 9].map((j) => 2 / (j * Math.LN2));
const EXP = Array.from({ length: 8 }, (_, j) => {
  let term = 1;
  for (let i = 1; i <= j; i++) term *= Math.LN2 / i;
  return term;
});

/** Bits of √½: exponents are counted from there. */
const ROOT_OF_HALF = 0x3f3504f3;
const LARGEST = (2 - 2 ** -23) * 2 ** 127;

function anyPower(k: KernelBuilder, x: Expr, e: number): Expr {
  const ints = (value: number) => simd("i32x4.splat", value);
  const polynomial = (c: readonly number[], at: Expr) =>
    c
      .slice(0, -1)
      .reduceRight<Expr>((sum, own) => add(mul(sum, at), all(own)), all(c[c.length - 1]));

  // Subnormal numbers have no leading one: they are lifted by 2²⁴ first.
  const low = k.let("low", simd("f32x4.lt", x, all(2 ** -126)));
  const own = k.let("own", bits("i32x4", simd("v128.bitselect", mul(x, all(2 ** 24)), x, low)));
  const n = k.let("n", simd("i32x4.shr_s", simd("i32x4.sub", own, ints(ROOT_OF_HALF)), 23));
  const m = k.let("m", bits("v128", simd("i32x4.sub", own, simd("i32x4.shl", n, 23))));
  const lift = simd("v128.bitselect", all(24), all(0), low);
  const exponent = k.let("exponent", sub(simd("f32x4.convert_i32x4_s", n), lift));

  const s = k.let("s", div(sub(m, all(1)), add(m, all(1))));
  const log = k.let("log", mul(s, polynomial(LOG, k.let("ss", mul(s, s)))));

  const unit = 2 ** (Math.floor(Math.log2(e)) - 11);
  const coarse = Math.round(e / unit) * unit;
  const product = k.let("product", mul(exponent, all(coarse)));
  const steps = k.let("steps", simd("f32x4.nearest", product));
  const rest = add(mul(exponent, all(e - coarse)), mul(log, all(e)));
  const fraction = k.let("fraction", add(sub(product, steps), rest));
  const more = k.let("more", simd("f32x4.nearest", fraction));
  const f = k.let("f", sub(fraction, more));
  // Beyond these everything is 0 or infinite; two factors of normal numbers reach them.
  const scale = min(max(add(steps, more), all(-252)), all(254));
  const whole = k.let("whole", simd("i32x4.trunc_sat_f32x4_s", scale));
  const half = k.let("half", simd("i32x4.shr_s", whole, 1));
  const factor = (power: Expr) =>
    bits("v128", simd("i32x4.shl", simd("i32x4.add", power, ints(127)), 23));
  const near = mul(polynomial(EXP, f), factor(half));
  const power = mul(near, factor(simd("i32x4.sub", whole, half)));

  // 0 stays 0; infinities and NaNs stay what they are.
  const finite = k.let(
    "finite",
    simd("v128.bitselect", power, all(0), simd("f32x4.lt", all(0), x)),
  );
  return simd("v128.bitselect", finite, x, simd("f32x4.ge", all(LARGEST), x));
}
