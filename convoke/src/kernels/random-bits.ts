/**
 * Random bits by counting: `below` of `tensor/random.ts`, four at a time. Nothing is kept from one
 * number to the next, so they are drawn in any order, by any thread, and again.
 */
import { bits, float, type Int, type KernelBuilder, shuffle, simd, splat } from "../ir/build.ts";
import type { Expr } from "../ir/tree.ts";
import { MIXING } from "../tensor/random.ts";

const spread = (value: Int): Expr => simd("i32x4.splat", value);

/** `below(key, step)` in every lane. */
export function below(k: KernelBuilder, key: Expr, step: Expr): Expr {
  const { factors, shifts } = MIXING;
  const next = simd("i32x4.mul", simd("i32x4.add", step, spread(1)), spread(MIXING.spread | 0));
  let z: Expr = k.let("z", simd("i32x4.add", xor(key, next), spread(MIXING.step | 0)));
  const fold = (shift: number) => xor(z, simd("i32x4.shr_u", z, shift));
  factors.forEach((factor, i) => {
    z = k.let("z", simd("i32x4.mul", fold(shifts[i]), spread(factor | 0)));
  });
  return k.let("z", fold(shifts[2]));
}

const xor = (a: Expr, b: Expr): Expr => simd("v128.xor", a, b);

/** i, i + 1, i + 2, i + 3, given 0, 1, 2, 3. */
export const counted = (i: Int, lanes: Expr): Expr => simd("i32x4.add", spread(i), lanes);

/** 0, 1, 2, 3 */
export function laneNumbers(): Expr {
  const pair = (a: number) => shuffle(splat(float(a)), splat(float(a + 1)), [0, 4, 0, 4]);
  return simd("i32x4.trunc_sat_f32x4_s", shuffle(pair(0), pair(2), [0, 1, 6, 7]));
}

/** As floats from 0 to 2²⁴ - 1, exactly: the upper bits. */
export const evenly = (random: Expr): Expr =>
  simd("f32x4.convert_i32x4_s", simd("i32x4.shr_u", bits("i32x4", random), 8));
