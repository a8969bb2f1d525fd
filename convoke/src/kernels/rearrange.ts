/**
 * Elements in another order: to[i] = from[sources[i]], or zero where there is no source.
 *
 *   for each run of `size` elements: at = table[run];  to[run · size + j] = from[at + j], j < size
 *
 * Runs are as long as neighbours stay neighbours throughout, so a weight that is packed by output
 * channels, and lies that way already, is copied by vectors.
 */
import {
  compare,
  float,
  int,
  type KernelBuilder,
  kernel,
  least,
  load,
  load4,
  plus,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";

/** Stands for no source: the element becomes zero. */
export const NOTHING = -1;
/** Lengths of runs that are tried. */
const SIZES = [32, 16, 8, 4] as const;
/** Runs of one element that are written out side by side. */
const UNROLL = 4;
/** Elements of one task. */
const TASK = 2048;

export interface Runs {
  readonly size: number;
  /** Source of the first element of every run. */
  readonly firsts: Int32Array;
}

/** The longest runs that all elements fall into. */
export function runsOf(sources: Int32Array): Runs {
  const together = (size: number) => {
    if (sources.length % size !== 0) return false;
    for (let i = 0; i < sources.length; i++) {
      if (i % size === 0) continue;
      const next = sources[i - 1] === NOTHING ? NOTHING : sources[i - 1] + 1;
      if (sources[i] !== next) return false;
    }
    return true;
  };
  const size = SIZES.find(together) ?? 1;
  if (size === 1) return { size, firsts: sources };
  return {
    size,
    firsts: Int32Array.from({ length: sources.length / size }, (_, r) => sources[r * size]),
  };
}

export interface RearrangeConfig {
  readonly threads: number;
  /** Elements of a run. */
  readonly size: number;
  readonly from: Buffer;
  readonly to: Buffer;
  /** `Runs.firsts`, in memory. */
  readonly firsts: Buffer;
}

type Table = Pick<RearrangeConfig, "size" | "firsts">;
export const rearrangeTasks = ({ size, firsts }: Table): number =>
  Math.ceil(firsts.shape[0] / (TASK / size));

export function rearrange(config: RearrangeConfig): Kernel {
  const { threads, size, from, to, firsts } = config;
  const tasks = rearrangeTasks(config);
  const count = firsts.shape[0];
  const gaps = (firsts.values?.min ?? 0) < 0;
  return kernel(`rearrange_${size}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const buffer of [from, to, firsts]) k.use(buffer);
    const one = (run: Expr) => {
      const at = k.let("at", load(firsts, run));
      const target = times(run, size);
      const fill = () => move(k, size, to, target, null, at);
      const copy = () => move(k, size, to, target, from, at);
      if (gaps) k.if(compare("lt", at, 0), fill, copy);
      else copy();
    };
    k.loop("task", { from: lo, to: hi }, (task) => {
      const groups = TASK / size / UNROLL;
      const whole = Math.floor(count / UNROLL);
      const first = times(task, groups);
      k.loop("group", { from: first, to: least(plus(first, groups), whole) }, (group) => {
        for (let u = 0; u < UNROLL; u++) one(plus(times(group, UNROLL), u));
      });
      if (count === whole * UNROLL) return;
      k.if(compare("eq", task, tasks - 1), () => {
        for (let run = whole * UNROLL; run < count; run++) one(int(run));
      });
    });
  });
}

/** One run, from a buffer or of zeros. */
function move(
  k: KernelBuilder,
  size: number,
  to: Buffer,
  target: Expr,
  from: Buffer | null,
  at: Expr,
): void {
  if (size === 1) {
    k.store(to, [target], from ? load(from, at) : float(0));
    return;
  }
  for (let j = 0; j < size; j += 4)
    k.store4(to, [plus(target, j)], from ? load4(from, plus(at, j)) : splat(float(0)));
}
