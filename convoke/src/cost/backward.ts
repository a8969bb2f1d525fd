/**
 * What the gradients of one layer cost: the figure that the textbook's formula gives, and the exact
 * count of what has to be done, side by side. Of the linear part: an activation's own gradient is one
 * product an output and comes before.
 */
import type { Task } from "../engine.ts";
import { readOptions } from "../options.ts";
import { format } from "../semantics/descriptor.ts";
import type { Problem } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { outputShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { type Arithmetic, arithmetic, sumsOf } from "./arithmetic.ts";
import { type Counts, countsOf } from "./counts.ts";
import { forwardArithmetic, parametersOf } from "./layer.ts";
import { type Ratio, ratio } from "./ratio.ts";
import { inputGradientReason, type Sentence, weightGradientReason } from "./reasons.ts";

export interface GradientCost {
  /** The formula, times the batch; channels are those of a group. */
  readonly textbook: Arithmetic;
  /** What has to be done: each product once that meets an input and an output. */
  readonly exact: Arithmetic;
  /** exact.multiplications / textbook.multiplications. */
  readonly ratio: Ratio;
  /** Why the two differ, or that they do not, from the numbers. */
  readonly reason: Sentence;
}

export interface BackwardCost {
  readonly problem: Problem;
  readonly descriptor: string;
  /** The textbook: c_o c_i k_h k_w h_o w_o products, one addition less for each weight. */
  readonly weight: GradientCost;
  /** The textbook: c_i h w c_o k_h k_w products, one addition less for each input. */
  readonly input: GradientCost;
  /** Sums of the output's gradient over images and positions: no products. All 0 without a bias. */
  readonly bias: Arithmetic;
  /** Both gradients of the textbook; all three, exactly. */
  readonly total: { readonly textbook: Arithmetic; readonly exact: Arithmetic };
  /** Multiplications of both gradients for each of the forward pass: what is said to be 2. */
  readonly toForward: { readonly textbook: Ratio; readonly exact: Ratio };
}

/**
 * The exact cost of a layer's gradients, given as Problem, Spec or descriptor.
 *
 * @throws as `layerCost` does.
 * @see Dive into Deep Learning 6.4, exercise 3; `semantics/adjoint.ts` for what gradients are
 */
export function backwardCost(what: Task, options: object = {}): BackwardCost {
  readOptions("backwardCost", options, []);
  const problem = problemOf(what);
  const counts = countsOf(problem);
  const weight = weightGradientCost(problem, counts);
  const input = inputGradientCost(problem, counts);
  const bias = biasGradientCost(problem);
  const forward = forwardArithmetic(problem, counts);
  const textbook = total([weight.textbook, input.textbook]);
  const exact = total([weight.exact, input.exact, bias]);
  return {
    problem,
    descriptor: format(problem),
    weight,
    input,
    bias,
    total: { textbook, exact },
    toForward: {
      textbook: ratio(textbook.macs, outputsTimesWindow(problem)),
      exact: ratio(exact.macs, forward.needed.macs),
    },
  };
}

/** Σ over positions of ȳ·x for every weight. */
function weightGradientCost(problem: Problem, counts: Counts): GradientCost {
  const { batch, axes } = problem;
  const { weight: weights } = parametersOf(problem);
  const positions = sizeOf(axes.map((a) => a.output));
  // One sample: weights · (positions − 1) additions.
  const textbook = sumsOf(batch * weights * positions, batch * weights);
  const exact = counts.constant
    ? sumsOf(counts.products, batch === 0 ? 0 : weights)
    : sumsOf(counts.inside, counts.weightsMet);
  return {
    textbook,
    exact,
    ratio: ratio(exact.macs, textbook.macs),
    reason: weightGradientReason({ problem, textbook, exact, products: counts.products }),
  };
}

/** Σ over the windows that see it of ȳ·w for every input. */
function inputGradientCost(problem: Problem, counts: Counts): GradientCost {
  const { batch, inChannels, outChannels, groups, axes } = problem;
  const inputs = batch * inChannels * sizeOf(axes.map((a) => a.input));
  const each = (outChannels / groups) * sizeOf(axes.map((a) => a.kernel));
  const textbook = sumsOf(inputs * each, inputs);
  const exact = sumsOf(counts.inside, counts.inputsMet);
  return {
    textbook,
    exact,
    ratio: ratio(exact.macs, textbook.macs),
    reason: inputGradientReason({ problem, textbook, exact, products: counts.products }),
  };
}

function biasGradientCost(problem: Problem): Arithmetic {
  const outputs = problem.bias ? sizeOf(outputShape(problem)) : 0;
  return arithmetic(0, outputs - (outputs === 0 ? 0 : problem.outChannels));
}

/** The textbook's forward figure: c_o h_o w_o c_i k_h k_w, times the batch. */
function outputsTimesWindow(problem: Problem): number {
  const window = (problem.inChannels / problem.groups) * sizeOf(problem.axes.map((a) => a.kernel));
  return sizeOf(outputShape(problem)) * window;
}

export const total = (parts: readonly Arithmetic[]): Arithmetic => {
  const over = (of: (a: Arithmetic) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  return arithmetic(
    over((a) => a.multiplications),
    over((a) => a.additions),
    over((a) => a.biasAdditions),
  );
};
