/** Most that each element of a weight gradient may differ from the definition: for tests, in no engine. */
import { weightGradient as gradientProblem } from "../semantics/adjoint.ts";
import { errorBound, magnitude } from "../semantics/reference.ts";
import type { FloatArray, Tensor } from "../tensor/tensor.ts";
import { convolutionOf, type WeightGradientSetting, wayOf } from "./weight-gradient.ts";
import { winogradGradientBound } from "./winograd-gradient-bound.ts";

/** In the layout of the problem's weight, for this input and gradient of the output. */
export function weightGradientBound(
  setting: WeightGradientSetting,
  x: Tensor<FloatArray>,
  dy: Tensor<FloatArray>,
): Float64Array {
  const problem = convolutionOf(setting.problem);
  const way = wayOf({ ...setting, problem });
  if (way.kind === "winograd") {
    const [wide, narrow] = setting.problem.op === "conv" ? [x, dy] : [dy, x];
    return winogradGradientBound(problem, wide, narrow, way.tiles);
  }
  const gradient = gradientProblem(setting.problem);
  const args = { input: gradient.input(x, dy), weight: gradient.weight(x, dy) };
  const size = magnitude(gradient.problem, args);
  const data = errorBound(gradient.problem, size);
  return gradient.result({ shape: size.shape, data }).data;
}
