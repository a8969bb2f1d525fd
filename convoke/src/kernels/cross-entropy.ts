/**
 * Softmax cross entropy over rows of logits x, one row a task:
 *
 *   m = max x, s = Σ e^(x - m), loss = m + ln s - x[label]
 *   gradient = (e^(x - m) / s - [class is label]) · scale
 *
 * Sums run over four lanes in a fixed order, so the bits depend on nothing. Source: Goodfellow, Bengio
 * and Courville, "Deep Learning", 2016, 6.2.2.3.
 */
import {
  add,
  div,
  float,
  type Int,
  type KernelBuilder,
  kernel,
  load,
  load4,
  loadSplat,
  max,
  mul,
  plus,
  splat,
  sub,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import { exponential, logarithm } from "./exponential.ts";
import { firstLanes, maxOfLanes, sumOfLanes } from "./lane-sums.ts";
import { all } from "./map.ts";

export interface CrossEntropyConfig {
  readonly threads: number;
  readonly rows: number;
  readonly classes: number;
  readonly logits: Buffer;
  /** Whole numbers below `classes`. */
  readonly labels: Buffer;
}

/** losses[row] of every row. */
export function crossEntropy(config: CrossEntropyConfig & { readonly losses: Buffer }): Kernel {
  const { logits, labels, losses } = config;
  return overRows("cross_entropy", config, [logits, labels, losses], (k, row, at) => {
    const { most, sum } = statistics(k, config, at);
    const chosen = loadSplat(logits, plus(at, load(labels, row)));
    k.store4(losses, [row], k.let("loss", sub(add(most, logarithm(k, sum)), chosen)), 1);
  });
}

/** gradient[row, class], scaled by `factor` times the single number in `outer`. */
export function crossEntropyGradient(
  config: CrossEntropyConfig & {
    readonly outer: Buffer;
    readonly factor: number;
    readonly gradient: Buffer;
  },
): Kernel {
  const { logits, labels, outer, factor, gradient } = config;
  const buffers = [logits, labels, outer, gradient];
  return overRows("cross_entropy_back", config, buffers, (k, row, at) => {
    const { most, sum } = statistics(k, config, at);
    const scale = k.let("scale", mul(loadSplat(outer, 0), all(factor)));
    const share = k.let("share", div(scale, sum));
    overClasses(k, config, (c, lanes) => {
      const e = exponential(k, sub(load4(logits, plus(at, c)), most));
      k.store4(gradient, [plus(at, c)], k.let("g", mul(e, share)), lanes);
    });
    const label = plus(at, load(labels, row));
    const own = k.let("own", loadSplat(gradient, label));
    k.store4(gradient, [label], k.let("own", sub(own, scale)), 1);
  });
}

function overRows(
  name: string,
  { threads, rows, classes }: CrossEntropyConfig,
  buffers: readonly Buffer[],
  body: (k: KernelBuilder, row: Variable, at: Expr) => void,
): Kernel {
  return kernel(name, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: rows });
    const hi = k.param("hi", { min: 0, max: rows });
    for (const buffer of buffers) k.use(buffer);
    k.loop("row", { from: lo, to: hi }, (row) => body(k, row, k.let("at", times(row, classes))));
  });
}

/** Four classes at a time, the last ones perhaps fewer. */
function overClasses(
  k: KernelBuilder,
  { classes }: CrossEntropyConfig,
  body: (c: Int, lanes: number) => void,
): void {
  const whole = classes - (classes % 4);
  k.loop("q", whole / 4, (q) => body(times(q, 4), 4));
  if (whole < classes) body(whole, classes - whole);
}

/** The largest logit of a row and Σ e^(x - largest), in all lanes. */
function statistics(k: KernelBuilder, config: CrossEntropyConfig, at: Expr) {
  const { logits } = config;
  const top = k.let("top", splat(float(-Infinity)));
  overClasses(k, config, (c, lanes) =>
    k.set(top, max(top, firstLanes(load4(logits, plus(at, c)), lanes, -Infinity))),
  );
  const most = maxOfLanes(k, top);
  const sums = k.let("sums", splat(float(0)));
  overClasses(k, config, (c, lanes) => {
    const e = exponential(k, sub(load4(logits, plus(at, c)), most));
    k.set(sums, add(sums, firstLanes(e, lanes, 0)));
  });
  return { most, sum: sumOfLanes(k, sums) };
}
