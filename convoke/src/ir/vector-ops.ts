/**
 * Operations on vectors of integers: one table, from which trees are typed, lowered, counted and
 * interpreted. An operation is named as WebAssembly names it, so its name is its opcode.
 *
 * A vector type says how 128 bits are read: `i8x16` holds sixteen bytes (0 to 255), `i16x8` and
 * `i32x4` hold signed integers that wrap, `v128` four floats.
 */
import type { TreeType } from "./tree.ts";

export interface VectorOp {
  readonly takes: readonly TreeType[];
  readonly gives: TreeType;
  /** What one lane of the result costs. */
  readonly costs: { readonly multiplications?: number; readonly additions?: number } | null;
  /** The lanes of the result, from the lanes of the operands; a scalar is one lane. */
  readonly run: (...operands: readonly (readonly number[])[]) => readonly number[];
}

const wrap16 = (x: number): number => (x << 16) >> 16;
const wrap32 = (x: number): number => x | 0;
const unsigned16 = (x: number): number => x & 0xffff;
const clamp = (x: number, min: number, max: number): number => Math.min(max, Math.max(min, x));

type Type = "i16x8" | "i32x4";
const WRAP = { i16x8: wrap16, i32x4: wrap32 } as const;

const MULTIPLICATION = { multiplications: 1 } as const;
const ADDITION = { additions: 1 } as const;

/** Lane by lane, wrapped to the width of a lane. */
const lanewise = (
  type: Type,
  f: (a: number, b: number) => number,
  costs: VectorOp["costs"],
): VectorOp => ({
  takes: [type, type],
  gives: type,
  costs,
  run: (a, b) => a.map((x, lane) => WRAP[type](f(x, b[lane]))),
});

/** All lanes by one count. */
const shift = (type: Type, f: (a: number, count: number) => number): VectorOp => ({
  takes: [type, "i32"],
  gives: type,
  costs: null,
  run: (a, [count]) => a.map((x) => WRAP[type](f(x, count))),
});

const spread = (type: Type, lanes: number): VectorOp => ({
  takes: ["i32"],
  gives: type,
  costs: null,
  run: ([a]) => Array.from({ length: lanes }, () => WRAP[type](a)),
});

/** The low or the high half of the lanes, each twice as wide. */
const widen = (
  from: TreeType,
  to: Type,
  half: "low" | "high",
  read: (x: number) => number,
): VectorOp => ({
  takes: [from],
  gives: to,
  costs: null,
  run: (a) =>
    (half === "low" ? a.slice(0, a.length / 2) : a.slice(a.length / 2)).map((x) => read(x)),
});

/** The lanes of two vectors, each half as wide, cut to what fits. */
const narrow = (from: Type, to: TreeType, min: number, max: number): VectorOp => ({
  takes: [from, from],
  gives: to,
  costs: null,
  run: (a, b) =>
    [...a, ...b].map((x) => {
      const cut = clamp(x, min, max);
      return to === "i16x8" ? wrap16(cut) : cut;
    }),
});

const same = (x: number): number => x;

/** All bits of a lane where the comparison holds, none where it does not. */
const compares = (holds: (a: number, b: number) => boolean): VectorOp => ({
  takes: ["v128", "v128"],
  gives: "i32x4",
  costs: null,
  run: (a, b) => a.map((x, lane) => (holds(x, b[lane]) ? -1 : 0)),
});

function pseudoMaximum(a: number, b: number): number {
  if (a < b) return b;
  return a;
}

/** Ties go to the even neighbour. */
function nearest(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  const rounded = rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
  return rounded === 0 && (x < 0 || Object.is(x, -0)) ? -0 : rounded;
}

const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 } as const;

export const VECTOR_OPS = {
  "i16x8.splat": spread("i16x8", 8),
  "i32x4.splat": spread("i32x4", 4),
  "i16x8.add": lanewise("i16x8", (a, b) => a + b, ADDITION),
  "i16x8.sub": lanewise("i16x8", (a, b) => a - b, ADDITION),
  "i16x8.mul": lanewise("i16x8", Math.imul, MULTIPLICATION),
  "i16x8.min_u": lanewise("i16x8", (a, b) => Math.min(unsigned16(a), unsigned16(b)), null),
  "i16x8.shl": shift("i16x8", (a, n) => a << n),
  "i16x8.shr_s": shift("i16x8", (a, n) => a >> n),
  "i16x8.shr_u": shift("i16x8", (a, n) => unsigned16(a) >>> n),
  "i32x4.add": lanewise("i32x4", (a, b) => a + b, ADDITION),
  "i32x4.sub": lanewise("i32x4", (a, b) => a - b, ADDITION),
  "i32x4.mul": lanewise("i32x4", Math.imul, MULTIPLICATION),
  "i32x4.shl": shift("i32x4", (a, n) => a << n),
  "i32x4.shr_s": shift("i32x4", (a, n) => a >> n),
  /** Neighbours multiplied and added: lane i is a[2i]·b[2i] + a[2i+1]·b[2i+1]. */
  "i32x4.dot_i16x8_s": {
    takes: ["i16x8", "i16x8"],
    gives: "i32x4",
    costs: { multiplications: 2, additions: 1 },
    run: (a, b) =>
      [0, 2, 4, 6].map((i) => wrap32(Math.imul(a[i], b[i]) + Math.imul(a[i + 1], b[i + 1]))),
  },
  "i16x8.extend_low_i8x16_u": widen("i8x16", "i16x8", "low", same),
  "i16x8.extend_high_i8x16_u": widen("i8x16", "i16x8", "high", same),
  "i32x4.extend_low_i16x8_s": widen("i16x8", "i32x4", "low", same),
  "i32x4.extend_high_i16x8_s": widen("i16x8", "i32x4", "high", same),
  "i32x4.extend_low_i16x8_u": widen("i16x8", "i32x4", "low", unsigned16),
  "i32x4.extend_high_i16x8_u": widen("i16x8", "i32x4", "high", unsigned16),
  "i8x16.narrow_i16x8_u": narrow("i16x8", "i8x16", 0, 255),
  "i16x8.narrow_i32x4_s": narrow("i32x4", "i16x8", -32768, 32767),
  "i16x8.narrow_i32x4_u": narrow("i32x4", "i16x8", 0, 65535),
  "i32x4.shr_u": shift("i32x4", (a, n) => a >>> n),
  "v128.or": lanewise("i32x4", (a, b) => a | b, null),
  "v128.xor": lanewise("i32x4", (a, b) => a ^ b, null),
  "f32x4.lt": compares((a, b) => a < b),
  "f32x4.ge": compares((a, b) => a >= b),
  /** Lanes of the first where the mask is set, of the second elsewhere; a mask is what compares. */
  "v128.bitselect": {
    takes: ["v128", "v128", "i32x4"],
    gives: "v128",
    costs: null,
    run: (a, b, mask) => a.map((x, lane) => (mask[lane] === 0 ? b[lane] : x)),
  },
  "f32x4.sqrt": {
    takes: ["v128"],
    gives: "v128",
    costs: null,
    run: (a) => a.map((x) => Math.fround(Math.sqrt(x))),
  },
  /** The second where it is larger than the first; where either is NaN, the first. */
  "f32x4.pmax": {
    takes: ["v128", "v128"],
    gives: "v128",
    costs: null,
    run: (a, b) => a.map((x, lane) => pseudoMaximum(x, b[lane])),
  },
  "f32x4.nearest": { takes: ["v128"], gives: "v128", costs: null, run: (a) => a.map(nearest) },
  /** Towards zero; what does not fit is cut, NaN is 0. */
  "i32x4.trunc_sat_f32x4_s": {
    takes: ["v128"],
    gives: "i32x4",
    costs: null,
    run: (a) => a.map((x) => (Number.isNaN(x) ? 0 : clamp(Math.trunc(x), INT32.min, INT32.max))),
  },
  "f32x4.convert_i32x4_s": {
    takes: ["i32x4"],
    gives: "v128",
    costs: null,
    run: (a) => a.map(Math.fround),
  },
} as const satisfies Record<string, VectorOp>;

export type VectorOpName = keyof typeof VECTOR_OPS;
