/** What is used of TensorFlow.js, and a layer in the layout that it likes: channels last. */
import { createRequire } from "node:module";
import type { Problem } from "convoke";
import { Refusal, type Task } from "../engine.ts";
import { arraysOf, permuted } from "./arrays.ts";

export interface Tensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
  dataSync(): Float32Array;
  dispose(): void;
}
export interface Variable extends Tensor {
  assign(values: Tensor): void;
}
type Pair = readonly [number, number];
export type Padding = readonly [Pair, Pair, Pair, Pair];
type Conv = (
  x: Tensor,
  w: Tensor,
  strides: Pair,
  padding: Padding | "valid",
  format: "NHWC",
  dilations: Pair,
  rounding?: "floor",
) => Tensor;
export type Binary = (x: Tensor, w: Tensor) => Tensor;
type Shape = readonly number[];
export interface Optimizer {
  minimize(loss: () => Tensor, returnCost: true): Tensor;
  dispose(): void;
}
export interface Core {
  env(): { set(flag: string, value: boolean): void };
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tidy<T>(work: () => T): T;
  tensor(values: ArrayLike<number>, shape: Shape): Tensor;
  variable(values: Tensor): Variable;
  oneHot(indices: Tensor, classes: number): Tensor;
  tensor1d(values: ArrayLike<number>, type: "int32"): Tensor;
  grads(f: Binary): (args: readonly [Tensor, Tensor], dy: Tensor) => [Tensor, Tensor];
  customGrad(
    f: (
      x: Tensor,
      w: Tensor,
      save: (tensors: Tensor[]) => void,
    ) => { value: Tensor; gradFunc: (dy: Tensor, saved: Tensor[]) => Tensor[] },
  ): Binary;
  readonly conv2d: Conv;
  readonly depthwiseConv2d: Conv;
  conv2dTranspose(
    dy: Tensor,
    w: Tensor,
    shape: Shape,
    strides: Pair,
    padding: Padding | "valid",
  ): Tensor;
  pad(x: Tensor, paddings: Padding): Tensor;
  stridedSlice(x: Tensor, from: Shape, to: Shape, strides: Shape): Tensor;
  concat(parts: readonly Tensor[], axis: number): Tensor;
  reshape(x: Tensor, shape: Shape): Tensor;
  transpose(x: Tensor): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  add(a: Tensor, b: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  maxPool(x: Tensor, size: number, stride: number, padding: "valid"): Tensor;
  readonly losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  readonly train: { momentum(rate: number, momentum: number): Optimizer };
}

export const need = createRequire(import.meta.url);

/** The whole library, which knows the gradients, without its advice for Node. */
export function loadCore(): Core {
  const logged = console.warn;
  console.warn = () => {};
  const core = need("@tensorflow/tfjs") as Core;
  console.warn = logged;
  return core;
}

export interface TfLayer {
  readonly upload: () => Tensor;
  readonly weights: Tensor;
  readonly convolve: Binary;
  readonly depthwise: boolean;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilations: Pair;
  /** The output's gradient, for a backward task. */
  readonly uploadGradient: (values: Float32Array) => Tensor;
  /** Numbers of an output, an input or a weight in the problem's layout. */
  readonly outputOf: (values: Float32Array) => Float32Array<ArrayBuffer>;
  readonly inputOf: (values: Float32Array) => Float32Array<ArrayBuffer>;
  readonly weightOf: (values: Float32Array) => Float32Array<ArrayBuffer>;
}

const LAST = [0, 2, 3, 1];
const FIRST = [0, 3, 1, 2];

/** @throws Refusal for what the library has no operation for. */
export function layerOf(core: Core, name: string, task: Task): TfLayer {
  const { input, weight } = arraysOf(task);
  const planar = planarOf(name, task.problem);
  const { batch, inChannels, outChannels, groups } = planar;
  const [h, w] = planar.axes;
  const inGroup = inChannels / groups;
  const depthwise = groups > 1;
  if (depthwise && inGroup > 1) throw new Refusal(`${name} knows no groups but depthwise ones`);
  if (Math.max(h.stride, w.stride) > 1 && Math.max(h.dilation, w.dilation) > 1)
    throw new Refusal("tfjs has no convolution with both stride and dilation");

  // Depthwise filters are [h, w, in, multiplier], and outputs lie in that order, too.
  const [theirs, there, back] = depthwise
    ? ([
        [inChannels, outChannels / inChannels],
        [2, 3, 0, 1],
        [2, 3, 0, 1],
      ] as const)
    : ([
        [outChannels, inGroup],
        [2, 3, 1, 0],
        [3, 2, 0, 1],
      ] as const);
  const ours = [...theirs, h.kernel, w.kernel];
  const filterShape = there.map((axis) => ours[axis]);
  const inputShape = [batch, h.input, w.input, inChannels];
  const outputShape = [batch, h.output, w.output, outChannels];
  const pixels = permuted(input, [batch, inChannels, h.input, w.input], LAST);
  const strides: Pair = [h.stride, w.stride];
  const dilations: Pair = [h.dilation, w.dilation];
  const none: Pair = [0, 0];
  const padding: Padding = [none, [h.before, h.after], [w.before, w.after], none];
  const conv = depthwise ? core.depthwiseConv2d : core.conv2d;
  return {
    upload: () => core.tensor(pixels, inputShape),
    weights: core.tensor(permuted(weight, ours, there), filterShape),
    convolve: (x, filter) => conv(x, filter, strides, padding, "NHWC", dilations, "floor"),
    depthwise,
    strides,
    padding,
    dilations,
    uploadGradient: (values) =>
      core.tensor(permuted(values, [batch, outChannels, h.output, w.output], LAST), outputShape),
    outputOf: (values) => permuted(values, outputShape, FIRST),
    inputOf: (values) => permuted(values, inputShape, FIRST),
    weightOf: (values) => permuted(values, filterShape, back),
  };
}

/** A 1-D problem as one of height 1. */
function planarOf(name: string, problem: Problem): Problem {
  const { axes } = problem;
  if (axes.length > 2) throw new Refusal(`${name} has no 3-D convolution`);
  if (axes.length === 2) return problem;
  const flat = { input: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, output: 1 };
  return { ...problem, axes: [{ ...flat, outputPadding: 0 }, axes[0]] };
}
