/**
 * U = G g Gᵀ for all pairs of channels, in vectors of four pairs.
 *
 *   for each task: a block of the pairs of a group
 *     for each vector of pairs
 *       g[ky][kx]: where the taps of a pair are neighbours, four pairs by four taps, turned;
 *                  else from planes, one for each tap
 *       h[ky] = G g[ky] along x;  U[·][j] = G h[·][j] along y → stage
 *     stage → U, one product after another
 *
 * The stage keeps a block in the first-level cache: the planes of the products are often a power of
 * two apart, and a vector to each of them in turn would find one set of the cache for all.
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
import { constants, linearMap } from "./linear-map.ts";

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

export interface TransformWeightsConfig {
  readonly threads: number;
  readonly groups: number;
  /** Pairs of channels in a group. */
  readonly plane: number;
  /** The matrices G of both axes. */
  readonly y: Matrix;
  readonly x: Matrix;
  readonly taps: Taps;
  /** [thread][product][pair of a block] */
  readonly stage: Buffer;
  /** [group][product][pair] */
  readonly packed: Buffer;
}

/** Vectors of one task. */
const BLOCK = 32;

type Shape = Pick<TransformWeightsConfig, "groups" | "plane">;
const blocksOf = (plane: number): number => Math.ceil(plane / (4 * BLOCK));
export const transformTasks = ({ groups, plane }: Shape): number => groups * blocksOf(plane);
export const stageSize = ({ y, x }: Pick<TransformWeightsConfig, "y" | "x">): number =>
  y.length * x.length * 4 * BLOCK;

export function transformWeights(config: TransformWeightsConfig): Kernel {
  const { threads, groups, plane, y, x, taps, stage, packed } = config;
  const blocks = blocksOf(plane);
  const tasks = transformTasks(config);
  const vectors = Math.ceil(plane / 4);
  return kernel("transform_weights", (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const buffer of [taps.from, stage, packed]) k.use(buffer);
    if (taps.kind === "neighbours") k.use(taps.bases);
    const own = k.let("stage", times(thread, stageSize(config)));
    k.loop("task", { from: lo, to: hi }, (task) => {
      const block = k.let("block", remainder(task, blocks));
      const group = k.let("group", remainder(quotient(task, blocks), groups));
      const first = times(block, BLOCK);
      k.loop("vector", { from: first, to: least(plus(first, BLOCK), vectors) }, (vector) => {
        const all = constants(k);
        const g = read(k, config, group, vector);
        const along = g.map((row) => linearMap(k, x, row, all));
        const to = k.let("to", plus(own, times(remainder(vector, BLOCK), 4)));
        for (let j = 0; j < x.length; j++) {
          const column = along.map((row) => row[j]);
          linearMap(k, y, column, all).forEach((value, i) => {
            k.store4(stage, [plus(to, (i * x.length + j) * 4 * BLOCK)], value);
          });
        }
      });
      const rest = plane - (blocks - 1) * 4 * BLOCK;
      const whole = () => write(k, config, { group, block, own, count: 4 * BLOCK });
      const last = () => write(k, config, { group, block, own, count: rest });
      if (rest === 4 * BLOCK) whole();
      else k.if(compare("lt", block, blocks - 1), whole, last);
    });
  });
}

/** The taps of four pairs, row by row. */
function read(
  k: KernelBuilder,
  { taps, plane, y, x }: TransformWeightsConfig,
  group: Variable,
  vector: Variable,
): Expr[][] {
  const [rows, columns] = [y[0].length, x[0].length];
  const count = rows * columns;
  const grid = (tap: (t: number) => Expr) =>
    Array.from({ length: rows }, (_, ky) =>
      Array.from({ length: columns }, (_, kx) => tap(ky * columns + kx)),
    );
  if (taps.kind === "planes") {
    const from = k.let("from", plus(times(group, count * plane), times(vector, 4)));
    return grid((t) => k.let("tap", load4(taps.from, plus(from, t * plane))));
  }
  const pair = plus(times(group, 4 * Math.ceil(plane / 4)), times(vector, 4));
  const found = turnTaps(k, taps, pair);
  return grid((t) => found[t]);
}

/** All taps of four pairs, from pair number `pair` on: a vector for each tap. */
export function turnTaps(
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
  const target = plus(times(group, products * plane), times(block, 4 * BLOCK));
  const whole = count - (count % 8);
  const move = (from: Expr, to: Expr, at: Int, lanes: number) => {
    const vectors = [0, 1].map((v) => k.let("u", load4(stage, plus(plus(from, at), 4 * v))));
    vectors.forEach((u, v) => {
      k.store4(packed, [plus(plus(to, at), 4 * v)], u, Math.max(0, lanes - 4 * v));
    });
  };
  k.loop("product", products, (product) => {
    const from = k.let("from", plus(own, times(product, 4 * BLOCK)));
    const to = k.let("to", plus(target, times(product, plane)));
    k.loop("i", { to: whole, step: 8 }, (i) => move(from, to, i, 8));
    if (count > whole) move(from, to, int(whole), count - whole);
  });
}
