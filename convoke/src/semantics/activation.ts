/** The fused activations as functions of one number, in double precision. */
import type { Activation } from "./problem.ts";

export function activationOf(activation: Activation): (x: number) => number {
  switch (activation.kind) {
    case "identity":
      return (x) => x;
    case "clamp":
      return (x) => Math.min(Math.max(x, activation.min), activation.max);
    case "leaky-relu":
      return (x) => Math.max(x, 0) + activation.slope * Math.min(x, 0);
    case "hard-sigmoid":
      return (x) => Math.min(Math.max(activation.alpha * x + activation.beta, 0), 1);
    case "hard-swish":
      return (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6;
    default:
      return activation satisfies never;
  }
}

/**
 * How float32 error passes through: an error e of the sum becomes at most `slope`·e, and computing
 * the activation of x adds at most `relative`·u·|x| + `absolute`·u, u = 2⁻²⁴.
 */
export function activationError(activation: Activation): {
  readonly slope: number;
  readonly relative: number;
  readonly absolute: number;
} {
  switch (activation.kind) {
    case "identity":
      return { slope: 1, relative: 0, absolute: 0 };
    case "clamp":
      // The limits themselves are rounded to float32.
      return { slope: 1, relative: 0, absolute: finite(activation.min) + finite(activation.max) };
    case "leaky-relu": {
      const slope = Math.max(1, Math.abs(activation.slope));
      return { slope, relative: 3 * slope, absolute: 0 };
    }
    case "hard-sigmoid": {
      const slope = Math.abs(activation.alpha);
      return { slope, relative: 4 * slope, absolute: 3 * Math.abs(activation.beta) + 1 };
    }
    case "hard-swish":
      // |h′| ≤ 3/2; x + 3 is rounded, and x times that error stays below 6u for |x| ≤ 3.
      return { slope: 1.5, relative: 8, absolute: 24 };
    default:
      return activation satisfies never;
  }
}

const finite = (limit: number): number => (Number.isFinite(limit) ? Math.abs(limit) : 0);
