/**
 * The small layer that the bench looks at: its parameters, its numbers, and the relation between its
 * input, weight and output, which is the library's list of taps and nothing else.
 */
import { type ValuesOf, whole } from "@convoke/studies";
import {
  type BorderName,
  inputShape,
  type Orientation,
  outputShape,
  type PaddingName,
  type Problem,
  resolve,
  sizeOf,
  type Tensor,
  weightShape,
} from "convoke";
import { random } from "convoke/data";
import { type OutputIndex, reference, type Tap, taps } from "convoke/reference";
import { lazyList } from "./lazy-list.ts";
import { readNumbers } from "./numbers.ts";
import { indexOf } from "./row-major.ts";

export const LAYER = {
  rows: whole("rows", "行数", 1, 12, 5),
  columns: whole("columns", "列数", 1, 12, 6),
  kernelRows: whole("kernel rows", "核行数", 1, 5, 3),
  kernelColumns: whole("kernel columns", "核列数", 1, 5, 3),
  stride: whole("stride", "步幅", 1, 4, 1),
  /** `given`: the numbers beside it; the others are the library's own names (relations R4 to R8). */
  pads: {
    kind: "choice",
    label: { en: "padding by", zh: "填充方式" },
    of: ["given", "valid", "same", "same-lower", "full"],
    standard: "given",
  },
  padding: whole("padding", "填充", 0, 4, 0),
  extra: whole("more at the end", "末端多填", 0, 3, 0),
  dilation: whole("dilation", "扩张率", 1, 3, 1),
  inChannels: whole("channels in, c_i", "输入通道 c_i", 1, 4, 1),
  outChannels: whole("channels out, c_o", "输出通道 c_o", 1, 4, 1),
  groups: whole("groups", "分组", 1, 4, 1),
  border: {
    kind: "choice",
    label: { en: "border", zh: "边界" },
    of: ["zero", "constant", "replicate", "reflect", "symmetric", "wrap"],
    standard: "zero",
  },
  fill: whole("constant", "常数", -99, 99, 1),
  orientation: {
    kind: "choice",
    label: { en: "operation", zh: "运算" },
    of: ["correlation", "convolution"],
    standard: "correlation",
  },
  op: {
    kind: "choice",
    label: { en: "layer", zh: "层" },
    of: ["conv", "convTranspose"],
    standard: "conv",
  },
  seed: whole("random numbers", "随机数", 0, 9999, 1),
  /** Numbers of a person's own, row-major; empty: random ones. */
  x: { kind: "text", label: { en: "own input", zh: "自定输入" }, standard: "" },
  w: { kind: "text", label: { en: "own kernel", zh: "自定卷积核" }, standard: "" },
} as const;

export interface Layer {
  readonly problem: Problem;
  readonly x: Tensor<Float64Array>;
  readonly w: Tensor<Float64Array>;
  /** By the definition, in float64. */
  readonly y: Tensor<Float64Array>;
  /** The taps of every output, in the order of `y`. */
  readonly taps: readonly (readonly FlatTap[])[];
}

/** A product: element of the input (null: what the border filled in), element of the weight. */
export interface FlatTap {
  readonly input: number | null;
  readonly weight: number;
  /** Of the input. */
  readonly channel: number;
}

/** @throws ShapeError, OptionError: one sentence, for parameters that do not fit each other. */
export function problemOf(v: ValuesOf<typeof LAYER>): Problem {
  const kernel = [v.kernelRows, v.kernelColumns];
  const [perOut, perIn] =
    v.op === "conv"
      ? [v.outChannels, v.inChannels / v.groups]
      : [v.inChannels, v.outChannels / v.groups];
  const sides = [v.padding, v.padding + v.extra] as const;
  return resolve({
    op: v.op as "conv" | "convTranspose",
    input: [1, v.inChannels, v.rows, v.columns],
    weight: [perOut, Math.max(1, Math.floor(perIn)), ...kernel],
    stride: v.stride,
    dilation: v.dilation,
    // An axis of one row with a kernel of one row is none: a signal is not padded above and below.
    padding:
      v.pads === "given"
        ? [v.rows === 1 && v.kernelRows === 1 ? 0 : sides, sides]
        : (v.pads as PaddingName),
    groups: v.groups,
    border: v.border === "constant" ? { constant: v.fill } : (v.border as BorderName),
    orientation: v.orientation as Orientation,
  });
}

/** @throws as `problemOf`, and for numbers that do not fit the shape. */
export function layerOf(v: ValuesOf<typeof LAYER>): Layer {
  const problem = problemOf(v);
  // Each tensor has a sequence of its own: what is typed into one does not change the other.
  const numbers = (text: string, name: "x" | "w", shape: number[], from: number, to: number) => {
    const size = sizeOf(shape);
    const draw = random(name === "x" ? v.seed : v.seed + LAYER.seed.to + 1);
    const drawn = () => from + Math.floor(draw() * (to - from + 1));
    const data =
      text === "" ? Float64Array.from({ length: size }, drawn) : readNumbers(text, name, size);
    return { shape, data };
  };
  const x = numbers(v.x, "x", inputShape(problem), 0, 9);
  const w = numbers(v.w, "w", weightShape(problem), -2, 2);
  return { problem, x, w, y: reference(problem, { input: x, weight: w }), taps: flatTaps(problem) };
}

/** A product with its numbers. */
export interface Product extends FlatTap {
  readonly x: number;
  readonly w: number;
}

/** What is added up to one output, in the order of its taps. */
export function productsOf({ problem, taps, x, w }: Layer, output: number): Product[] {
  const fill = problem.border.kind === "constant" ? problem.border.value : 0;
  return taps[output].map((tap) => ({
    ...tap,
    x: tap.input === null ? fill : x.data[tap.input],
    w: w.data[tap.weight],
  }));
}

/**
 * The taps of every output, in the order of the output's elements. Those of a large layer take a
 * tenth of a second; a window takes those of one output.
 */
export function flatTaps(problem: Problem): Layer["taps"] {
  const [ofInput, ofWeight] = [inputShape(problem), weightShape(problem)];
  // Without lists of its own: a large layer has 76 800 taps.
  const flat = (shape: readonly number[], first: number, second: number, at: readonly number[]) => {
    let sum = first * shape[1] + second;
    for (let axis = 0; axis < at.length; axis++) sum = sum * shape[axis + 2] + at[axis];
    return sum;
  };
  const inputFirst = problem.weightLayout === "iohw";
  const one = ({ input, weight }: Tap): FlatTap => ({
    input: input.spatial && flat(ofInput, input.batch, input.channel, input.spatial),
    weight: inputFirst
      ? flat(ofWeight, weight.in, weight.out, weight.spatial)
      : flat(ofWeight, weight.out, weight.in, weight.spatial),
    channel: input.channel,
  });
  const shape = outputShape(problem);
  return lazyList(sizeOf(shape), (output) => taps(problem, outputOf(shape, output)).map(one));
}

function outputOf(shape: readonly number[], flat: number): OutputIndex {
  const [batch, channel, ...spatial] = indexOf(shape, flat);
  return { batch, channel, spatial };
}
