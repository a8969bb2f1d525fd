/**
 * Brings channel-first results to where the problem wants them.
 *
 * `interleave` moves the channel axis to the end. `fold` is the transpose of `pad`: every output
 * gathers what the border map sent to it, then adds the bias and applies the activation.
 */
import {
  add,
  float,
  kernel,
  least,
  load,
  loadSplat,
  plus,
  quotient,
  remainder,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";
import { activate } from "./epilogue.ts";
import type { Destination, Triple } from "./geometry.ts";

export interface InterleaveConfig {
  readonly threads: number;
  readonly batch: number;
  readonly channels: number;
  readonly positions: number;
  readonly from: Buffer;
  readonly to: Buffer;
}

/** Positions one task moves. */
const BLOCK = 64;

export const interleaveTasks = ({ batch, positions }: InterleaveConfig): number =>
  batch * Math.ceil(positions / BLOCK);

/** to[n, position, c] = from[n, c, position] */
export function interleave(config: InterleaveConfig): Kernel {
  const { threads, batch, channels, positions, from, to } = config;
  const tasks = interleaveTasks(config);
  const blocks = Math.ceil(positions / BLOCK);
  return kernel("interleave", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    k.use(from);
    k.use(to);
    k.loop("task", { from: lo, to: hi }, (task) => {
      const n = k.let("n", remainder(quotient(task, blocks), batch));
      const first = times(remainder(task, blocks), BLOCK);
      const move = (position: Expr) => {
        const source = k.let("source", plus(times(n, channels * positions), position));
        const target = k.let(
          "target",
          plus(times(n, channels * positions), times(position, channels)),
        );
        k.loop("c", channels, (c) => {
          k.store(to, [plus(target, c)], load(from, plus(source, times(c, positions))));
        });
      };
      k.loop("position", { from: first, to: least(plus(first, BLOCK), positions) }, move);
    });
  });
}

/** Preimages of every index of an axis: `items[starts[i] .. starts[i + 1])`. */
export interface Preimages {
  readonly starts: Buffer;
  readonly items: Buffer;
}

export interface FoldConfig {
  readonly threads: number;
  readonly batch: number;
  readonly channels: number;
  /** Extents of the folded-out results, channel-first in `from`. */
  readonly wide: Triple;
  readonly from: Buffer;
  readonly extents: Triple;
  readonly preimages: readonly [Preimages, Preimages, Preimages];
  readonly destination: Destination;
  /** Elements between neighbours of the destination. */
  readonly strides: { batch: number; channel: number; plane: number; row: number; column: number };
}

/** Tasks are rows of the output. */
export const foldTasks = ({ batch, channels, extents: [d, h] }: FoldConfig): number =>
  batch * channels * d * h;

/** to[n, c, z, y, x] = activation(bias[c] + Σ from[n, c, z', y', x'] over all preimages) */
export function fold(config: FoldConfig): Kernel {
  const { threads, batch, channels, wide, from, extents, preimages, destination, strides } = config;
  const [depth, height, width] = extents;
  const tasks = foldTasks(config);
  return kernel("fold", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    k.use(from);
    k.use(destination.buffer);
    if (destination.bias) k.use(destination.bias);
    for (const { starts, items } of preimages) {
      k.use(starts);
      k.use(items);
    }
    k.loop("row", { from: lo, to: hi }, (row) => {
      const y = remainder(row, height);
      const z = remainder(quotient(row, height), depth);
      const image = quotient(row, height * depth);
      const c = k.let("c", remainder(image, channels));
      const n = remainder(quotient(image, channels), batch);
      const plane = k.let("image", plus(times(n, channels), c));
      const to = k.let(
        "to",
        [
          times(n, strides.batch),
          times(c, strides.channel),
          times(z, strides.plane),
          times(y, strides.row),
        ].reduce((a, b) => plus(a, b)),
      );
      k.loop("x", width, (x) => {
        const sum = k.let(
          "sum",
          destination.bias ? loadSplat(destination.bias, c) : splat(float(0)),
        );
        const walk = (axis: number, index: Expr, base: Expr): void => {
          if (axis === 3) {
            k.set(sum, add(sum, loadSplat(from, base)));
            return;
          }
          const { starts, items } = preimages[axis];
          const begin = k.let("begin", load(starts, index));
          const end = k.let("end", load(starts, plus(index, 1)));
          const next = [y, x][axis];
          k.loop("i", { from: begin, to: end }, (i) => {
            const item = k.let("item", load(items, i));
            const inner = axis === 2 ? plus(base, item) : times(plus(base, item), wide[axis + 1]);
            walk(axis + 1, next, inner);
          });
        };
        walk(0, z, times(plane, wide[0]));
        const value = k.let("v", activate(destination.activation, sum));
        k.store4(destination.buffer, [plus(to, times(x, strides.column))], value, 1);
      });
    });
  });
}
