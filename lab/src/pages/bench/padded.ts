/**
 * A layer's input with its ring: what the border puts at every position, and from which element. A
 * convolution is one without padding over this; so its taps say where a window lies in it.
 */
import { type Problem, resolve, type Tensor, weightShape } from "convoke";
import { pad } from "convoke/reference";
import { type FlatTap, flatTaps, type Layer } from "./layer.ts";

export interface Padded {
  readonly tensor: Tensor<Float64Array>;
  /** Element of the input that stands at each position, or null: nothing but the border's value. */
  readonly source: readonly (number | null)[];
  /** Whether a position lies in the ring, by position. */
  readonly ring: readonly boolean[];
  /** By output: the positions of its window, in the order of the layer's own taps. */
  readonly windows: readonly (readonly FlatTap[])[];
}

/** Null for a transposed convolution, whose padding crops the output. */
export function paddedOf({ problem, x }: Pick<Layer, "problem" | "x">): Padded | null {
  if (problem.op === "convTranspose") return null;
  const { border, axes } = problem;
  const before = [0, 0, ...axes.map((axis) => axis.before)];
  const after = [0, 0, ...axes.map((axis) => axis.after)];
  const tensor = pad(x, before, after, border);
  // What numbers themselves would tell: 1, 2, 3 … for the elements, 0 where none stands.
  const numbered = { shape: x.shape, data: x.data.map((_, i) => i + 1) };
  const marked = pad(
    numbered,
    before,
    after,
    border.kind === "constant" ? { kind: "zero" } : border,
  );
  const inside = pad(numbered, before, after, { kind: "zero" });
  return {
    tensor,
    source: Array.from(marked.data, (i) => (i === 0 ? null : i - 1)),
    ring: Array.from(inside.data, (i) => i === 0),
    windows: flatTaps(withoutPadding(problem, tensor.shape)),
  };
}

/** The same layer over an input that is padded already. */
function withoutPadding(problem: Problem, input: readonly number[]): Problem {
  const { stride, dilation } = {
    stride: problem.axes.map((axis) => axis.stride),
    dilation: problem.axes.map((axis) => axis.dilation),
  };
  return resolve({
    input,
    weight: weightShape(problem),
    stride,
    dilation,
    groups: problem.groups,
    orientation: problem.orientation,
  });
}
