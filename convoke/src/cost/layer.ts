/**
 * What one layer costs, forwards: exact counts in closed form, of the definition as it is written and
 * of what has to be done. Nothing is run, planned or allocated.
 */
import type { Task } from "../engine.ts";
import { readOptions } from "../options.ts";
import { format } from "../semantics/descriptor.ts";
import type { Problem } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { inputShape, outputShape, weightShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { type Arithmetic, sumsOf } from "./arithmetic.ts";
import { type AxisCost, axisCosts } from "./axis.ts";
import { type Counts, countsOf } from "./counts.ts";
import { ELEMENT_BYTES, type ElementType, elementType } from "./elements.ts";

/** Numbers of a parameter tensor, and of all. */
export interface Parameters {
  readonly weight: number;
  readonly bias: number;
  readonly total: number;
}

/** Bytes of the layer's tensors, each once. */
export interface TensorBytes {
  readonly input: number;
  readonly weight: number;
  readonly bias: number;
  readonly output: number;
  /** input + weight + bias + output. */
  readonly total: number;
}

export interface LayerCost {
  readonly problem: Problem;
  readonly descriptor: string;
  readonly dtype: ElementType;
  /** In the problem's layout. */
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  /** Outermost first. */
  readonly axes: readonly AxisCost[];
  readonly parameters: Parameters;
  /**
   * The formula: every window has all its products, those with what stands outside included. Of a
   * transposed convolution: every input is spread over the whole kernel, cropped or not.
   */
  readonly asWritten: Arithmetic;
  /** Without the products that a zero border, or cropping, makes pointless. */
  readonly needed: Arithmetic;
  /**
   * Products of the formula with what stands outside; of a transposed convolution, those that are
   * cropped off. Over a constant border that is not 0 they count as needed too.
   */
  readonly paddingProducts: number;
  /** Outputs that pass through an activation. */
  readonly activated: number;
  readonly bytes: TensorBytes;
  /** FLOPs of the formula for each byte of input, weight, bias and output: FLOP/byte. */
  readonly intensity: number;
}

export interface LayerCostOptions {
  /** What tensors are stored as. Default float32. */
  readonly dtype?: ElementType;
}

/**
 * The exact cost of a layer, given as Problem, Spec or descriptor.
 *
 * @throws FormatError, ShapeError or OptionError for a descriptor that `parse` refuses; OptionError for
 * an unknown option or element type; UnsupportedError where a count would not be exact (2^53) or an
 * axis is too long to be counted.
 * @see Dive into Deep Learning 6.4, exercises 3 and 6
 */
export function layerCost(what: Task, options: LayerCostOptions = {}): LayerCost {
  readOptions("layerCost", options, ["dtype"]);
  const dtype = elementType(options.dtype);
  const problem = problemOf(what);
  const counts = countsOf(problem);
  const bytes = tensorBytes(problem, dtype);
  const { asWritten, needed } = forwardArithmetic(problem, counts);
  return {
    problem,
    descriptor: format(problem),
    dtype,
    inputShape: inputShape(problem),
    outputShape: outputShape(problem),
    axes: axisCosts(problem, counts),
    parameters: parametersOf(problem),
    asWritten,
    needed,
    paddingProducts: counts.products - counts.inside,
    activated: problem.activation.kind === "identity" ? 0 : sizeOf(outputShape(problem)),
    bytes,
    intensity: asWritten.flops / bytes.total,
  };
}

export function parametersOf(problem: Problem): Parameters {
  const weight = sizeOf(weightShape(problem));
  const bias = problem.bias ? problem.outChannels : 0;
  return { weight, bias, total: weight + bias };
}

export function tensorBytes(problem: Problem, dtype: ElementType): TensorBytes {
  const each = ELEMENT_BYTES[dtype];
  const { weight, bias } = parametersOf(problem);
  const [input, output] = [inputShape(problem), outputShape(problem)].map(sizeOf);
  return {
    input: each * input,
    weight: each * weight,
    bias: each * bias,
    output: each * output,
    total: each * (input + weight + bias + output),
  };
}

/** Forward sums: one an output, of the products that meet it. */
export function forwardArithmetic(problem: Problem, counts: Counts) {
  const outputs = sizeOf(outputShape(problem));
  const bias = (sums: number) => (problem.bias ? sums : 0);
  const asWritten = sumsOf(counts.products, counts.outputs.written, bias(outputs));
  const needed = counts.constant
    ? asWritten
    : sumsOf(counts.inside, counts.outputs.met, bias(counts.outputs.met));
  return { asWritten, needed };
}
