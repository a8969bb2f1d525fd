/**
 * The register tile of a known kernel: `mr` rows of outputs × `nv` vectors, from strips
 * (`sharing.ts`). A row of the source is loaded once for all outputs of the tile that use it, and
 * kept only as long as the next group of rows needs it.
 */
import {
  add,
  float,
  fma,
  grid,
  type KernelBuilder,
  load4,
  loadSplat,
  mul,
  plus,
  splat,
  sub,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";
import type { Strip } from "./sharing.ts";
import type { Tile, TileShape } from "./tile.ts";

export interface StripSource {
  readonly buffer: Buffer;
  /** Element that output (0, 0) of the tile sees at place 0, row 0. */
  readonly from: Expr;
  /** Elements between rows. */
  readonly pitch: number;
  /** All weights, and where each stands. */
  readonly weights: Buffer;
  readonly indexOf: ReadonlyMap<number, number>;
}

/** Sums of a tile; `first(y)` starts them, or null: the first product does. */
export function stripTile(
  k: KernelBuilder,
  { mr, nv }: TileShape,
  strips: readonly Strip[],
  source: StripSource,
  first: ((y: number) => Expr) | null,
): Tile {
  const zero = strips.length > 0 ? null : k.let("zero", splat(float(0)));
  const start = first ?? (zero && (() => zero));
  const sums: (Variable | null)[][] = grid(mr, nv, (y) => start && k.let("c", start(y)));

  for (const { places, groups } of strips) {
    let near = new Map<number, readonly Variable[]>();
    for (const { weight, rows } of groups) {
      const used = new Map<number, readonly Variable[]>();
      const row = (index: number): readonly Variable[] => {
        const known = used.get(index) ?? near.get(index);
        const vectors = known ?? vector(nv, (x) => k.let("x", placesSum(source, places, index, x)));
        used.set(index, vectors);
        return vectors;
      };
      const factor =
        Math.abs(weight) === 1
          ? null
          : k.let("w", loadSplat(source.weights, source.indexOf.get(weight)!));
      for (let y = 0; y < mr; y++) {
        const members = rows.map(({ index, negative }) => ({ row: row(y + index), negative }));
        for (let x = 0; x < nv; x++) {
          const sum = signedSum(members.map((m) => ({ value: m.row[x], negative: m.negative })));
          const c = sums[y][x];
          if (c) k.set(c, weighted(weight, factor, sum, c));
          else sums[y][x] = k.let("c", weighted(weight, factor, sum, null));
        }
      }
      near = used;
    }
  }
  return sums as Tile;
}

/** One vector of a row, its places added. */
function placesSum(
  { buffer, from, pitch }: StripSource,
  places: Strip["places"],
  row: number,
  x: number,
): Expr {
  return signedSum(
    places.map(({ index, negative }) => ({
      value: load4(buffer, plus(from, row * pitch + index + 4 * x)),
      negative,
    })),
  );
}

/** The first term is positive. */
function signedSum(terms: readonly { value: Expr; negative: boolean }[]): Expr {
  return terms
    .slice(1)
    .reduce((sum, { value, negative }) => (negative ? sub : add)(sum, value), terms[0].value);
}

/** c + weight · sum; `factor` holds the weight unless it is ±1. */
function weighted(weight: number, factor: Expr | null, sum: Expr, c: Expr | null): Expr {
  if (factor) return c ? fma(factor, sum, c) : mul(factor, sum);
  if (weight === 1) return c ? add(c, sum) : sum;
  return sub(c ?? splat(float(0)), sum);
}
