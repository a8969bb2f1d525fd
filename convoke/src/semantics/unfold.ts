/** im2col and col2im as functions of tensors: the matrix of patches, and its transpose. */
import { guard, ShapeError } from "../errors.ts";
import { type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import { axisTaps } from "./axis-taps.ts";
import type { Axis, Problem } from "./problem.ts";
import { inputShape } from "./shapes.ts";

/**
 * Input of the problem → [batch, channels · taps, positions]: column p holds what the window at
 * output position p sees, channel by channel, tap by tap. A border of zeros or a constant is seen
 * as such. Only the input side of the problem (a conv in nchw) is looked at.
 *
 * @throws ShapeError when the tensor does not have the problem's input shape.
 * @see torch.nn.functional.unfold; Dive into Deep Learning 6.4 for the product that follows
 */
export function unfold<A extends FloatArray>(problem: Problem, input: Tensor<A>): Tensor<A> {
  expect(input, inputShape(problem), "input");
  const shape = unfoldedShape(problem);
  const data = new (input.data.constructor as new (size: number) => A)(sizeOf(shape));
  const fill = problem.border.kind === "constant" ? problem.border.value : 0;
  each(problem, (from, to) => {
    data[to] = from < 0 ? fill : input.data[from];
  });
  return { shape, data };
}

/**
 * The adjoint of `unfold`: every element of the patches is added to where it was taken from.
 *
 * @throws ShapeError when the tensor does not have the shape that `unfold` gives.
 * @see torch.nn.functional.fold, ONNX Col2Im
 */
export function fold<A extends FloatArray>(problem: Problem, columns: Tensor<A>): Tensor<A> {
  expect(columns, unfoldedShape(problem), "the matrix of patches");
  const shape = inputShape(problem);
  const data = new (columns.data.constructor as new (size: number) => A)(sizeOf(shape));
  each(problem, (to, from) => {
    if (to >= 0) data[to] += columns.data[from];
  });
  return { shape, data };
}

function unfoldedShape({ batch, inChannels, axes }: Problem): number[] {
  const extents = (pick: (axis: Axis) => number) => sizeOf(axes.map(pick));
  return [batch, inChannels * extents((a) => a.kernel), extents((a) => a.output)];
}

/** Visits (flat input index or −1, flat index in the matrix of patches). */
function each(problem: Problem, visit: (input: number, column: number) => void): void {
  const { axes, batch, inChannels } = problem;
  const lists = axes.map((axis) =>
    axisTaps({ op: "conv", border: problem.border, orientation: "correlation" }, axis),
  );
  const [taps, positions, size] = [
    sizeOf(axes.map((a) => a.kernel)),
    sizeOf(axes.map((a) => a.output)),
    sizeOf(axes.map((a) => a.input)),
  ];
  for (let image = 0; image < batch * inChannels; image++) {
    for (let tap = 0; tap < taps; tap++) {
      for (let p = 0; p < positions; p++) {
        let [t, o, at, scale] = [tap, p, 0, 1];
        for (let axis = axes.length - 1; axis >= 0; axis--) {
          const { kernel, output, input } = axes[axis];
          const index = lists[axis][o % output][t % kernel].input;
          at = index < 0 || at < 0 ? -1 : at + index * scale;
          [t, o, scale] = [Math.floor(t / kernel), Math.floor(o / output), scale * input];
        }
        visit(at < 0 ? -1 : image * size + at, (image * taps + tap) * positions + p);
      }
    }
  }
}

function expect(
  { shape, data }: Tensor<FloatArray>,
  expected: readonly number[],
  name: string,
): void {
  guard(shape.join() === expected.join() && data.length === sizeOf(expected), ShapeError, () => ({
    name: `the shape of ${name}`,
    expected: `[${expected.join(", ")}]`,
    got: shape,
  }));
}
