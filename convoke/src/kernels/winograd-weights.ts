/**
 * U = G g Gᵀ for all pairs of channels, in vectors of four pairs: taps and results lie in planes of
 * the same order, so every pair is treated alike.
 *
 *   for each task: a block of a plane;  for each vector of it
 *     g[ky][kx] = taps[ky, kx];  h[ky] = G g[ky] along x;  U[·][j] = G h[·][j] along y
 */
import {
  compare,
  type Int,
  int,
  kernel,
  least,
  load4,
  plus,
  quotient,
  remainder,
  times,
} from "../ir/build.ts";
import type { Buffer, Kernel } from "../ir/tree.ts";
import { constants, linearMap } from "./linear-map.ts";
import type { Matrix } from "./toom-cook.ts";

export interface TransformWeightsConfig {
  readonly threads: number;
  readonly groups: number;
  /** Pairs of channels in a group. */
  readonly plane: number;
  /** The matrices G of both axes. */
  readonly y: Matrix;
  readonly x: Matrix;
  /** [group][tap][pair], with room to read a vector at the last pair. */
  readonly taps: Buffer;
  /** [group][product][pair] */
  readonly packed: Buffer;
}

/** Vectors of one task. */
const BLOCK = 64;

const blocksOf = (plane: number): number => Math.ceil(plane / (4 * BLOCK));
export const transformTasks = ({
  groups,
  plane,
}: Pick<TransformWeightsConfig, "groups" | "plane">): number => groups * blocksOf(plane);

export function transformWeights(config: TransformWeightsConfig): Kernel {
  const { threads, groups, plane, y, x, taps, packed } = config;
  const [rows, columns] = [y[0].length, x[0].length];
  const blocks = blocksOf(plane);
  const tasks = transformTasks(config);
  const whole = Math.floor(plane / 4);
  return kernel("transform_weights", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    k.use(taps);
    k.use(packed);
    k.loop("task", { from: lo, to: hi }, (task) => {
      const block = k.let("block", remainder(task, blocks));
      const group = k.let("group", remainder(quotient(task, blocks), groups));
      const one = (at: Int, lanes: number) => {
        const all = constants(k);
        const from = k.let("from", plus(times(group, rows * columns * plane), at));
        const to = k.let("to", plus(times(group, y.length * x.length * plane), at));
        const along = Array.from({ length: rows }, (_, ky) => {
          const row = Array.from({ length: columns }, (_, kx) =>
            k.let("tap", load4(taps, plus(from, (ky * columns + kx) * plane))),
          );
          return linearMap(k, x, row, all);
        });
        for (let j = 0; j < x.length; j++) {
          const column = along.map((row) => row[j]);
          linearMap(k, y, column, all).forEach((value, i) => {
            k.store4(packed, [plus(to, (i * x.length + j) * plane)], value, lanes);
          });
        }
      };
      const first = times(block, BLOCK);
      k.loop("vector", { from: first, to: least(plus(first, BLOCK), whole) }, (vector) =>
        one(times(vector, 4), 4),
      );
      if (plane > 4 * whole)
        k.if(compare("eq", block, blocks - 1), () => one(int(4 * whole), plane - 4 * whole));
    });
  });
}
