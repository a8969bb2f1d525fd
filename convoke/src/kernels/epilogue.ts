/** What happens to a sum on its way to memory: the fused activation. */
import { add, div, float, max, min, mul, splat } from "../ir/build.ts";
import type { Expr } from "../ir/tree.ts";
import type { Activation } from "../semantics/problem.ts";

/** `value`, a vector, after the activation. NaN passes through all of them. */
export function activate(activation: Activation, value: Expr): Expr {
  const all = (x: number): Expr => splat(float(x));
  switch (activation.kind) {
    case "identity":
      return value;
    case "clamp": {
      const { min: low, max: high } = activation;
      const floored = low === -Infinity ? value : max(value, all(low));
      return high === Infinity ? floored : min(floored, all(high));
    }
    case "leaky-relu":
      return add(max(value, all(0)), mul(min(value, all(0)), all(activation.slope)));
    case "hard-sigmoid": {
      const line = add(mul(value, all(activation.alpha)), all(activation.beta));
      return min(max(line, all(0)), all(1));
    }
    case "hard-swish":
      return div(mul(value, min(max(add(value, all(3)), all(0)), all(6))), all(6));
    default:
      return activation satisfies never;
  }
}
