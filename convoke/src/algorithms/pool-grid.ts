/** A pooling as kernels see it: axes of windows, merged where that makes rows longer. */
import type { PoolProblem } from "../semantics/pool-problem.ts";
import { paddedSizes, type Windows, windowsOf, windowsWith } from "../semantics/pool-windows.ts";

export interface GridAxis extends Windows {
  readonly source: number;
  readonly out: number;
  /** What each result's share of a divisor is; all ones where nothing is divided. */
  readonly sizes: readonly number[];
}

/** Images (or planes) of positions along all axes, with `inner` values each. */
export interface Grid {
  readonly outer: number;
  readonly inner: number;
  readonly axes: readonly GridAxis[];
}

type Parts = Pick<PoolProblem, "batch" | "channels" | "dataLayout">;

/** Channels lie beside each other in nhwc, and are planes of their own in nchw. */
export const outerInner = ({ batch, channels, dataLayout }: Parts) => {
  const inner = dataLayout === "nchw" ? 1 : channels;
  return { outer: (batch * channels) / inner, inner };
};

/** From inputs to outputs. */
export const forwardGrid = (problem: PoolProblem): Grid => ({
  ...outerInner(problem),
  axes: merged(
    problem.axes.map((axis) => ({
      ...windowsOf(axis),
      source: axis.input,
      out: axis.output,
      sizes: sizesOf(problem, axis),
    })),
  ),
});

/** From outputs to the inputs that they were made of. */
export const backwardGrid = (problem: PoolProblem): Grid => ({
  ...outerInner(problem),
  axes: merged(
    problem.axes.map((axis) => ({
      ...windowsWith(windowsOf(axis), axis.input),
      source: axis.output,
      out: axis.input,
      sizes: ones(axis.input),
    })),
  ),
});

/** Every output for itself: what is done to them before they go back. */
export const outputGrid = (problem: PoolProblem): Grid => ({
  ...outerInner(problem),
  axes: problem.axes.map((axis) => ({
    step: 1,
    first: Array.from({ length: axis.output }, (_, n) => n),
    count: ones(axis.output),
    source: axis.output,
    out: axis.output,
    sizes: sizesOf(problem, axis),
  })),
});

/** The one number that all results are divided by, if there is one. */
export function divisorOf(problem: PoolProblem): number | null {
  const { op } = problem;
  if (op.kind !== "average") return 1;
  if (typeof op.divisor === "number") return op.divisor;
  const sizes = problem.axes.map((axis) => [...new Set(sizesOf(problem, axis))]);
  return sizes.every((own) => own.length === 1) ? sizes.reduce((n, [size]) => n * size, 1) : null;
}

const ones = (length: number): number[] => new Array<number>(length).fill(1);

/** The average of nothing is 0 by any divisor. */
function sizesOf({ op }: PoolProblem, axis: PoolProblem["axes"][number]): number[] {
  if (op.kind !== "average" || typeof op.divisor === "number") return ones(axis.output);
  const sizes = op.divisor === "padded" ? paddedSizes(axis) : windowsOf(axis).count;
  return sizes.map((size) => Math.max(1, size));
}

function merged(axes: readonly GridAxis[]): GridAxis[] {
  const list: GridAxis[] = [];
  for (const axis of axes) {
    const last = list.at(-1);
    const joined = last ? joinedWith(last, axis) : null;
    if (joined) list[list.length - 1] = joined;
    else list.push(axis);
  }
  return list;
}

/** Both axes as one, where the elements of its windows are again evenly apart; null where not. */
function joinedWith(outer: GridAxis, inner: GridAxis): GridAxis | null {
  if (outer.source === 1 && outer.out === 1 && outer.count[0] === 1) {
    return { ...inner, sizes: inner.sizes.map((size) => size * outer.sizes[0]) };
  }
  const whole = inner.out === 1 && inner.step === 1 && inner.count[0] === inner.source;
  if (whole && outer.step === 1) {
    const { source } = inner;
    return {
      step: 1,
      first: outer.first.map((first) => first * source),
      count: outer.count.map((count) => count * source),
      source: outer.source * source,
      out: outer.out,
      sizes: outer.sizes.map((size) => size * inner.sizes[0]),
    };
  }
  const spread = inner.source === 1 && inner.count.every((count) => count === 1);
  if (!spread) return null;
  const each = (values: readonly number[]) =>
    values.flatMap((value) => inner.first.map(() => value));
  return {
    step: outer.step,
    first: each(outer.first),
    count: each(outer.count),
    source: outer.source,
    out: outer.out * inner.out,
    sizes: outer.sizes.flatMap((size) => inner.sizes.map((own) => size * own)),
  };
}
