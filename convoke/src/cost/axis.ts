/** The shape arithmetic of each axis, and what the floor in it wastes. */
import { reach, wholeExtent } from "../semantics/extents.ts";
import type { Axis, Problem } from "../semantics/problem.ts";
import type { Counts } from "./counts.ts";

const NAMES = ["depth", "height", "width"] as const;
export type AxisName = (typeof NAMES)[number];

export interface AxisCost {
  readonly name: AxisName;
  readonly input: number;
  readonly output: number;
  /** Elements from the first to the last tap of the kernel (R1). */
  readonly reach: number;
  /** Positions of the padded input behind the last window: the remainder of the division in R2. */
  readonly wasted: number;
  /** Of those, elements of the input. */
  readonly wastedInput: number;
  /** Elements of the input that no product needs: behind the last window, between windows, or cropped. */
  readonly unseen: number;
  /** Outputs that no input meets. */
  readonly empty: number;
}

export const axisNames = ({ axes }: Pick<Problem, "axes">): readonly AxisName[] =>
  NAMES.slice(-axes.length);

export function axisCosts(problem: Problem, counts: Pick<Counts, "axes">): AxisCost[] {
  const names = axisNames(problem);
  const conv = problem.op === "conv";
  return problem.axes.map((axis, i) => {
    const { wide, narrow } = counts.axes[i];
    const [inputs, outputs] = conv ? [wide, narrow] : [narrow, wide];
    const wasted = wastedBy(problem.op, axis);
    return {
      name: names[i],
      input: axis.input,
      output: axis.output,
      reach: reach(axis),
      wasted,
      wastedInput: Math.min(axis.input, Math.max(0, wasted - axis.after)),
      unseen: axis.input - inputs,
      empty: axis.output - outputs,
    };
  });
}

/** Positions of the padded input behind the last window; a transpose has no floor. */
export function wastedBy(op: Problem["op"], axis: Axis): number {
  if (op !== "conv") return 0;
  const { before, after, output, stride } = axis;
  return wholeExtent(op, axis, [before, after]) - (output - 1) * stride - reach(axis);
}
