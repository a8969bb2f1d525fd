/**
 * Softmax cross entropy over rows of logits x, one row a task:
 *
 *   m = max x, s = Σ e^(x - m), loss = m + ln s - x[label]
 *   gradient = (e^(x - m) / s - [class is label]) · scale
 */
import { add, div, load, load4, loadSplat, mul, plus, sub, times } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";
import { exponential, logarithm } from "./exponential.ts";
import { all } from "./map.ts";
import { statistics } from "./softmax.ts";
import { overTasks, overVectors } from "./tasks.ts";

export interface CrossEntropyConfig {
  readonly threads: number;
  readonly rows: number;
  readonly classes: number;
  readonly logits: Buffer;
  /** Whole numbers below `classes`. */
  readonly labels: Buffer;
}

/** losses[row] of every row. */
export function crossEntropy(config: CrossEntropyConfig & { readonly losses: Buffer }): Step {
  const { threads, rows, classes, logits, labels, losses } = config;
  const buffers = [logits, labels, losses];
  return overTasks({ name: "cross_entropy", threads, tasks: rows, buffers }, (k, row) => {
    const at = k.let("at", times(row, classes));
    const { most, sum } = statistics(k, logits, classes, at);
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
): Step {
  const { threads, rows, classes, logits, labels, outer, factor, gradient } = config;
  const buffers = [logits, labels, outer, gradient];
  return overTasks({ name: "cross_entropy_back", threads, tasks: rows, buffers }, (k, row) => {
    const at = k.let("at", times(row, classes));
    const { most, sum } = statistics(k, logits, classes, at);
    const scale = k.let("scale", mul(loadSplat(outer, 0), all(factor)));
    const share = k.let("share", div(scale, sum));
    overVectors(k, classes, (c, lanes) => {
      const e = exponential(k, sub(load4(logits, plus(at, c)), most));
      k.store4(gradient, [plus(at, c)], k.let("g", mul(e, share)), lanes);
    });
    const label = plus(at, load(labels, row));
    const own = k.let("own", loadSplat(gradient, label));
    k.store4(gradient, [label], k.let("own", sub(own, scale)), 1);
  });
}
