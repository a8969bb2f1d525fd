/** The error of a product of rounded vectors, or of a sum of few of them. */
import type { Setting } from "../plan/plan.ts";
import type { Problem } from "../semantics/problem.ts";
import { type Arguments, errorBound, magnitude, productsOf } from "../semantics/reference.ts";
import { weightShape } from "../semantics/shapes.ts";
import { sizeOf, type Tensor } from "../tensor/tensor.ts";
import { frame } from "./frame.ts";
import { lossesOf } from "./separable.ts";
import { type Stencil, stencilOf, type Values } from "./stencil.ts";

/** @param setting with the weight that code was made for. */
export function separableBound(setting: Setting, args: Arguments): Float64Array {
  const { problem } = setting;
  const stencil = stencilOf(setting);
  const { roundings, terms, sizes } = lossesOf(stencil);
  const size = magnitude(problem, { ...args, weight: weightOf(problem, stencil, sizes) });
  return errorBound(problem, size, roundings, terms * (productsOf(problem) + roundings));
}

/** The weight of the problem, in its layout, with the values of `variants` for the stencil's own. */
function weightOf(
  problem: Problem,
  { variantOf }: Stencil,
  variants: readonly (readonly Values[])[],
): Tensor<Float64Array> {
  const { geometry, weightIndex } = frame(problem, 1);
  const shape = weightShape(problem);
  const data = new Float64Array(sizeOf(shape));
  const [kd, kh, kw] = geometry.kernel;
  for (let g = 0; g < geometry.groups; g++) {
    variants[variantOf[g] ?? 0].forEach((values, m) => {
      values.forEach((value, i) => {
        const [x, y, z] = [i % kw, Math.floor(i / kw) % kh, Math.floor(i / (kw * kh)) % kd];
        data[weightIndex(g, m, Math.floor(i / (kw * kh * kd)), [z, y, x])] = value;
      });
    });
  }
  return { shape, data };
}
