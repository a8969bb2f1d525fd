/**
 * The register tile all products share: `mr` rows of A against `nv` vectors of B, accumulators in
 * registers. Vectors lie next to each other and stores are adjacent, so that V8's revectorizer can
 * fuse pairs of them into 256-bit operations.
 */
import {
  float,
  fma,
  grid,
  type Int,
  int,
  type KernelBuilder,
  loadSplat,
  plus,
  splat,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";
import type { Activation } from "../semantics/problem.ts";
import { activate } from "./epilogue.ts";

export interface TileShape {
  /** Rows of accumulators. */
  readonly mr: number;
  /** Vectors of four a row. */
  readonly nv: number;
}

export type Tile = readonly (readonly Variable[])[];

/** `count` vectors, or one more where an odd one would stay without its pair. */
export const evenly = (count: number, most: number): number =>
  count > 1 && most % 2 === 0 ? count + (count % 2) : count;

/** Accumulators that start at `first(y, x)`. */
export function openTile(
  k: KernelBuilder,
  { mr, nv }: TileShape,
  first: (y: number, x: number) => Expr,
): Tile {
  return grid(mr, nv, (y, x) => k.let("c", first(y, x)));
}

/**
 * The bias of row `base + y` in all lanes, or zero. One value a row, shared by its vectors: V8's
 * revectorizer pairs two accumulators only when they start from the same splat.
 */
export function biasOrZero(
  k: KernelBuilder,
  bias: Buffer | null,
  base: Int,
  mr: number,
): (y: number) => Expr {
  if (!bias) {
    const zero = k.let("zero", splat(float(0)));
    return () => zero;
  }
  const rows = vector(mr, (y) => k.let("bias", loadSplat(bias, plus(base, y))));
  return (y) => rows[y];
}

/** One step of the product: c[y][x] += a[y] · b[x]. */
export function multiplyInto(
  k: KernelBuilder,
  tile: Tile,
  a: (y: number) => Expr,
  b: (x: number) => Expr,
): void {
  const row = vector(tile[0].length, (x) => k.let("b", b(x)));
  for (let y = 0; y < tile.length; y++) {
    const s = k.let("a", a(y));
    for (let x = 0; x < row.length; x++) k.set(tile[y][x], fma(s, row[x], tile[y][x]));
  }
}

/** Runs `step(p)` for p < count, unrolled by four. */
export function unrolled(k: KernelBuilder, count: number, step: (p: Expr) => void, by = 4): void {
  const whole = count - (count % by);
  k.loop("p", { to: whole, step: by }, (p) => {
    for (let u = 0; u < by; u++) step(plus(p, u));
  });
  for (let rest = whole; rest < count; rest++) step(int(rest));
}

/**
 * Writes the tile, after the activation, rows at `at(y)`. Only the first `columns` columns of each
 * row are stored.
 */
export function closeTile(
  k: KernelBuilder,
  tile: Tile,
  activation: Activation,
  buffer: Buffer,
  at: (y: number) => Int,
  columns: number,
): void {
  tile.forEach((row, y) => {
    row.forEach((acc, x) => {
      const lanes = Math.min(4, columns - 4 * x);
      if (lanes <= 0) return;
      const value = activation.kind === "identity" ? acc : k.let("v", activate(activation, acc));
      k.store4(buffer, [plus(at(y), 4 * x)], value, lanes);
    });
  });
}
