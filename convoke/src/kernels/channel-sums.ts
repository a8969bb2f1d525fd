/**
 * The sum of every channel over all images and positions: the gradient of a bias. In a fixed order:
 * eight sums side by side where positions are neighbours, each image for itself, then images.
 */
import {
  add,
  float,
  int,
  type KernelBuilder,
  kernel,
  load4,
  loadSplat,
  plus,
  shuffle,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";

export interface ChannelSumsConfig {
  readonly threads: number;
  readonly batch: number;
  readonly channels: number;
  readonly positions: number;
  readonly channelsLast: boolean;
  readonly from: Buffer;
  /** One value a channel. */
  readonly to: Buffer;
}

/** Sums under way at a time. */
const CHAINS = 4;

/** Tasks are channels, or four of them where they are neighbours. */
export const channelSumsTasks = ({
  channels,
  channelsLast,
}: Pick<ChannelSumsConfig, "channels" | "channelsLast">): number =>
  channelsLast ? Math.ceil(channels / 4) : channels;

export function channelSums(config: ChannelSumsConfig): Kernel {
  const { threads, from, to, channelsLast } = config;
  const tasks = channelSumsTasks(config);
  return kernel("channel_sums", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    k.use(from);
    k.use(to);
    k.loop("task", { from: lo, to: hi }, (task) => {
      if (channelsLast) neighbours(k, config, task);
      else planes(k, config, task);
    });
  });
}

/** A channel whose positions are neighbours. */
function planes(
  k: KernelBuilder,
  { batch, channels, positions, from, to }: ChannelSumsConfig,
  channel: Variable,
): void {
  const whole = positions - (positions % (4 * CHAINS));
  const total = k.let("total", splat(float(0)));
  k.loop("n", batch, (n) => {
    const base = k.let("base", times(plus(times(n, channels), channel), positions));
    const sums = zeros(k);
    k.loop("p", { to: whole, step: 4 * CHAINS }, (p) => {
      sums.forEach((sum, i) => {
        k.set(sum, add(sum, load4(from, plus(plus(base, p), 4 * i))));
      });
    });
    for (let p = whole; p + 4 <= positions; p += 4)
      k.set(sums[(p / 4) % CHAINS], add(sums[(p / 4) % CHAINS], load4(from, plus(base, p))));
    const sum = k.let("sum", together(sums));
    const halves = k.let("halves", add(sum, shuffle(sum, sum, [2, 3, 2, 3])));
    const one = k.let("one", add(halves, shuffle(halves, halves, [1, 1, 1, 1])));
    for (let p = positions - (positions % 4); p < positions; p++)
      k.set(one, add(one, loadSplat(from, plus(base, p))));
    k.set(total, add(total, one));
  });
  k.store4(to, [channel], total, 1);
}

/** Four channels, or what is left of them, at every position. */
function neighbours(
  k: KernelBuilder,
  { batch, channels, positions, from, to }: ChannelSumsConfig,
  block: Variable,
): void {
  const total = k.let("total", splat(float(0)));
  const whole = positions - (positions % CHAINS);
  k.loop("n", batch, (n) => {
    const base = k.let("base", plus(times(n, channels * positions), times(block, 4)));
    const sums = zeros(k);
    k.loop("p", { to: whole, step: CHAINS }, (p) => {
      sums.forEach((sum, i) => {
        k.set(sum, add(sum, load4(from, plus(base, times(plus(p, i), channels)))));
      });
    });
    for (let p = whole; p < positions; p++)
      k.set(sums[p % CHAINS], add(sums[p % CHAINS], load4(from, plus(base, p * channels))));
    k.set(total, add(total, together(sums)));
  });
  const rest = channels % 4;
  const blocks = Math.ceil(channels / 4);
  const store = (lanes: number) => k.store4(to, [times(block, 4)], total, lanes);
  if (rest === 0) store(4);
  else if (blocks === 1) k.store4(to, [int(0)], total, rest);
  else
    k.if(
      { op: "lt", a: block, b: int(blocks - 1) },
      () => store(4),
      () => k.store4(to, [int(4 * (blocks - 1))], total, rest),
    );
}

const zeros = (k: KernelBuilder): Variable[] =>
  Array.from({ length: CHAINS }, () => k.let("sum", splat(float(0))));

const together = ([a, b, c, d]: readonly Variable[]): Expr => add(add(a, b), add(c, d));
