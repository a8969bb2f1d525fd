/** What an algorithm promises about its rounding errors; tests hold every promise. */
import type { Accuracy } from "../plan/plan.ts";
import type { Problem } from "../semantics/problem.ts";
import { type Arguments, errorBound, magnitude } from "../semantics/reference.ts";

export interface Precision {
  /** The narrowest class the results belong to. */
  readonly accuracy: Accuracy;
  /** Whether whole numbers give exact results, as long as no intermediate value exceeds 2²⁴. */
  readonly wholeNumbers: boolean;
  /** Most that each output may differ from the reference, for these arguments. */
  bound(problem: Problem, args: Arguments): Float64Array;
}

/** The products of the definition, added in another order: what most algorithms compute. */
export const SUMS: Precision = {
  accuracy: "exact",
  wholeNumbers: true,
  bound: (problem, args) => errorBound(problem, magnitude(problem, args)),
};
