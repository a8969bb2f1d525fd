/** How the elements of a window become one number: shared by the kernels that walk windows. */
import {
  add,
  bits,
  div,
  float,
  type Int,
  type KernelBuilder,
  load4,
  loadSplat,
  max,
  mul,
  simd,
  splat,
} from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";
import { maxOfLanes, sumOfLanes } from "./lane-sums.ts";
import { absolute, powerOf, quotientOfPower, rootOf, slopeOf } from "./power.ts";

export type Reduction =
  /**
   * The largest, or a NaN; with its place in the plane where `indices` is given. `simd` where it may
   * be taken by vectors of bits.
   */
  | { readonly kind: "max"; readonly indices: Buffer | null; readonly simd: boolean }
  /** Their sum, or that of |x|^power. */
  | { readonly kind: "sum"; readonly power: number | null };

/** What is done to a sum before it is stored; buffers have the shape of the destination. */
export type Finish =
  | { readonly kind: "none" }
  | { readonly kind: "divide"; readonly by: number }
  /** Divides by the product of one number an axis, outermost first. */
  | { readonly kind: "share"; readonly sizes: readonly Buffer[] }
  /** The p-th root. */
  | { readonly kind: "root"; readonly p: number }
  /** Divides by norm^(p − 1); 0 where the norm is. */
  | { readonly kind: "under"; readonly p: number; readonly norm: Buffer }
  /** Multiplies by sign(x)·|x|^(p − 1). */
  | { readonly kind: "slope"; readonly p: number; readonly x: Buffer };

/** Where one vector of results lies. */
export interface Landing {
  /** Flat, in the destination. */
  readonly at: Int;
  /** Position along every axis. */
  readonly position: readonly Int[];
  /** Whether the lanes are neighbours along the last axis; else they share one position. */
  readonly along: boolean;
}

/** Buffers that kernels with this reduction and finish read or write, beside source and destination. */
export const buffersOf = (reduction: Reduction, finish: Finish): Buffer[] => [
  ...(reduction.kind === "max" && reduction.indices ? [reduction.indices] : []),
  ...(finish.kind === "share" ? finish.sizes : []),
  ...(finish.kind === "under" ? [finish.norm] : []),
  ...(finish.kind === "slope" ? [finish.x] : []),
];

/** What stands for an element that is not there. */
export const neutralOf = ({ kind }: Reduction): number => (kind === "max" ? -Infinity : 0);

/** An element as it enters the reduction. */
export const prepared = (k: KernelBuilder, reduction: Reduction, value: Expr): Expr =>
  reduction.kind === "sum" && reduction.power !== null
    ? powerOf(k, absolute(k, value), reduction.power)
    : value;

/** Two partial results as one; of maxima without their places. */
export function combined(reduction: Reduction, a: Variable, b: Variable): Expr {
  if (reduction.kind === "sum") return add(a, b);
  return reduction.simd ? larger(a, b) : max(a, b);
}

/**
 * Three instructions in place of the eight that `f32x4.max` is on x86: of two numbers both ways round
 * give the larger one; of a NaN and a number one way gives the NaN, and a NaN with more bits is a NaN.
 */
const larger = (a: Variable, b: Variable): Expr =>
  bits(
    "v128",
    simd(
      "v128.or",
      bits("i32x4", simd("f32x4.pmax", a, b)),
      bits("i32x4", simd("f32x4.pmax", b, a)),
    ),
  );

/** A maximum and its place. */
export interface Found {
  readonly value: Variable;
  readonly place: Variable;
}

/** Takes `value` where it is larger than what was found, or a NaN: the first maximum, the last NaN. */
export function takeLarger(k: KernelBuilder, found: Found, value: Expr, place: Expr): void {
  // A number that is not larger: equal to itself, and not above. A NaN is neither.
  const stays = k.let(
    "stays",
    simd("v128.xor", simd("f32x4.lt", found.value, value), simd("f32x4.ge", value, value)),
  );
  k.set(found.value, simd("v128.bitselect", found.value, value, stays));
  const [kept, taken] = [found.place, place].map((at) => bits("v128", at));
  k.set(found.place, bits("i32x4", simd("v128.bitselect", kept, taken, stays)));
}

/** All four lanes combined, in every lane. */
export const acrossLanes = (k: KernelBuilder, { kind }: Reduction, value: Expr): Expr =>
  kind === "max" ? maxOfLanes(k, value) : sumOfLanes(k, value);

export function finished(k: KernelBuilder, finish: Finish, sum: Expr, landing: Landing): Expr {
  const { at, position, along } = landing;
  switch (finish.kind) {
    case "none":
      return sum;
    case "divide":
      return finish.by === 1 ? sum : div(sum, splat(float(finish.by)));
    case "share": {
      const last = finish.sizes.length - 1;
      const sizes = finish.sizes.map((buffer, axis) =>
        along && axis === last ? load4(buffer, position[axis]) : loadSplat(buffer, position[axis]),
      );
      return div(sum, sizes.reduce(mul));
    }
    case "root":
      return rootOf(k, sum, finish.p);
    case "under":
      return quotientOfPower(k, sum, k.let("norm", load4(finish.norm, at)), finish.p - 1);
    case "slope":
      return mul(sum, slopeOf(k, k.let("x", load4(finish.x, at)), finish.p));
    default:
      return finish satisfies never;
  }
}
