/** What an algorithm promises about its rounding errors; `bounds.ts` says how large they may be. */
import type { Accuracy } from "../plan/plan.ts";

export interface Precision {
  /** The narrowest class the results belong to. */
  readonly accuracy: Accuracy;
  /** Whether whole numbers give exact results, as long as no intermediate value exceeds 2²⁴. */
  readonly wholeNumbers: boolean;
}

/** The products of the definition, added in another order: what most algorithms compute. */
export const SUMS: Precision = { accuracy: "exact", wholeNumbers: true };
