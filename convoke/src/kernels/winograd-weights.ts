/**
 * U = G g Gᵀ for all pairs of channels, in a run.
 *
 *   for each task: a piece of the pairs of a group
 *     gathered[tap][pair]: where the taps of a pair are neighbours, four pairs by four taps, turned;
 *                          else from planes, one for each tap
 *     stage[e][pair] = (G g Gᵀ)[e], two vectors of pairs at a time: they run as one
 *     stage → U, one product after another
 *
 * The stage keeps a piece in the first-level cache: the planes of the products are often a power of
 * two apart, and a vector to each of them in turn would find one set of the cache for all. A task of
 * the convolution itself can do the same for what it needs: `transformPiece`.
 */
import {
  compare,
  type Int,
  int,
  type KernelBuilder,
  kernel,
  least,
  load,
  load4,
  plus,
  quotient,
  remainder,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { deal } from "./deal.ts";
import { transform } from "./linear-map.ts";

/** Where the taps of a pair are. */
export type Taps =
  /** [group][tap][pair], with room to read a vector at the last pair. */
  { readonly kind: "planes"; readonly from: Buffer } | NeighbouringTaps;

/**
 * Tap number t of pair e of a group, the pairs filled up to whole vectors, is
 * `from[bases[group][e] + order[t]]`; there is room to read three elements more.
 */
export interface NeighbouringTaps {
  readonly kind: "neighbours";
  readonly from: Buffer;
  readonly bases: Buffer;
  readonly order: readonly number[];
}

/** What is transformed, and where taps are gathered. */
export interface WeightTransform {
  readonly taps: Taps;
  /** Pairs of channels in a group. */
  readonly plane: number;
  /** The matrices G of both axes. */
  readonly y: Matrix;
  readonly x: Matrix;
  /** [thread][tap][pair of a piece] */
  readonly gathered: Buffer;
}

export interface TransformWeightsConfig extends WeightTransform {
  readonly threads: number;
  readonly groups: number;
  /** [thread][product][pair of a piece] */
  readonly stage: Buffer;
  /** [group][product][pair] */
  readonly packed: Buffer;
}

/** Pairs that are transformed at a time. */
const PIECE = 128;

type Shape = Pick<TransformWeightsConfig, "groups" | "plane">;
type Matrices = Pick<WeightTransform, "y" | "x">;
export const piecesOf = (pairs: number): number => Math.ceil(pairs / PIECE);
export const transformTasks = ({ groups, plane }: Shape): number => groups * piecesOf(plane);
export const stageSize = ({ y, x }: Matrices): number => y.length * x.length * PIECE;
export const gatheredSize = ({ y, x }: Matrices): number => y[0].length * x[0].length * PIECE;

export function transformWeights(config: TransformWeightsConfig): Kernel {
  const { threads, groups, plane, taps, gathered, stage, packed } = config;
  const pieces = piecesOf(plane);
  const tasks = transformTasks(config);
  return kernel("transform_weights", (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const buffer of [taps.from, gathered, stage, packed]) k.use(buffer);
    if (taps.kind === "neighbours") k.use(taps.bases);
    const own = k.let("stage", times(thread, stageSize(config)));
    k.loop("task", { from: lo, to: hi }, (task) => {
      const block = k.let("block", remainder(task, pieces));
      const group = k.let("group", remainder(quotient(task, pieces), groups));
      transformPiece(
        k,
        config,
        { thread, start: firstPair(config, group), piece: block, pairs: plane },
        {
          buffer: stage,
          step: PIECE,
          at: (eight) => plus(own, times(remainder(eight, PIECE / 8), 8)),
        },
      );
      const rest = plane - (pieces - 1) * PIECE;
      const whole = () => write(k, config, { group, block, own, count: PIECE });
      const last = () => write(k, config, { group, block, own, count: rest });
      if (rest === PIECE) whole();
      else k.if(compare("lt", block, pieces - 1), whole, last);
    });
  });
}

/** Where a group's pairs begin, among those that `taps` counts. */
export const firstPair = ({ taps, plane, y, x }: Omit<WeightTransform, "gathered">, group: Expr) =>
  times(
    group,
    taps.kind === "planes" ? y[0].length * x[0].length * plane : 4 * Math.ceil(plane / 4),
  );

interface Piece {
  readonly thread: Variable;
  /** Where its pairs are counted from, its number, and how many pairs there are in all. */
  readonly start: Expr;
  readonly piece: Expr;
  readonly pairs: number;
}

interface Target {
  readonly buffer: Buffer;
  /** Elements between products, and where those of vectors 2i and 2i + 1 go. */
  readonly step: number;
  readonly at: (eight: Variable) => Expr;
}

export function transformPiece(
  k: KernelBuilder,
  { taps, plane, gathered, y, x }: WeightTransform,
  { thread, start, piece, pairs }: Piece,
  { buffer, step, at }: Target,
): void {
  const own = k.let("gathered", times(thread, gatheredSize({ y, x })));
  const first = k.let("first", start);
  const range = (size: number) => {
    const from = times(piece, PIECE / size);
    return { from, to: least(plus(from, PIECE / size), Math.ceil(pairs / size)) };
  };
  const count = y[0].length * x[0].length;
  k.loop("four", range(4), (four) => {
    const pair = k.let("pair", plus(first, times(four, 4)));
    const to = k.let("to", plus(own, times(remainder(four, PIECE / 4), 4)));
    const found =
      taps.kind === "neighbours"
        ? turnTaps(k, taps, pair)
        : Array.from({ length: count }, (_, t) => load4(taps.from, plus(pair, t * plane)));
    found.forEach((value, t) => {
      k.store4(gathered, [plus(to, t * PIECE)], value);
    });
  });
  k.loop("eight", range(8), (eight) => {
    const from = k.let("from", plus(own, times(remainder(eight, PIECE / 8), 8)));
    const to = k.let("to", at(eight));
    transform(k, { y, x }, 2, {
      read: (ky, kx, v) => load4(gathered, plus(from, (ky * x[0].length + kx) * PIECE + 4 * v)),
      write: (i, j, values) => {
        values.forEach((value, v) => {
          k.store4(buffer, [plus(to, (i * x.length + j) * step + 4 * v)], value);
        });
      },
    });
  });
}

/** All taps of four pairs, from pair number `pair` on: a vector for each tap. */
function turnTaps(
  k: KernelBuilder,
  { from, bases: list, order }: NeighbouringTaps,
  pair: Expr,
): Variable[] {
  const count = order.length;
  const bases = [0, 1, 2, 3].map((i) => k.let("base", load(list, plus(pair, i))));
  // Four taps at a time; the last four reach back over their neighbours.
  const found: Variable[] = [];
  for (let t = 0; t < count; t += 4) {
    const at = Math.max(0, Math.min(t, count - 4));
    const four = bases.map((base) => k.let("v", load4(from, plus(base, at))));
    deal(k, four).forEach((value, i) => {
      if (at + i >= t && at + i < count) found[at + i] = k.let("tap", value);
    });
  }
  return order.map((place) => found[place]);
}

interface Block {
  readonly group: Variable;
  readonly block: Variable;
  readonly own: Variable;
  /** Pairs of it. */
  readonly count: number;
}

/** The block of every product, from the stage to its plane. */
function write(
  k: KernelBuilder,
  { stage, packed, plane, y, x }: TransformWeightsConfig,
  { group, block, own, count }: Block,
): void {
  const products = y.length * x.length;
  const target = plus(times(group, products * plane), times(block, PIECE));
  const whole = count - (count % 8);
  const move = (from: Expr, to: Expr, at: Int, lanes: number) => {
    const vectors = [0, 1].map((v) => k.let("u", load4(stage, plus(plus(from, at), 4 * v))));
    vectors.forEach((u, v) => {
      k.store4(packed, [plus(plus(to, at), 4 * v)], u, Math.max(0, lanes - 4 * v));
    });
  };
  k.loop("product", products, (product) => {
    const from = k.let("from", plus(own, times(product, PIECE)));
    const to = k.let("to", plus(target, times(product, plane)));
    k.loop("i", { to: whole, step: 8 }, (i) => move(from, to, i, 8));
    if (count > whole) move(from, to, int(whole), count - whole);
  });
}
