/** Whether a kernel is a product of smaller ones, and of which. */
import type { Kernel } from "convoke/workshop";
import type { Subject } from "./study.ts";

export interface Split {
  /** Factors of more than one tap that are kernels over the real numbers. */
  readonly count: number;
  /** What could be found of them; fewer than `count` where their values are no fractions. */
  readonly factors: readonly Kernel[];
  /** Rank and unknowns of the proof that a factor has none of its own; null where there is none. */
  readonly proof: { readonly rank: number; readonly unknowns: number } | null;
}

/** @param k of two axes, not all zeros. */
export function splitOf(k: Kernel, { factorPlane, factorLine }: Subject): Split {
  let count = 0;
  const factors: Kernel[] = [];
  let proof: Split["proof"] = null;
  for (const factor of factorPlane(k)) {
    if (factor.kind === "line") {
      const pieces = factorLine(factor.kernel).factors.filter(({ values }) => values.length > 1);
      count += pieces.length;
      factors.push(...pieces);
    } else {
      count += factor.kind === "irrational" ? factor.real : 1;
      factors.push(factor.kernel);
      if (factor.kind === "irreducible") proof = factor.proof;
    }
  }
  return { count, factors, proof };
}
