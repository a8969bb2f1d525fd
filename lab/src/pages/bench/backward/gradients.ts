/** The gradients of a layer for a given ȳ, by the library's adjoint problems. */
import type { Tensor } from "convoke";
import { type Gradient, inputGradient, reference, weightGradient } from "convoke/reference";
import type { Layer } from "../layer.ts";
import { readNumbers } from "../numbers.ts";

type Numbers = Tensor<Float64Array>;

export interface Gradients {
  readonly dx: Numbers;
  readonly dw: Numbers;
}

/** @param ȳ of the output's shape. */
export function gradientsOf({ problem, x, w }: Layer, gy: Numbers): Gradients {
  const made = (gradient: Gradient, a: Numbers, b: Numbers) =>
    gradient.result(
      reference(gradient.problem, { input: gradient.input(a, b), weight: gradient.weight(a, b) }),
    );
  return {
    dx: made(inputGradient(problem), gy, w),
    dw: made(weightGradient(problem), x, gy),
  };
}

/**
 * ȳ as the parameter says it; ones where it says nothing.
 *
 * @throws FormatError for what is no number, or another count than the output has.
 */
export function outputGradientOf({ y }: Layer, text: string): Numbers {
  const size = y.data.length;
  const data = text === "" ? new Float64Array(size).fill(1) : readNumbers(text, "ȳ", size);
  return { shape: y.shape, data };
}

/** The first so many outputs of ȳ; the others have not sent anything yet. */
export const firstOf = ({ shape, data }: Numbers, count: number): Numbers => ({
  shape,
  data: data.map((value, i) => (i < count ? value : 0)),
});

export const innerProduct = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** What is added up in one element of a gradient: an output's ȳ, and what it is multiplied by. */
export interface Share {
  readonly output: number;
  readonly factor: number;
}

/** Of dx: ȳ times weights; of dw: ȳ times inputs (or what the border filled in). */
export function sharesOf(layer: Layer, of: "input" | "weight", at: number): Share[] {
  const { problem, taps, x, w } = layer;
  const fill = problem.border.kind === "constant" ? problem.border.value : 0;
  return taps.flatMap((list, output) =>
    list
      .filter((tap) => tap[of] === at)
      .map(({ input, weight }) => ({
        output,
        factor: of === "input" ? w.data[weight] : input === null ? fill : x.data[input],
      })),
  );
}
