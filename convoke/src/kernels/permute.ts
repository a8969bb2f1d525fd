/**
 * Axes in another order. Where the last axis stays last, runs are copied; else the last axes of the
 * two orders, A of the result and B of the source, are exchanged by squares of four:
 *
 *   for each position of the other axes, for b in B by 4:           (a task)
 *     for a in A by 4: four vectors along B of the source → four along A of the result
 */
import {
  compare,
  float,
  type Int,
  int,
  type KernelBuilder,
  load4,
  plus,
  quotient,
  remainder,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { deal } from "./deal.ts";
import { overTasks, overVectors } from "./tasks.ts";

/** An axis of the result: its extent, and how far apart neighbours along it lie on each side. */
export interface PermutedAxis {
  readonly extent: number;
  readonly from: number;
  readonly to: number;
}

/** The axes of a permutation in the order of the result, as few as describe it. */
export function permutedAxes(shape: readonly number[], order: readonly number[]): PermutedAxis[] {
  const axes: PermutedAxis[] = [];
  let to = sizeOf(shape);
  for (const axis of order) {
    const extent = shape[axis];
    if (extent === 1) continue;
    to /= extent;
    const from = sizeOf(shape.slice(axis + 1));
    const last = axes[axes.length - 1];
    // Neighbours in both orders are one axis.
    if (last?.from === extent * from)
      axes[axes.length - 1] = { extent: last.extent * extent, from, to };
    else axes.push({ extent, from, to });
  }
  return axes.length > 0 ? axes : [{ extent: 1, from: 1, to: 1 }];
}

export function permute(
  axes: readonly PermutedAxis[],
  threads: number,
  from: Buffer,
  to: Buffer,
): Step {
  const a = axes[axes.length - 1];
  const b = axes.find((axis) => axis.from === 1)!;
  const others = axes.filter((axis) => axis !== a && axis !== b);
  const outer = sizeOf(others.map(({ extent }) => extent));
  const buffers = [from, to];
  if (a === b) {
    return overTasks({ name: "permute", threads, tasks: outer, buffers }, (k, task) => {
      const [source, target] = startOf(k, others, task);
      overVectors(k, a.extent, (i, lanes) =>
        k.store4(to, [plus(target, i)], k.let("x", load4(from, plus(source, i))), lanes),
      );
    });
  }
  const blocks = Math.ceil(b.extent / 4);
  const rest = b.extent - 4 * (blocks - 1);
  return overTasks({ name: "transpose", threads, tasks: outer * blocks, buffers }, (k, task) => {
    const [source, target] = startOf(k, others, quotient(task, blocks));
    const block = k.let("block", remainder(task, blocks));
    const column = (first: Int, width: number) =>
      overVectors(k, a.extent, (i, height) => {
        const rows = [0, 1, 2, 3].map((r) =>
          k.let(
            "row",
            r < height
              ? load4(from, plus(plus(source, times(plus(i, r), a.from)), first))
              : splat(float(0)),
          ),
        );
        deal(k, rows)
          .slice(0, width)
          .forEach((value, c) => {
            const at = plus(plus(target, times(plus(first, c), b.to)), i);
            k.store4(to, [at], k.let("x", value), height);
          });
      });
    if (blocks === 1) column(0, rest);
    else
      k.if(
        compare("lt", block, blocks - 1),
        () => column(times(block, 4), 4),
        () => column(4 * (blocks - 1), rest),
      );
  });
}

/** Where a position of some axes begins on each side. */
function startOf(k: KernelBuilder, axes: readonly PermutedAxis[], position: Expr): Expr[] {
  let left = position;
  let [source, target]: Expr[] = [int(0), int(0)];
  for (const { extent, from, to } of axes.toReversed()) {
    const own = k.let("own", remainder(left, extent));
    source = plus(source, times(own, from));
    target = plus(target, times(own, to));
    left = k.let("left", quotient(left, extent));
  }
  return [k.let("source", source), k.let("target", target)];
}
