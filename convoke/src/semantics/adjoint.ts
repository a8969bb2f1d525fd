/**
 * Gradients are problems. With y = C(w)·x the linear part of a problem (no bias, no activation),
 * and ȳ the gradient of y:
 *
 *   input gradient     x̄ = C(w)ᵀ·ȳ: a convolution's is the transposed convolution with the same
 *                      weight, stride, padding and border; a transposed convolution's is the
 *                      convolution
 *   weight gradient    w̄[k] = Σ over positions of ȳ · x̂, a convolution of the input with ȳ as the
 *                      kernel in which batch and channels change places, and stride and dilation too
 *
 * Source: the rules of Dumoulin and Visin, 2016, section 4, for the first; for the second the
 * definition, with the sums exchanged.
 */
import { type FloatArray, sizeOf, stridesOf, type Tensor } from "../tensor/tensor.ts";
import { outputExtent } from "./extents.ts";
import type { Axis, Problem } from "./problem.ts";
import { weightShape } from "./shapes.ts";

/** A gradient as a problem over rearranged tensors. */
export interface Gradient {
  readonly problem: Problem;
  /** The problem's input, of the two tensors that the gradient is made of. */
  readonly input: (a: Tensor<FloatArray>, b: Tensor<FloatArray>) => Tensor<FloatArray>;
  readonly weight: (a: Tensor<FloatArray>, b: Tensor<FloatArray>) => Tensor<FloatArray>;
  /** The problem's output, in the shape and layout of what it is the gradient of. */
  readonly result: (output: Tensor<Float64Array>) => Tensor<Float64Array>;
}

const LINEAR = { bias: false, activation: Object.freeze({ kind: "identity" } as const) };
const ZERO = Object.freeze({ kind: "zero" } as const);

/** x̄ from (ȳ, w). A constant border counts as zero: a constant has no gradient. */
export function inputGradient(problem: Problem): Gradient {
  const conv = problem.op === "conv";
  const axes = problem.axes.map((axis): Axis => {
    const window = { ...axis, input: axis.output, outputPadding: 0 };
    if (!conv) {
      // Whole strides of output padding were met by no input.
      const unmet = Math.floor(axis.outputPadding / axis.stride) * axis.stride;
      return Object.freeze({ ...window, after: axis.after - unmet, output: axis.input });
    }
    const padding = [axis.before, axis.after] as const;
    // What the stride left over at the end of the input comes back as output padding.
    const outputPadding = axis.input - outputExtent("convTranspose", window, padding);
    return Object.freeze({ ...window, outputPadding, output: axis.input });
  });
  return {
    problem: Object.freeze({
      ...problem,
      ...LINEAR,
      op: conv ? "convTranspose" : "conv",
      border: problem.border.kind === "constant" ? ZERO : problem.border,
      inChannels: problem.outChannels,
      outChannels: problem.inChannels,
      axes: Object.freeze(axes),
      weightLayout: exchanged(problem.weightLayout),
    }),
    input: (outputGradient) => outputGradient,
    weight: (_, weight) => weight,
    result: (output) => output,
  };
}

/**
 * w̄ from (x, ȳ). For a transposed convolution the two change places: there w meets the output side
 * with stride. Tensors are brought to nchw and oihw, group by group: what was batch is summed over.
 */
export function weightGradient(problem: Problem): Gradient {
  const conv = problem.op === "conv";
  const { groups, axes } = problem;
  // An empty batch counts as one image of zeros: a problem has at least one channel.
  const batch = Math.max(problem.batch, 1);
  // "Wide" is the side that the border continues: the input of a conv, the output of its transpose.
  const wideChannels = (conv ? problem.inChannels : problem.outChannels) / groups;
  const narrowChannels = (conv ? problem.outChannels : problem.inChannels) / groups;
  const turned = axes.map((axis): Axis => {
    const [wide, narrow] = conv ? [axis.input, axis.output] : [axis.output, axis.input];
    const window = {
      input: wide,
      kernel: narrow,
      stride: axis.dilation,
      dilation: axis.stride,
      outputPadding: 0,
    };
    // As many positions as the kernel has elements: the surplus at the end is cropped.
    const needed = (axis.kernel - 1) * axis.dilation + (narrow - 1) * axis.stride + 1;
    return Object.freeze({
      ...window,
      before: axis.before,
      after: needed - wide - axis.before,
      output: axis.kernel,
    });
  });
  const result: Problem = Object.freeze({
    ...problem,
    ...LINEAR,
    op: "conv",
    border: conv || problem.border.kind !== "constant" ? problem.border : ZERO,
    batch: wideChannels,
    inChannels: groups * batch,
    outChannels: groups * narrowChannels,
    groups,
    axes: Object.freeze(turned),
    orientation: "correlation",
    dataLayout: "nchw",
    weightLayout: "oihw",
  });
  const wide = (x: Tensor<FloatArray>, y: Tensor<FloatArray>) => imagesOf(problem, conv ? x : y);
  const narrow = (x: Tensor<FloatArray>, y: Tensor<FloatArray>) => imagesOf(problem, conv ? y : x);
  const spatial = (t: Tensor<FloatArray>) => t.shape.slice(2);
  return {
    problem: result,
    // [batch, groups·wide, …] → [wide, groups·batch, …]
    input: (x, y) => {
      const t = wide(x, y);
      return permuted(
        { data: t.data, shape: [batch, groups, wideChannels, sizeOf(spatial(t))] },
        [2, 1, 0, 3],
        [wideChannels, groups * batch, ...spatial(t)],
      );
    },
    // [batch, groups·narrow, …] → [groups·narrow, batch, …]
    weight: (x, y) => {
      const t = narrow(x, y);
      return permuted(
        { data: t.data, shape: [batch, groups * narrowChannels, sizeOf(spatial(t))] },
        [1, 0, 2],
        [groups * narrowChannels, batch, ...spatial(t)],
      );
    },
    // [wide, groups·narrow, kernel…] → the problem's weight
    result: (output) => intoWeight(problem, output),
  };
}

/** oihw ↔ iohw: the same numbers, seen from the other side. */
function exchanged(layout: Problem["weightLayout"]): Problem["weightLayout"] {
  const swap = { o: "i", i: "o" } as const;
  return layout.replace(/[oi]/g, (letter) => swap[letter as "o"]) as Problem["weightLayout"];
}

/** In nchw; an empty batch as one image of zeros. */
function imagesOf(problem: Problem, t: Tensor<FloatArray>): Tensor<FloatArray> {
  if (t.shape[0] > 0) return channelsFirst(problem, t);
  const shape = [1, ...t.shape.slice(1)];
  return channelsFirst(problem, { shape, data: new Float64Array(sizeOf(shape)) });
}

function channelsFirst({ dataLayout }: Problem, t: Tensor<FloatArray>): Tensor<FloatArray> {
  if (dataLayout === "nchw") return t;
  const rank = t.shape.length;
  const order = [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
  return permuted(
    t,
    order,
    order.map((axis) => t.shape[axis]),
  );
}

/** Axes in the given order; `shape` is what the result is then seen as. */
function permuted<A extends FloatArray>(
  t: Tensor<A>,
  order: readonly number[],
  shape: readonly number[],
): Tensor<A> {
  const from = stridesOf(t.shape);
  const extents = order.map((axis) => t.shape[axis]);
  const data = t.data.slice() as A;
  for (let i = 0; i < data.length; i++) {
    let [rest, at] = [i, 0];
    for (let axis = order.length - 1; axis >= 0; axis--) {
      at += (rest % extents[axis]) * from[order[axis]];
      rest = Math.floor(rest / extents[axis]);
    }
    data[i] = t.data[at];
  }
  return { shape, data };
}

/** [wide, groups·narrow, kernel…] in correlation order → the weight's own layout and orientation. */
function intoWeight(problem: Problem, output: Tensor<Float64Array>): Tensor<Float64Array> {
  const { op, axes, orientation, weightLayout } = problem;
  const kernel = axes.map((a) => a.kernel);
  const taps = sizeOf(kernel);
  const [wide, narrow] = output.shape;
  const data = new Float64Array(output.data.length);
  // A conv's weight is [o = narrow, i = wide], a transposed one's [i = narrow, o = wide].
  const strides = stridesOf(weightShape(problem));
  const letters = [...weightLayout.replace("hw", "x")];
  const place = (letter: string) => {
    const at = letters.indexOf(letter);
    return at > letters.indexOf("x") && letter !== "x" ? at + axes.length - 1 : at;
  };
  const [narrowLetter, wideLetter] = op === "conv" ? ["o", "i"] : ["i", "o"];
  for (let b = 0; b < wide; b++) {
    for (let n = 0; n < narrow; n++) {
      for (let t = 0; t < taps; t++) {
        let rest = orientation === "correlation" ? t : taps - 1 - t;
        let at = n * strides[place(narrowLetter)] + b * strides[place(wideLetter)];
        for (let axis = axes.length - 1; axis >= 0; axis--) {
          at += (rest % kernel[axis]) * strides[place("x") + axis];
          rest = Math.floor(rest / kernel[axis]);
        }
        data[at] = output.data[(b * narrow + n) * taps + t];
      }
    }
  }
  return { shape: weightShape(problem), data };
}
