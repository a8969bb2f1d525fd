import type { Problem } from "../semantics/problem.ts";
import { weightStrides } from "../semantics/shapes.ts";
import { sizeOf, type Tensor } from "../tensor/tensor.ts";

/**
 * The weight as a correlation in the order [out, in, …], of a transposed convolution [in, out, …]:
 * moved, and turned around where the problem is a convolution.
 */
export function plainWeight(problem: Problem, { data }: Tensor): Tensor {
  const { op, groups, inChannels, outChannels, axes, orientation } = problem;
  const channels =
    op === "conv" ? [outChannels, inChannels / groups] : [inChannels, outChannels / groups];
  const strides = weightStrides(problem);
  const steps = [
    ...(op === "conv" ? [strides.out, strides.in] : [strides.in, strides.out]),
    ...strides.spatial,
  ];
  const kernel = axes.map((a) => a.kernel);
  const shape = [...channels, ...kernel];
  const moved = new Float32Array(sizeOf(shape));
  for (let i = 0; i < moved.length; i++) {
    let [rest, at] = [i, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const place = rest % shape[axis];
      rest = (rest - place) / shape[axis];
      const turned = axis >= 2 && orientation === "convolution";
      at += (turned ? shape[axis] - 1 - place : place) * steps[axis];
    }
    moved[i] = data[at];
  }
  return { shape, data: moved };
}
