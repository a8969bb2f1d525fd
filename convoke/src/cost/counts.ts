/** The meetings of a whole problem: products, and the elements of each tensor that take part. */
import type { Problem } from "../semantics/problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { type Meetings, meetings } from "./meetings.ts";
import { relationOf } from "./relation.ts";

export interface Counts {
  readonly axes: readonly Meetings[];
  /** Of the formula; of those, that meet an input and an output. */
  readonly products: number;
  readonly inside: number;
  /** Whether what stands outside is a constant that is not 0, so that its products count. */
  readonly constant: boolean;
  /** Outputs that the formula sums for (a transpose: before it crops), and with a product inside. */
  readonly outputs: { readonly written: number; readonly met: number };
  /** Inputs and weights with a product inside. */
  readonly inputsMet: number;
  readonly weightsMet: number;
}

export function countsOf(problem: Problem): Counts {
  const { op, batch, inChannels, outChannels, groups, border } = problem;
  const conv = op === "conv";
  const axes = problem.axes.map((axis) => meetings(relationOf(problem, axis)));
  const over = (of: (m: Meetings) => number) => sizeOf(axes.map(of));
  // Products of one pair of positions: every output channel with the inputs of its group.
  const weights = (inChannels / groups) * outChannels;
  const narrow = over((m) => m.narrow);
  const wide = over((m) => m.wide);
  const written = conv ? sizeOf(problem.axes.map((a) => a.output)) : over((m) => m.spread);
  return {
    axes,
    products: batch * weights * over((m) => m.pairs),
    inside: batch * weights * over((m) => m.inside),
    constant: conv && border.kind === "constant" && border.value !== 0,
    outputs: {
      written: batch * outChannels * written,
      met: batch * outChannels * (conv ? narrow : wide),
    },
    inputsMet: batch * inChannels * (conv ? wide : narrow),
    weightsMet: batch === 0 ? 0 : weights * over((m) => m.kernel),
  };
}
