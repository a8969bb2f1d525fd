/** A transposed convolution as an ordinary one over an input with zeros between its elements. */
import { inputShape, resolve, type Tensor } from "convoke";
import { pad, reference } from "convoke/reference";
import { type FlatTap, flatTaps, type Layer } from "../layer.ts";

export interface Stuffed {
  /** The input with zeros between its elements and around them. */
  readonly tensor: Tensor<Float64Array>;
  /** Element of the input at each position; null: a zero that was put there. */
  readonly source: readonly (number | null)[];
  /** The ordinary convolution over it; null where a border folds or groups part the weight. */
  readonly ordinary: {
    readonly y: Tensor<Float64Array>;
    readonly windows: readonly (readonly FlatTap[])[];
    readonly equal: boolean;
  } | null;
}

/** @param layer a transposed one. */
export function stuffedOf({ problem, x, w, y }: Layer): Stuffed {
  const stride = problem.axes.map((axis) => axis.stride);
  const dilation = problem.axes.map((axis) => axis.dilation);
  // A transposed convolution by a single 1 spreads the elements and does nothing else.
  const [, channels] = inputShape(problem);
  const spread = (input: Tensor<Float64Array>) =>
    reference(
      resolve({
        op: "convTranspose",
        input: x.shape,
        weight: [channels, 1, 1, 1],
        stride,
        groups: channels,
      }),
      { input, weight: { shape: [channels, 1, 1, 1], data: new Float64Array(channels).fill(1) } },
    );
  // `full` continues by all that a kernel can lean over; the layer's own padding crops it.
  const { axes: full } = resolve({
    input: x.shape,
    weight: [1, channels, ...problem.axes.map((axis) => axis.kernel)],
    dilation,
    padding: "full",
  });
  const before = [0, 0, ...problem.axes.map((axis, i) => full[i].before - axis.before)];
  const after = [0, 0, ...problem.axes.map((axis, i) => full[i].after - axis.after)];
  const ring = (t: Tensor<Float64Array>) => pad(t, before, after, { kind: "zero" });
  const tensor = ring(spread(x));
  const numbered = ring(spread({ shape: x.shape, data: x.data.map((_, i) => i + 1) }));
  const source = Array.from(numbered.data, (i) => (i === 0 ? null : i - 1));
  if (problem.border.kind !== "zero" || problem.groups > 1)
    return { tensor, source, ordinary: null };
  const ordinary = resolve({
    input: tensor.shape,
    weight: w.shape,
    weightLayout: "iohw",
    dilation,
    orientation: problem.orientation === "correlation" ? "convolution" : "correlation",
  });
  const again = reference(ordinary, { input: tensor, weight: w });
  return {
    tensor,
    source,
    ordinary: {
      y: again,
      windows: flatTaps(ordinary),
      equal: again.data.length === y.data.length && again.data.every((v, i) => v === y.data[i]),
    },
  };
}
