/** What a script computes: a problem with its numbers, few enough to be written out. */
import { guard, OptionError, ShapeError } from "../errors.ts";
import type { Problem } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { borderFrom } from "../semantics/read-spec.ts";
import type { Arguments } from "../semantics/reference.ts";
import { resolve } from "../semantics/resolve.ts";
import { biasShape, inputShape, weightShape } from "../semantics/shapes.ts";
import type { BorderSpec, ConvSpec } from "../semantics/spec.ts";
import { expectShape, expectTensor, type FloatArray, type Tensor } from "../tensor/tensor.ts";
import type { Kernel } from "../workshop/kernel.ts";

export interface Experiment {
  readonly problem: Problem;
  readonly input: Tensor;
  readonly weight: Tensor;
  /** Exactly when the problem has one. */
  readonly bias: Tensor | null;
}

/** Numbers of a script: a text of more is a file of data, and wants to be one. */
export const MOST_NUMBERS = 1 << 17;

/**
 * A problem with its numbers, rounded to float32.
 *
 * @param what a descriptor, a Spec or a Problem.
 * @throws ShapeError when a tensor does not have the problem's shape.
 * @throws OptionError for more than 131,072 numbers, and what `parse` and `resolve` throw.
 */
export function experimentOf(what: Problem | ConvSpec | string, args: Arguments): Experiment {
  const problem = problemOf(what);
  expectShape("input", inputShape(problem), args.input);
  const { weight, bias } = parametersOf(problem, args);
  const count = args.input.data.length + weight.data.length;
  guard(count <= MOST_NUMBERS, OptionError, () => ({
    name: "the input and weight of a script",
    expected: `at most ${MOST_NUMBERS} numbers`,
    got: count,
  }));
  return { problem, input: single(args.input), weight, bias };
}

/** Weight and bias alone, of any size. */
export function parametersOf(
  problem: Problem,
  { weight, bias }: Pick<Arguments, "weight"> & { readonly bias?: Arguments["bias"] | null },
): Pick<Experiment, "weight" | "bias"> {
  expectShape("weight", weightShape(problem), weight);
  const shape = biasShape(problem);
  guard((shape === null) === !bias, ShapeError, () => ({
    name: "bias",
    expected: shape === null ? "none, as the problem says" : `shape [${shape}]`,
    got: bias?.shape,
  }));
  if (shape === null || !bias) return { weight: single(weight), bias: null };
  expectShape("bias", shape, bias);
  return { weight: single(weight), bias: single(bias) };
}

const single = ({ shape, data }: Tensor<FloatArray>): Tensor => ({
  shape: [...shape],
  data: Float32Array.from(data),
});

/**
 * A kernel on a picture as an experiment: as many results as pixels, each channel by itself, what lies
 * outside as `border` says.
 *
 * @param picture [rows, columns], or [channels, rows, columns].
 * @throws ShapeError for a kernel of other than two axes, and as `experimentOf` does.
 */
export function pictureExperiment(
  kernel: Kernel,
  picture: Tensor<FloatArray>,
  border: BorderSpec = "reflect",
): Experiment {
  expectTensor("picture", picture);
  const problem = pictureProblem(kernel, picture.shape, border);
  return experimentOf(problem, {
    input: { shape: inputShape(problem), data: picture.data },
    weight: { shape: weightShape(problem), data: kernel.values },
  });
}

/**
 * What `pictureExperiment` computes, for a picture of any size and without its numbers: each channel is
 * an image of its own, [channels, 1, rows, columns].
 *
 * @throws ShapeError for a kernel of other than two axes, or another shape of a picture.
 */
export function pictureProblem(
  kernel: Kernel,
  shape: readonly number[],
  border: BorderSpec = "reflect",
): Problem {
  guard(shape.length === 2 || shape.length === 3, ShapeError, () => ({
    name: "the shape of picture",
    expected: "[rows, columns] or [channels, rows, columns]",
    got: shape,
  }));
  planeOf(kernel);
  const [channels, ...extents] = shape.length === 2 ? [1, ...shape] : shape;
  const plain = resolve({
    input: [channels, 1, ...extents],
    weight: [1, 1, ...kernel.shape],
    padding: "full",
  });
  // An origin outside of the kernel crops at one end, which no Spec says.
  return {
    ...plain,
    border: borderFrom(border),
    axes: plain.axes.map((axis, i) => ({
      ...axis,
      before: kernel.origin[i],
      after: axis.kernel - 1 - kernel.origin[i],
      output: axis.input,
    })),
  };
}

/** @throws ShapeError unless the kernel has rows and columns. */
export function planeOf(kernel: Kernel): Kernel {
  guard(kernel.shape.length === 2, ShapeError, () => ({
    name: "the shape of a kernel for pictures",
    expected: "[rows, columns]",
    got: kernel.shape,
  }));
  return kernel;
}

/** Extents of a transposed convolution before anything is cut off: (i − 1)·s + r along each axis. */
export const spreadExtents = ({ axes }: Problem): number[] =>
  axes.map((a) => (a.input - 1) * a.stride + (a.kernel - 1) * a.dilation + 1);
