/**
 * A problem's spatial axes as the kernels see them: always three, each a plain stride-and-dilation
 * walk over a *source* axis that a map connects to the input.
 *
 * A transposed convolution becomes a correlation of stride 1 here: the map spreads the input by
 * the stride, with "outside" between, and the kernel is walked backwards. With a border that folds,
 * the walk covers the padded output and `fold` says where each position ends up.
 */
import { reach } from "../semantics/extents.ts";
import { borderMap, type IndexMap, sourceMap } from "../semantics/index-map.ts";
import type { Axis, Problem } from "../semantics/problem.ts";

export interface WalkAxis {
  /** Extents of the problem's own input and output. */
  readonly input: number;
  readonly output: number;
  /** Positions the kernels compute: the output, or the padded output where it is folded. */
  readonly out: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Input coordinate of every source coordinate. */
  readonly source: IndexMap;
  /** Whether tap t of the walk is tap kernel-1-t of the weight. */
  readonly reversed: boolean;
  /** Output coordinate that every walk position adds to; null: its own. */
  readonly fold: IndexMap | null;
}

const ABSENT: Axis = {
  input: 1,
  kernel: 1,
  stride: 1,
  dilation: 1,
  before: 0,
  after: 0,
  outputPadding: 0,
  output: 1,
};

/** Depth, height, width. */
export function walkAxes(problem: Problem): readonly [WalkAxis, WalkAxis, WalkAxis] {
  const axes = [ABSENT, ABSENT, ABSENT, ...problem.axes].slice(-3);
  return axes.map((axis) =>
    problem.op === "conv" ? forward(axis, problem) : backward(axis, problem),
  ) as unknown as readonly [WalkAxis, WalkAxis, WalkAxis];
}

/** Whether results have to be folded back over the border. */
export const folds = ({ op, border }: Problem): boolean =>
  op === "convTranspose" && border.kind !== "zero" && border.kind !== "constant";

function forward(axis: Axis, { border, orientation }: Problem): WalkAxis {
  const { input, output, kernel, stride, dilation } = axis;
  return {
    input,
    output,
    out: output,
    kernel,
    stride,
    dilation,
    source: sourceMap(axis, border),
    reversed: orientation === "convolution",
    fold: null,
  };
}

function backward(axis: Axis, problem: Problem): WalkAxis {
  const { input, output, kernel, stride, dilation, before } = axis;
  const length = (input - 1) * stride + reach(axis);
  const folded = folds(problem);
  const out = folded ? length : output;
  const first = folded ? 0 : before;
  // Source position q meets input i where q + first = i·stride + (kernel - 1)·dilation.
  const lead = (kernel - 1) * dilation;
  const spread = borderMap({ kind: "zero" }, input, first - lead, out + lead);
  return {
    input,
    output,
    out,
    kernel,
    stride: 1,
    dilation,
    source: { ...spread, spread: stride },
    reversed: problem.orientation === "correlation",
    fold: folded ? borderMap(problem.border, output, -before, length) : null,
  };
}
