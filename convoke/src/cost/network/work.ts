/** What a layer does, and how many operations that is. */
import { gcd } from "../../numbers/whole.ts";
import { type PoolAxis, type PoolProblem, poolOutputShape } from "../../semantics/pool-problem.ts";
import type { Problem } from "../../semantics/problem.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { layerCost } from "../layer.ts";
import { meetings } from "../meetings.ts";

export type Work =
  | { readonly kind: "convolution"; readonly problem: Problem }
  /** `sums` sums of `terms` products each, one of which has a bias added or not. */
  | {
      readonly kind: "product";
      readonly sums: number;
      readonly terms: number;
      /** Extent of the output's last axis. */
      readonly columns: number;
      readonly bias: boolean;
      /** Whether one side is a constant, as in a fully connected layer. */
      readonly weighted: boolean;
    }
  | { readonly kind: "pooling"; readonly problem: PoolProblem }
  | { readonly kind: "elementwise"; readonly operations: Partial<Operations> }
  | { readonly kind: "reduction"; readonly operations: Partial<Operations> }
  | {
      readonly kind: "normalization";
      readonly operations: Partial<Operations>;
      readonly affine: boolean;
    }
  /** Numbers go to other places, or are repeated. */
  | { readonly kind: "copy" }
  /** The same numbers in another shape: nothing is done. */
  | { readonly kind: "view" }
  /** Made of constants and shapes alone: done once, before the first run. */
  | { readonly kind: "constant" }
  | { readonly kind: "unknown"; readonly reason: string };

export type WorkKind = Work["kind"];

/** Operations on single numbers. Copies, conversions and index arithmetic are none. */
export interface Operations {
  readonly multiplications: number;
  readonly additions: number;
  readonly divisions: number;
  readonly comparisons: number;
  /** Exponentials, roots and other functions, each as one. */
  readonly functions: number;
}

export interface WorkCost extends Operations {
  /** Products of convolutions and matrix products: multiply-adds. */
  readonly macs: number;
  /** All operations: floating-point operations, not multiply-adds. */
  readonly flops: number;
}

export const noOperations: Operations = {
  multiplications: 0,
  additions: 0,
  divisions: 0,
  comparisons: 0,
  functions: 0,
};

/**
 * Counts of the formula: what falls on padding is in it. Of an unknown operator, none.
 *
 * @throws UnsupportedError as `layerCost` does.
 */
export function costOfWork(work: Work): WorkCost {
  switch (work.kind) {
    case "convolution": {
      const { macs, multiplications, additions, biasAdditions } = layerCost(work.problem).asWritten;
      return total({ multiplications, additions: additions + biasAdditions }, macs);
    }
    case "product": {
      const { sums, terms, bias } = work;
      const macs = sums * terms;
      const additions = Math.max(0, macs - sums) + (bias ? sums : 0);
      return total({ multiplications: macs, additions }, macs);
    }
    case "pooling":
      return total(poolOperations(work.problem));
    case "elementwise":
    case "reduction":
    case "normalization":
      return total(work.operations);
    case "copy":
    case "view":
    case "constant":
    case "unknown":
      return total({});
    default:
      return work satisfies never;
  }
}

function total(some: Partial<Operations>, macs = 0): WorkCost {
  const operations = { ...noOperations, ...some };
  const flops = Object.values(operations).reduce((sum, n) => sum + n, 0);
  return { ...operations, macs, flops };
}

/** Elements of all windows along an axis. Adaptive ones share an element where they do not divide. */
function tapsAlong(axis: PoolAxis): number {
  const { input, output } = axis;
  if (axis.kind === "adaptive") return input + output - gcd(input, output);
  return meetings({ ...axis, narrow: output, wide: input, border: { kind: "zero" } }).inside;
}

/** Of the inputs inside each window: a pooling has no product with its padding. */
function poolOperations(problem: PoolProblem): Partial<Operations> {
  const outputs = sizeOf(poolOutputShape(problem));
  const taps = problem.axes.reduce(
    (product, axis) => product * tapsAlong(axis),
    problem.batch * problem.channels,
  );
  const joins = Math.max(0, taps - outputs);
  switch (problem.op.kind) {
    case "max":
      return { comparisons: joins };
    case "average":
      return { additions: joins, divisions: outputs };
    case "lp":
      return { functions: taps + outputs, additions: joins };
    default:
      return problem.op satisfies never;
  }
}
