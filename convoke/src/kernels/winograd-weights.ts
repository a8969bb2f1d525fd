/**
 * U = G g Gᵀ for all pairs of channels, in a run.
 *
 *   for each task: a piece of the pairs of a group
 *     gathered[tap][pair]: four pairs by four taps, turned
 *     U[e][pair] = (G g Gᵀ)[e], two vectors of pairs at a time: they run as one
 *
 * A task of the convolution itself can do the same for what it needs: `transformPiece`.
 */
import {
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

/**
 * Tap number t of pair e of a group, the pairs filled up to whole vectors, is
 * `from[bases[group][e] + order[t]]`; there is room to read three elements more.
 */
export interface Taps {
  readonly from: Buffer;
  readonly bases: Buffer;
  readonly order: readonly number[];
}

/** What is transformed, and where taps are gathered. */
export interface WeightTransform {
  readonly taps: Taps;
  /** Pairs of channels in a group. */
  readonly pairs: number;
  /** The matrices G of both axes. */
  readonly y: Matrix;
  readonly x: Matrix;
  /** [thread][tap][pair of a piece] */
  readonly gathered: Buffer;
}

export interface TransformWeightsConfig extends WeightTransform {
  readonly threads: number;
  readonly groups: number;
  /** [group][product][pair], products `weightPlane` apart. */
  readonly packed: Buffer;
}

/** Pairs that are transformed at a time. */
const PIECE = 128;

/**
 * Elements from one product to the next: equal places of all share no cache set, and the last vectors
 * of pairs have room.
 */
export const weightPlane = (pairs: number): number => pairs + 16;

type Shape = Pick<TransformWeightsConfig, "groups" | "pairs">;
type Matrices = Pick<WeightTransform, "y" | "x">;
export const piecesOf = (pairs: number): number => Math.ceil(pairs / PIECE);
export const transformTasks = ({ groups, pairs }: Shape): number => groups * piecesOf(pairs);
export const gatheredSize = ({ y, x }: Matrices): number => y[0].length * x[0].length * PIECE;

export function transformWeights(config: TransformWeightsConfig): Kernel {
  const { threads, groups, pairs, packed, y, x } = config;
  const pieces = piecesOf(pairs);
  const tasks = transformTasks(config);
  const step = weightPlane(pairs);
  return kernel("transform_weights", (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const buffer of [...weightBuffers(config), packed]) k.use(buffer);
    k.loop("task", { from: lo, to: hi }, (task) => {
      const piece = k.let("piece", remainder(task, pieces));
      const group = k.let("group", remainder(quotient(task, pieces), groups));
      const to = k.let("to", times(group, y.length * x.length * step));
      transformPiece(
        k,
        config,
        { thread, start: firstPair(config, group), piece, pairs },
        { buffer: packed, step, to },
      );
    });
  });
}

/** What `transformPiece` uses. */
export const weightBuffers = ({ taps, gathered }: WeightTransform): readonly Buffer[] => [
  taps.from,
  taps.bases,
  gathered,
];

/** Where a group's pairs begin in the list of bases. */
export const firstPair = ({ pairs }: Pick<WeightTransform, "pairs">, group: Expr): Expr =>
  times(group, 4 * Math.ceil(pairs / 4));

interface Piece {
  readonly thread: Variable;
  /** Where its pairs are counted from, its number, and how many pairs there are in all. */
  readonly start: Expr;
  readonly piece: Expr;
  readonly pairs: number;
}

interface Target {
  readonly buffer: Buffer;
  /** Elements between products, and where all pairs begin. */
  readonly step: number;
  readonly to: Variable;
}

export function transformPiece(
  k: KernelBuilder,
  { taps, gathered, y, x }: WeightTransform,
  { thread, start, piece, pairs }: Piece,
  { buffer, step, to }: Target,
): void {
  const own = k.let("gathered", times(thread, gatheredSize({ y, x })));
  const first = k.let("first", start);
  const range = (size: number) => {
    const from = times(piece, PIECE / size);
    return { from, to: least(plus(from, PIECE / size), Math.ceil(pairs / size)) };
  };
  k.loop("four", range(4), (four) => {
    const pair = k.let("pair", plus(first, times(four, 4)));
    const at = k.let("at", plus(own, times(remainder(four, PIECE / 4), 4)));
    turnTaps(k, taps, pair).forEach((value, t) => {
      k.store4(gathered, [plus(at, t * PIECE)], value);
    });
  });
  k.loop("eight", range(8), (eight) => {
    const from = k.let("from", plus(own, times(remainder(eight, PIECE / 8), 8)));
    const target = k.let("target", plus(to, times(eight, 8)));
    transform(k, { y, x }, 2, {
      read: (ky, kx, v) => load4(gathered, plus(from, (ky * x[0].length + kx) * PIECE + 4 * v)),
      write: (i, j, values) => {
        values.forEach((value, v) => {
          k.store4(buffer, [plus(target, (i * x.length + j) * step + 4 * v)], value);
        });
      },
    });
  });
}

/** All taps of four pairs, from pair number `pair` on: a vector for each tap. */
function turnTaps(k: KernelBuilder, { from, bases: list, order }: Taps, pair: Expr): Variable[] {
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
