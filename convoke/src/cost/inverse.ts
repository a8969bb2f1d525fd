/** Shape arithmetic the other way round: which padding, and which sizes. */
import type { Task } from "../engine.ts";
import { outputExtent, reach } from "../semantics/extents.ts";
import type { Axis } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { type AxisName, axisNames, wastedBy } from "./axis.ts";

export interface KeepingPadding {
  readonly axis: AxisName;
  /** Whether the layer keeps the size of this axis as it is. */
  readonly keeps: boolean;
  /** Least and most padding, both sides together, that makes output = input; null where none does. */
  readonly total: { readonly least: number; readonly most: number } | null;
  /** The least, dealt to both sides: of an odd number one more is after. */
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * Which padding keeps the size of each axis. Of a convolution (R2) i = ⌊(i + P − r)/s⌋ + 1, so
 * P from (i − 1)·s + r − i, and s − 1 more change nothing; of a transposed one (R3) P = (i − 1)·s + r + a − i.
 *
 * @see Dive into Deep Learning 6.2, exercise 2, and 6.3
 */
export function paddingThatKeeps(what: Task): KeepingPadding[] {
  const problem = problemOf(what);
  const names = axisNames(problem);
  return problem.axes.map((axis, i): KeepingPadding => {
    const { input, output, stride, outputPadding } = axis;
    const [conv, needed] = [problem.op === "conv", (input - 1) * stride + reach(axis) - input];
    const least = conv ? Math.max(0, needed) : needed + outputPadding;
    const most = conv ? needed + stride - 1 : least;
    const possible = least >= 0 && least <= most;
    const before = Math.floor(least / 2);
    return {
      axis: names[i],
      keeps: output === input,
      total: possible ? { least, most } : null,
      before: possible ? before : null,
      after: possible ? least - before : null,
    };
  });
}

export interface UnwastedSizes {
  readonly axis: AxisName;
  /** Positions of the padded input behind the last window, as the layer is. */
  readonly wasted: number;
  /** Sizes of which nothing is wasted: `first`, first + step, … */
  readonly first: number;
  readonly step: number;
  /** The nearest such sizes: at most, and at least, the layer's. */
  readonly below: number | null;
  readonly above: number;
}

/**
 * Which inputs the floor wastes nothing of: (i + p⁻ + p⁺ − r) divisible by s. A transposed convolution
 * has no floor: every size is one.
 */
export function unwastedSizes(what: Task): UnwastedSizes[] {
  const problem = problemOf(what);
  const names = axisNames(problem);
  return problem.axes.map((axis, i): UnwastedSizes => {
    const { input, before, after, stride } = axis;
    const step = problem.op === "conv" ? stride : 1;
    // The smallest input with an output, and of those congruent to it the smallest there is.
    const smallest =
      problem.op === "conv" ? reach(axis) - before - after : smallestTransposed(axis);
    const first = smallest >= 1 ? smallest : 1 + modulo(smallest - 1, step);
    const wasted = wastedBy(problem.op, axis);
    const below = input - wasted;
    return {
      axis: names[i],
      wasted,
      first,
      step,
      below: below >= first ? below : null,
      above: wasted === 0 ? input : below + step,
    };
  });
}

function smallestTransposed(axis: Axis): number {
  const { before, after, stride } = axis;
  const one = outputExtent("convTranspose", { ...axis, input: 1 }, [before, after]);
  return 1 + Math.max(0, Math.ceil((1 - one) / stride));
}

const modulo = (a: number, n: number): number => ((a % n) + n) % n;
