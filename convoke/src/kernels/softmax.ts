/**
 * Softmax over rows of x, one row a task:
 *
 *   m = max x, s = Σ e^(x - m);   y = e^(x - m) / s,   or its logarithm x - m - ln s
 *   gradient of y: y · (g - Σ g·y);   of its logarithm: g - e^y · Σ g
 *
 * Sums run over four lanes in a fixed order, so the bits depend on nothing. Source: Goodfellow, Bengio
 * and Courville, "Deep Learning", 2016, 6.2.2.3.
 */
import {
  add,
  div,
  float,
  type KernelBuilder,
  load4,
  max,
  mul,
  plus,
  splat,
  sub,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";
import { exponential, logarithm } from "./exponential.ts";
import { firstLanes, maxOfLanes, sumOfLanes } from "./lane-sums.ts";
import { all } from "./map.ts";
import { overTasks, overVectors } from "./tasks.ts";

export interface SoftmaxConfig {
  readonly threads: number;
  readonly rows: number;
  readonly classes: number;
  readonly logarithm: boolean;
}

export function softmax(config: SoftmaxConfig, from: Buffer, to: Buffer): Step {
  const { threads, rows, classes } = config;
  const buffers = [from, to];
  return overTasks({ name: "softmax", threads, tasks: rows, buffers }, (k, row) => {
    const at = k.let("at", times(row, classes));
    const { most, sum } = statistics(k, from, classes, at);
    const whole = config.logarithm ? add(most, logarithm(k, sum)) : div(all(1), sum);
    const one = k.let("whole", whole);
    overVectors(k, classes, (c, lanes) => {
      const x = load4(from, plus(at, c));
      const y = config.logarithm ? sub(x, one) : mul(exponential(k, sub(x, most)), one);
      k.store4(to, [plus(at, c)], k.let("y", y), lanes);
    });
  });
}

/** @param output what `softmax` made. */
export function softmaxGradient(
  config: SoftmaxConfig,
  output: Buffer,
  gradient: Buffer,
  to: Buffer,
): Step {
  const { threads, rows, classes } = config;
  const buffers = [output, gradient, to];
  return overTasks({ name: "softmax_back", threads, tasks: rows, buffers }, (k, row) => {
    const at = k.let("at", times(row, classes));
    const sums = k.let("sums", all(0));
    overVectors(k, classes, (c, lanes) => {
      const g = load4(gradient, plus(at, c));
      const part = config.logarithm ? g : mul(g, load4(output, plus(at, c)));
      k.set(sums, add(sums, firstLanes(part, lanes, 0)));
    });
    const sum = sumOfLanes(k, sums);
    overVectors(k, classes, (c, lanes) => {
      const [y, g] = [load4(output, plus(at, c)), load4(gradient, plus(at, c))];
      const back = config.logarithm ? sub(g, mul(exponential(k, y), sum)) : mul(y, sub(g, sum));
      k.store4(to, [plus(at, c)], k.let("back", back), lanes);
    });
  });
}

/** The largest number of a row and Σ e^(x - largest), in all lanes. */
export function statistics(k: KernelBuilder, from: Buffer, classes: number, at: Expr) {
  const top = k.let("top", splat(float(-Infinity)));
  overVectors(k, classes, (c, lanes) =>
    k.set(top, max(top, firstLanes(load4(from, plus(at, c)), lanes, -Infinity))),
  );
  const most = maxOfLanes(k, top);
  const sums = k.let("sums", all(0));
  overVectors(k, classes, (c, lanes) => {
    const e = exponential(k, sub(load4(from, plus(at, c)), most));
    k.set(sums, add(sums, firstLanes(e, lanes, 0)));
  });
  return { most, sum: sumOfLanes(k, sums) };
}
