/**
 * Cells brought to mean 0 and variance 1: y = (x - m) · r, m the mean of a cell, r = 1/√(v + ε) with
 * v its variance. A cell is `runs` runs of `length` neighbours: a channel of all images, a group of
 * channels of one, a row. One cell a task, in a fixed order.
 *
 *   gradient: r · (g - mean g - y · mean(g·y))
 *
 * Source: Ioffe and Szegedy, "Batch normalization", 2015, 3.
 */
import {
  add,
  div,
  fma,
  type KernelBuilder,
  load4,
  loadSplat,
  mul,
  plus,
  simd,
  sub,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";
import { firstLanes, sumOfLanes } from "./lane-sums.ts";
import { all } from "./map.ts";
import { overTasks, overVectors } from "./tasks.ts";

export interface Cells {
  readonly threads: number;
  readonly cells: number;
  readonly runs: number;
  readonly length: number;
  /** Run r of cell c begins at c · cellStride + r · runStride. */
  readonly cellStride: number;
  readonly runStride: number;
}

/** Means and variances of all runs so far: state ← (1 - momentum) · state + momentum · this run's. */
export interface Running {
  readonly mean: Buffer;
  readonly variance: Buffer;
  readonly momentum: number;
}

/** @param factors where r goes, for the gradient. */
export function normalize(
  cells: Cells,
  epsilon: number,
  from: Buffer,
  to: Buffer,
  factors: Buffer | null,
  running: Running | null,
): Step {
  const { threads, runs, length } = cells;
  const count = runs * length;
  const states = running ? [running.mean, running.variance] : [];
  const buffers = [from, to, ...(factors ? [factors] : []), ...states];
  const tasks = cells.cells;
  return overTasks({ name: "normalize", threads, tasks, buffers }, (k, cell) => {
    const average = (term: (x: Expr) => Expr) =>
      k.let(
        "m",
        mul(
          sumOver(k, cells, cell, (at) => term(load4(from, at))),
          all(1 / count),
        ),
      );
    const mean = average((x) => x);
    const variance = average((x) => {
      const off = k.let("off", sub(x, mean));
      return mul(off, off);
    });
    const factor = k.let("r", inverseRoot(variance, epsilon));
    eachRun(k, cells, cell, (start) => {
      overVectors(k, length, (i, lanes) => {
        const y = mul(sub(load4(from, plus(start, i)), mean), factor);
        k.store4(to, [plus(start, i)], k.let("y", y), lanes);
      });
    });
    if (factors) k.store4(factors, [cell], factor, 1);
    if (!running) return;
    const { momentum } = running;
    const follow = (state: Buffer, now: Expr, share: number) => {
      const kept = mul(loadSplat(state, cell), all(1 - momentum));
      k.store4(state, [cell], k.let("next", fma(now, all(share), kept)), 1);
    };
    follow(running.mean, mean, momentum);
    // What is kept estimates the variance of all there is, not of this batch.
    follow(running.variance, variance, (momentum * count) / (count - 1));
  });
}

/** @param output what `normalize` made, with its `factors`. */
export function normalizeGradient(
  cells: Cells,
  output: Buffer,
  factors: Buffer,
  gradient: Buffer,
  to: Buffer,
): Step {
  const { threads, runs, length } = cells;
  const count = runs * length;
  const buffers = [output, factors, gradient, to];
  const tasks = cells.cells;
  return overTasks({ name: "normalize_back", threads, tasks, buffers }, (k, cell) => {
    const average = (term: (at: Expr) => Expr) =>
      k.let("m", mul(sumOver(k, cells, cell, term), all(1 / count)));
    const mean = average((at) => load4(gradient, at));
    const slope = average((at) => mul(load4(gradient, at), load4(output, at)));
    const factor = k.let("r", loadSplat(factors, cell));
    eachRun(k, cells, cell, (start) => {
      overVectors(k, length, (i, lanes) => {
        const at = plus(start, i);
        const off = sub(sub(load4(gradient, at), mean), mul(load4(output, at), slope));
        k.store4(to, [at], k.let("back", mul(off, factor)), lanes);
      });
    });
  });
}

/** 1/√(v + ε) */
export const inverseRoot = (variance: Expr, epsilon: number): Expr =>
  div(all(1), simd("f32x4.sqrt", add(variance, all(epsilon))));

function eachRun(k: KernelBuilder, cells: Cells, cell: Expr, body: (start: Expr) => void): void {
  const { runs, cellStride, runStride } = cells;
  k.loop("run", runs, (run) =>
    body(k.let("start", plus(times(cell, cellStride), times(run, runStride)))),
  );
}

/** The sum of a term over a cell, in all lanes: each run for itself, then runs. */
function sumOver(k: KernelBuilder, cells: Cells, cell: Expr, term: (at: Expr) => Expr): Expr {
  const total = k.let("total", all(0));
  eachRun(k, cells, cell, (start) => {
    const sum = k.let("sum", all(0));
    overVectors(k, cells.length, (i, lanes) =>
      k.set(sum, add(sum, firstLanes(term(plus(start, i)), lanes, 0))),
    );
    k.set(total, add(total, sum));
  });
  return sumOfLanes(k, total);
}
