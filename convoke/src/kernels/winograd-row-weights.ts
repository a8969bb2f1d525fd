/**
 * U = G g Gᵀ for the weights of one row tile, where a task uses them: for few tiles of outputs, where
 * each is used once. The transformed weights are four times the given ones for F(4×4, 3×3); written
 * and read as a whole they would leave the second-level cache twice.
 *
 *   for each piece of the row tile's pairs of channels
 *     gathered[tap][pair] = four pairs by four taps, turned
 *     U[e][pair] = (G g Gᵀ)[e], two vectors at a time: pairs run as one
 *
 * The results are those of `winograd-weights.ts`, bit for bit.
 */
import { type KernelBuilder, least, load4, plus, remainder, times } from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { constants, linearMap } from "./linear-map.ts";
import { type NeighbouringTaps, turnTaps } from "./winograd-weights.ts";

export interface RowWeightsConfig {
  readonly taps: NeighbouringTaps;
  /** Per thread: `gatheredSize` and `rowWeightsSize` floats. */
  readonly gathered: Buffer;
  readonly transformed: Buffer;
}

interface Matrices {
  /** G of both axes. */
  readonly y: { readonly g: Matrix };
  readonly x: { readonly g: Matrix };
}

/** Pairs of a piece: all taps of them stay in the first-level cache. */
const PIECE = 128;
/** Floats between products beyond what they hold: equal places of all share no cache set. */
const STAGGER = 16;

export const gatheredSize = ({ y, x }: Matrices): number => y.g[0].length * x.g[0].length * PIECE;
/** Elements from one product to the next. */
export const rowWeightsPlane = (rows: number, inputs: number): number => rows * inputs + STAGGER;
export const rowWeightsSize = ({ y, x }: Matrices, rows: number, inputs: number): number =>
  y.g.length * x.g.length * rowWeightsPlane(rows, inputs);

export interface RowTile {
  readonly thread: Variable;
  /** Number of the tile's first pair among those of all groups, in whole vectors. */
  readonly first: Expr;
  /** Pairs of it, a multiple of eight. */
  readonly pairs: number;
  /** Elements between products, and where they begin. */
  readonly plane: number;
  readonly to: Expr;
}

export function transformRowTile(
  k: KernelBuilder,
  { taps, gathered, transformed, y, x }: RowWeightsConfig & Matrices,
  { thread, first, pairs, plane, to }: RowTile,
): void {
  const [rows, columns] = [y.g[0].length, x.g[0].length];
  const own = k.let("gathered", times(thread, gatheredSize({ y, x })));
  const start = k.let("pairs", first);
  const all = constants(k);
  k.loop("piece", Math.ceil(pairs / PIECE), (piece) => {
    const range = (size: number) => ({
      from: times(piece, PIECE / size),
      to: least(plus(times(piece, PIECE / size), PIECE / size), pairs / size),
    });
    k.loop("four", range(4), (four) => {
      const at = k.let("at", plus(own, times(remainder(four, PIECE / 4), 4)));
      turnTaps(k, taps, plus(start, times(four, 4))).forEach((value, t) => {
        k.store4(gathered, [plus(at, t * PIECE)], value);
      });
    });
    k.loop("eight", range(8), (eight) => {
      const at = k.let("at", plus(own, times(remainder(eight, PIECE / 8), 8)));
      const into = k.let("into", plus(to, times(eight, 8)));
      const along = [0, 1].map((v) =>
        Array.from({ length: rows }, (_, ky) => {
          const row = Array.from({ length: columns }, (_, kx) =>
            k.let("tap", load4(gathered, plus(at, (ky * columns + kx) * PIECE + 4 * v))),
          );
          return linearMap(k, x.g, row, all);
        }),
      );
      for (let j = 0; j < x.g.length; j++) {
        const made = along.map((lines) =>
          linearMap(
            k,
            y.g,
            lines.map((line) => line[j]),
            all,
          ),
        );
        for (let i = 0; i < y.g.length; i++)
          made.forEach((values, v) => {
            const e = i * x.g.length + j;
            k.store4(transformed, [plus(into, e * plane + 4 * v)], values[i]);
          });
      }
    });
  });
}
