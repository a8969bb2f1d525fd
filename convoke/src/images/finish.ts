/**
 * From sums to results: divided, offset, rounded half up, cut, and stored as narrow as the output is.
 *
 * Sums are divided as floats: s·(1/d) + c. A sum is a whole number, so its quotient by a whole d is a
 * multiple of 1/d; for an even d it can lie exactly between two results, and a quarter of 1/d is added
 * to put all such ties clearly on their upper side. Adding 1.5·2²³ then leaves the nearest whole number
 * in the low bits of the float, where it is read as an integer.
 */
import {
  add,
  bits,
  float,
  fma,
  type KernelBuilder,
  max,
  min,
  plus,
  simd,
  splat,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import { U } from "../semantics/rounding.ts";
import { type ImageProblem, isWhole, LIMITS, largestValue } from "./problem.ts";

/** How sums are held: 16 bits with or without a sign, 32 bits, or floats. */
export type SumKind = "i16" | "u16" | "i32" | "f32";

const SUM_LANES = { i16: 8, u16: 8, i32: 4, f32: 4 } as const;

const MAGIC = 1.5 * 2 ** 23;
const MAGIC_BITS = 0x4b400000;
/** Floats beyond this must be cut before the magic number is added. */
const SAFE = 2 ** 21;

/** Largest result, or the largest value for floats. */
const scaleOf = (problem: ImageProblem): number =>
  problem.output === "f32"
    ? largestValue(problem)
    : Math.min(largestValue(problem), LIMITS[problem.output].max + 1);

/** Most that the float division can be off: three roundings, of 1/d, of the sum and of the result. */
export const finishBound = (problem: ImageProblem): number =>
  4 * U * (scaleOf(problem) + Math.abs(problem.offset) + 1);

/** Whether exact sums give exactly the reference's results. */
export function finishesExactly(problem: ImageProblem): boolean {
  const { divisor, offset, output } = problem;
  if (!isWhole(problem) || !Number.isInteger(divisor) || !Number.isInteger(offset)) return false;
  if (output === "f32") return divisor === 1 && largestValue(problem) < 2 ** 24;
  // Ties stand 1/4d away from where they would be missed, all other values further.
  return divisor === 1 || finishBound(problem) < 0.25 / Math.abs(divisor);
}

/** Constants of the division, made once before the loops. */
export interface Finish {
  readonly problem: ImageProblem;
  readonly output: Buffer;
  /** Null where nothing is divided or added. */
  readonly constants: readonly [factor: Expr, offset: Expr] | null;
  readonly magic: Expr;
  readonly magicBits: Expr;
}

export function openFinish(k: KernelBuilder, problem: ImageProblem, output: Buffer): Finish {
  const { divisor, offset } = problem;
  const tie = isWhole(problem) && Number.isInteger(divisor) && divisor % 2 === 0;
  const shift = tie && problem.output !== "f32" ? 0.25 / Math.abs(divisor) : 0;
  const name = (value: number) => k.let("k", splat(float(Math.fround(value))));
  const plain = divisor === 1 && offset === 0;
  return {
    problem,
    output,
    constants: plain ? null : [name(1 / divisor), name(offset + shift)],
    magic: name(MAGIC),
    magicBits: k.let("k", simd("i32x4.splat", MAGIC_BITS)),
  };
}

/** Lanes that one store of the output holds: what `store` wants to be given at least. */
export const storeLanes = ({ output }: ImageProblem): number =>
  output === "u8" ? 16 : output === "f32" ? 4 : 8;

/** Stores neighbouring sums from `at` on; only the first `lanes` of them. */
export function store(
  k: KernelBuilder,
  finish: Finish,
  kind: SumKind,
  sums: readonly Expr[],
  at: Expr,
  lanes: number,
): void {
  const { problem, output } = finish;
  const wanted = Math.min(lanes, sums.length * SUM_LANES[kind]);
  const put = (values: readonly Expr[], width: number) => {
    values.forEach((value, i) => {
      k.storeAs(output, [plus(at, i * width)], k.let("v", value), wanted - i * width);
    });
  };
  const named = sums.map((sum) => k.let("s", sum));
  if (kind === "i16" && !finish.constants && problem.output === "u8") {
    put(pairs(named, "i8x16.narrow_i16x8_u"), 16);
    return;
  }
  const floats = named.flatMap((sum) => toFloats(k, kind, sum));
  const values = floats.map((value) => {
    if (!finish.constants) return value;
    return k.let("f", fma(value, finish.constants[0], finish.constants[1]));
  });
  if (problem.output === "f32") {
    put(values, 4);
    return;
  }
  const cut = largestValue(problem) >= SAFE ? values.map((v) => clamp(v, SAFE)) : values;
  const whole = cut.map((value) =>
    k.let("i", simd("i32x4.sub", bits("i32x4", add(value, finish.magic)), finish.magicBits)),
  );
  if (problem.output === "u16") put(pairs(whole, "i16x8.narrow_i32x4_u"), 8);
  else {
    const halves = pairs(whole, "i16x8.narrow_i32x4_s");
    if (problem.output === "i16") put(halves, 8);
    else
      put(
        pairs(
          halves.map((half) => k.let("h", half)),
          "i8x16.narrow_i16x8_u",
        ),
        16,
      );
  }
}

const clamp = (value: Expr, most: number): Expr =>
  min(max(value, splat(float(-most))), splat(float(most)));

function toFloats(k: KernelBuilder, kind: SumKind, sum: Expr): Expr[] {
  if (kind === "f32") return [sum];
  if (kind === "i32") return [k.let("f", simd("f32x4.convert_i32x4_s", sum))];
  const sign = kind === "i16" ? "s" : "u";
  return (["low", "high"] as const).map((half) =>
    k.let("f", simd("f32x4.convert_i32x4_s", simd(`i32x4.extend_${half}_i16x8_${sign}`, sum))),
  );
}

/** Two vectors made one; the last stands for both where there is no second. */
const pairs = (
  values: readonly Expr[],
  op: "i8x16.narrow_i16x8_u" | "i16x8.narrow_i32x4_s" | "i16x8.narrow_i32x4_u",
): Expr[] =>
  vector(Math.ceil(values.length / 2), (i) =>
    simd(op, values[2 * i], values[2 * i + 1] ?? values[2 * i]),
  );
