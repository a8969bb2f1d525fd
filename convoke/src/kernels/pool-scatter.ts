/**
 * What goes back through places: each value of the source is added (the gradient of a maximum) or
 * written (unpooling) where its index says, in a plane that starts from zero; and the reverse, what
 * stands there is picked. An index that lies in no plane is passed over: nothing is written outside.
 *
 * A task is a plane, or a block of channels of an image, so the order of sums is always the same.
 */
import {
  add,
  compare,
  float,
  type Int,
  type KernelBuilder,
  kernel,
  least,
  load,
  plus,
  quotient,
  remainder,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Kernel, Variable } from "../ir/tree.ts";

export interface Places {
  readonly threads: number;
  /** Images (or planes), and values at each position. */
  readonly outer: number;
  readonly inner: number;
  /** Positions of a plane: of those that have an index, and of those it may name. */
  readonly small: number;
  readonly large: number;
  readonly indices: Buffer;
  readonly source: Buffer;
  readonly destination: Buffer;
}

/** Channels of a task: as many floats as a line of the cache holds. */
const BLOCK = 16;

const blocksOf = (inner: number): number => Math.ceil(inner / BLOCK);
export const placeTasks = ({ outer, inner }: Pick<Places, "outer" | "inner">): number =>
  outer * blocksOf(inner);

/** From small planes to large ones. */
export function poolScatter(config: Places, how: "add" | "write"): Kernel {
  const { inner, small, large, indices, source, destination } = config;
  return overBlocks(`pool_${how}`, config, (k, plane, channels) => {
    const to = k.let("to", times(plane, large * inner));
    clear(k, config, to, channels);
    k.loop("n", small, (n) => {
      channels((c) => {
        const from = k.let("from", plus(times(plus(times(plane, small), n), inner), c));
        const index = k.let("index", load(indices, from));
        inside(k, index, large, () => {
          const at = k.let("at", plus(plus(to, times(index, inner)), c));
          const value = load(source, from);
          k.store(destination, [at], how === "add" ? add(load(destination, at), value) : value);
        });
      });
    });
  });
}

/** From large planes to small ones. */
export function poolPick(config: Places): Kernel {
  const { inner, small, large, indices, source, destination } = config;
  return overBlocks("pool_pick", config, (k, plane, channels) => {
    const from = k.let("from", times(plane, large * inner));
    k.loop("n", small, (n) => {
      channels((c) => {
        const at = k.let("at", plus(times(plus(times(plane, small), n), inner), c));
        const index = k.let("index", load(indices, at));
        k.store(destination, [at], float(0));
        inside(k, index, large, () =>
          k.store(destination, [at], load(source, plus(plus(from, times(index, inner)), c))),
        );
      });
    });
  });
}

type EachChannel = (visit: (channel: Int) => void) => void;

function overBlocks(
  name: string,
  config: Places,
  body: (k: KernelBuilder, plane: Variable, channels: EachChannel) => void,
): Kernel {
  const { threads, inner, indices, source, destination } = config;
  const [tasks, blocks] = [placeTasks(config), blocksOf(inner)];
  return kernel(name, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [indices, source, destination]) k.use(b);
    k.loop("task", { from: lo, to: hi }, (task) => {
      const plane = k.let("plane", quotient(task, blocks));
      const first = k.let("first", times(remainder(task, blocks), BLOCK));
      body(k, plane, (visit) => {
        if (inner === 1) visit(0);
        else k.loop("c", { from: first, to: least(plus(first, BLOCK), inner) }, visit);
      });
    });
  });
}

function clear(k: KernelBuilder, config: Places, to: Variable, channels: EachChannel): void {
  const { inner, large, destination } = config;
  if (inner > 1) {
    k.loop("p", large, (p) => {
      channels((c) => k.store(destination, [plus(plus(to, times(p, inner)), c)], float(0)));
    });
    return;
  }
  const zero = k.let("zero", splat(float(0)));
  const whole = large - (large % 4);
  k.loop("p", { to: whole, step: 4 }, (p) => k.store4(destination, [plus(to, p)], zero));
  k.store4(destination, [plus(to, whole)], zero, large - whole);
}

function inside(k: KernelBuilder, index: Variable, size: number, then: () => void): void {
  k.if(compare("ge", index, 0), () => k.if(compare("lt", index, size), then));
}
