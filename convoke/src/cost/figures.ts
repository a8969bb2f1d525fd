/** The numbers of a layer that are compared and drawn, by name. */
import type { Problem } from "../semantics/problem.ts";
import { outputShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { backwardCost } from "./backward.ts";
import type { ElementType } from "./elements.ts";
import { layerCost } from "./layer.ts";

export const FIGURES = [
  "multiplications",
  "additions",
  "flops",
  "neededMultiplications",
  "paddingProducts",
  "parameters",
  "outputs",
  "inputBytes",
  "weightBytes",
  "outputBytes",
  "activationBytes",
  "totalBytes",
  "weightGradientMultiplications",
  "inputGradientMultiplications",
] as const;
export type Figure = (typeof FIGURES)[number];
export type Figures = Readonly<Record<Figure, number>>;

/** Operations as written unless the name says otherwise; gradients exactly; activations: input + output. */
export function figuresOf(problem: Problem, dtype: ElementType): Figures {
  const { asWritten, needed, paddingProducts, parameters, bytes } = layerCost(problem, { dtype });
  const { weight, input } = backwardCost(problem);
  return {
    multiplications: asWritten.multiplications,
    additions: asWritten.additions,
    flops: asWritten.flops,
    neededMultiplications: needed.multiplications,
    paddingProducts,
    parameters: parameters.total,
    outputs: sizeOf(outputShape(problem)),
    inputBytes: bytes.input,
    weightBytes: bytes.weight,
    outputBytes: bytes.output,
    activationBytes: bytes.input + bytes.output,
    totalBytes: bytes.total,
    weightGradientMultiplications: weight.exact.multiplications,
    inputGradientMultiplications: input.exact.multiplications,
  };
}
