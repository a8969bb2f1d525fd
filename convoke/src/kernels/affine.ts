/**
 * y = x · w + b with one weight and one bias a channel, x of shape [outer, channels, inner], and the
 * gradients of both: sums over images and positions in a fixed order. Lanes are positions, or channels
 * where there is only one position.
 */
import {
  add,
  compare,
  fma,
  type Int,
  type KernelBuilder,
  load4,
  loadSplat,
  mul,
  plus,
  remainder,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";
import { firstLanes, sumOfLanes } from "./lane-sums.ts";
import { all } from "./map.ts";
import { overTasks, overVectors } from "./tasks.ts";

export interface Channels {
  readonly threads: number;
  readonly outer: number;
  readonly channels: number;
  readonly inner: number;
}

const present = (buffers: readonly (Buffer | null)[]): Buffer[] =>
  buffers.filter((b) => b !== null);

export interface ByChannel {
  readonly name: string;
  /** One number a channel each. */
  readonly of: readonly Buffer[];
  /** Made of those once a channel, where positions are neighbours, and given to `f` in their place. */
  readonly once?: (k: KernelBuilder, numbers: readonly Expr[]) => readonly Expr[];
  readonly f: (x: Expr, numbers: readonly Expr[]) => Expr;
}

/** y = f(x, the numbers of its channel) */
export function byChannel(
  { threads, outer, channels, inner }: Channels,
  { name, of, once = (_, numbers) => numbers, f }: ByChannel,
  from: Buffer,
  to: Buffer,
): Step {
  const alone = inner === 1;
  const tasks = alone ? outer : outer * channels;
  const buffers = [from, to, ...of];
  return overTasks({ name, threads, tasks, buffers }, (k, task) => {
    const numbers = (load: (buffer: Buffer) => Expr) =>
      once(
        k,
        of.map((buffer) => k.let("n", load(buffer))),
      ).map((value) => k.let("n", value));
    const at = k.let("at", times(task, alone ? channels : inner));
    const channel = k.let("channel", remainder(task, channels));
    const shared = alone ? [] : numbers((buffer) => loadSplat(buffer, channel));
    overVectors(k, alone ? channels : inner, (i, lanes) => {
      const own = alone ? numbers((buffer) => load4(buffer, i)) : shared;
      const y = f(k.let("x", load4(from, plus(at, i))), own);
      k.store4(to, [plus(at, i)], k.let("y", y), lanes);
    });
  });
}

export function affine(
  shape: Channels,
  weight: Buffer | null,
  bias: Buffer | null,
  from: Buffer,
  to: Buffer,
): Step {
  const f = (x: Expr, numbers: readonly Expr[]) => {
    if (weight && bias) return fma(x, numbers[0], numbers[1]);
    return weight ? mul(x, numbers[0]) : bias ? add(x, numbers[0]) : x;
  };
  return byChannel(shape, { name: "affine", of: present([weight, bias]), f }, from, to);
}

/** Σ g·x of every channel to `weight`, Σ g to `bias`; either may be missing. */
export function affineGradient(
  { threads, outer, channels, inner }: Channels,
  input: Buffer,
  gradient: Buffer,
  weight: Buffer | null,
  bias: Buffer | null,
): Step {
  const buffers = present([input, gradient, weight, bias]);
  const term = (to: Buffer | null, at: Expr) => {
    const g = load4(gradient, at);
    return to === weight ? mul(g, load4(input, at)) : g;
  };
  const results = present([weight, bias]);
  const zeros = (k: KernelBuilder) => results.map(() => k.let("sum", all(0)));
  const name = "affine_back";
  if (inner > 1) {
    return overTasks({ name, threads, tasks: channels, buffers }, (k, channel) => {
      const totals = zeros(k);
      k.loop("n", outer, (n) => {
        const at = k.let("at", times(plus(times(n, channels), channel), inner));
        const sums = zeros(k);
        overVectors(k, inner, (i, lanes) => {
          results.forEach((to, j) => {
            k.set(sums[j], add(sums[j], firstLanes(term(to, plus(at, i)), lanes, 0)));
          });
        });
        totals.forEach((sum, j) => {
          k.set(sum, add(sum, sums[j]));
        });
      });
      results.forEach((to, j) => {
        k.store4(to, [channel], sumOfLanes(k, totals[j]) as Expr, 1);
      });
    });
  }
  const blocks = Math.ceil(channels / 4);
  return overTasks({ name, threads, tasks: blocks, buffers }, (k, block) => {
    const sums = zeros(k);
    k.loop("n", outer, (n) => {
      const at = k.let("at", plus(times(n, channels), times(block, 4)));
      results.forEach((to, j) => {
        k.set(sums[j], add(sums[j], term(to, at)));
      });
    });
    const store = (first: Int, lanes: number) => {
      results.forEach((to, j) => {
        k.store4(to, [first], sums[j], lanes);
      });
    };
    const rest = channels - 4 * (blocks - 1);
    if (blocks === 1) store(0, rest);
    else
      k.if(
        compare("lt", block, blocks - 1),
        () => store(times(block, 4), 4),
        () => store(4 * (blocks - 1), rest),
      );
  });
}
