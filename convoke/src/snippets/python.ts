/** What scripts for NumPy and PyTorch have in common. */
import { format } from "../semantics/descriptor.ts";
import type { Activation, Problem } from "../semantics/problem.ts";
import { weightOrder } from "../semantics/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Experiment, spreadExtents } from "./experiment.ts";
import { double, listOf, PYTHON } from "./numbers.ts";
import { folds, type PythonModule, placesFunction } from "./places.ts";

/** `(1, 2)`, and `(1,)` of one. */
export const tuple = (values: readonly (number | string)[]): string =>
  values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;

export const number = (value: number): string => double(value, PYTHON);

/** First lines of a script, up to its arrays `x`, `w` and perhaps `b`. */
export function headOf(
  module: PythonModule,
  { problem, input, weight, bias }: Experiment,
  imports: readonly string[],
  withPlaces: boolean,
): string {
  const array = (t: Tensor): string => {
    const [make, type] =
      module === "np" ? ["np.array", "np.float32"] : ["torch.tensor", "torch.float32"];
    return `${make}(${listOf(t.shape, t.data, PYTHON)}, dtype=${type})${t.shape.length === 1 ? "" : `.reshape${tuple(t.shape)}`}`;
  };
  const { border } = problem;
  return [
    `# ${format(problem)}, in float32. Prints the shape of the result, then its numbers row by row.`,
    ...imports,
    "",
    ...(withPlaces && folds(border) ? [`\n${placesFunction(module, border)}`] : []),
    `x = ${array(input)}`,
    `w = ${array(weight)}`,
    ...(bias ? [`b = ${array(bias)}`] : []),
  ].join("\n");
}

/** Order of axes that puts the channels of input or output second; null where they are. */
export function channelsFirst({ dataLayout, axes }: Problem): number[] | null {
  return dataLayout === "nchw" ? null : [0, axes.length + 1, ...axes.map((_, axis) => axis + 1)];
}

/** And back. */
export function channelsLast({ dataLayout, axes }: Problem): number[] | null {
  return dataLayout === "nchw" ? null : [0, ...axes.map((_, axis) => axis + 2), 1];
}

/** Order of axes that makes a weight [out, in, …], a transposed one [in, out, …]; null where it is. */
export function weightAxes({ op, weightLayout, axes }: Problem): number[] | null {
  const order = weightOrder(weightLayout, axes.length);
  const wanted = [
    ...(op === "conv" ? (["o", "i"] as const) : (["i", "o"] as const)),
    ...axes.map((_, axis) => axis),
  ];
  const places = wanted.map((axis) => order.indexOf(axis));
  return places.every((place, i) => place === i) ? null : places;
}

/** The spatial axes of an array whose channels are second. */
export const spatialAxes = ({ axes }: Problem): number[] => axes.map((_, axis) => axis + 2);

/**
 * How a transposed convolution's whole result lies about its output along each axis: so many elements in
 * front, so many behind; negative where the output is longer.
 */
export function overhangs(problem: Problem): { readonly before: number; readonly after: number }[] {
  const spread = spreadExtents(problem);
  return problem.axes.map(({ before, output }, i) => ({
    before,
    after: spread[i] - output - before,
  }));
}

/** The activation as an expression of `y`; null for none. `clip` is written by the caller. */
export function activationText(
  activation: Activation,
  clip: (of: string, min: number, max: number) => string,
  leaky: (slope: string) => string,
): string | null {
  switch (activation.kind) {
    case "identity":
      return null;
    case "clamp":
      return clip("y", activation.min, activation.max);
    case "leaky-relu":
      return leaky(number(activation.slope));
    case "hard-sigmoid":
      return clip(`(${number(activation.alpha)} * y + ${number(activation.beta)})`, 0, 1);
    case "hard-swish":
      return `y * ${clip("(y + 3)", 0, 6)} / 6`;
    default:
      return activation satisfies never;
  }
}
