/** The float64 definition of pooling, of its gradients, and of putting maxima back. */
import { guard, OptionError } from "../errors.ts";
import { expectShape, type FloatArray, sizeOf, stridesOf, type Tensor } from "../tensor/tensor.ts";
import {
  type PoolProblem,
  poolInputShape,
  poolOutputShape,
  type UnpoolProblem,
} from "./pool-problem.ts";
import { paddedSizes, windowsOf } from "./pool-windows.ts";

export interface Pooled {
  readonly output: Tensor<Float64Array>;
  /** Maxima only: where each was found, row-major in its plane (batch and channel), any layout. */
  readonly indices: Int32Array | null;
}

/**
 * What the pooling computes, in double precision. Of equal maxima the first in row-major order is
 * found, of NaNs the last, as in PyTorch. An average of nothing is 0.
 *
 * @throws ShapeError when the input does not have the problem's shape.
 */
export function poolReference(problem: PoolProblem, input: Tensor<FloatArray>): Pooled {
  expectShape("input", poolInputShape(problem), input);
  const { op } = problem;
  const x = input.data;
  const shape = poolOutputShape(problem);
  const output = new Float64Array(sizeOf(shape));
  const indices = op.kind === "max" ? new Int32Array(output.length) : null;
  eachWindow(problem, ({ at, inputs, places, divisor }) => {
    switch (op.kind) {
      case "max": {
        let best = 0;
        inputs.forEach((i, t) => {
          if (x[i] > x[inputs[best]] || Number.isNaN(x[i])) best = t;
        });
        output[at] = x[inputs[best]];
        indices![at] = places[best];
        return;
      }
      case "average": {
        const sum = inputs.reduce((total, i) => total + x[i], 0);
        output[at] = inputs.length === 0 ? 0 : sum / divisor;
        return;
      }
      case "lp": {
        output[at] = inputs.reduce((total, i) => total + Math.abs(x[i]) ** op.p, 0) ** (1 / op.p);
        return;
      }
      default:
        op satisfies never;
    }
  });
  return { output: { shape, data: output }, indices };
}

/**
 * The gradient in the input, given that in the output. A maximum passes it to the element that was
 * found; ∂y/∂x of the Lp norm is sign(x)·(|x| / y)^(p − 1), and 0 where y is.
 *
 * @throws ShapeError when a tensor does not have the problem's shape.
 */
export function poolGradient(
  problem: PoolProblem,
  input: Tensor<FloatArray>,
  outputGradient: Tensor<FloatArray>,
): Tensor<Float64Array> {
  expectShape("outputGradient", poolOutputShape(problem), outputGradient);
  const { op } = problem;
  const { output, indices } = poolReference(problem, input);
  const [x, y, dy] = [input.data, output.data, outputGradient.data];
  const dx = new Float64Array(x.length);
  eachWindow(problem, ({ at, inputs, places, divisor }) => {
    switch (op.kind) {
      case "max":
        dx[inputs[places.indexOf(indices![at])]] += dy[at];
        return;
      case "average":
        for (const i of inputs) dx[i] += dy[at] / divisor;
        return;
      case "lp":
        if (y[at] === 0) return;
        for (const i of inputs)
          dx[i] += dy[at] * Math.sign(x[i]) * (Math.abs(x[i]) / y[at]) ** (op.p - 1);
        return;
      default:
        op satisfies never;
    }
  });
  return { shape: input.shape, data: dx };
}

/**
 * Values where their indices say, zero elsewhere; the last of equal indices is kept.
 *
 * @throws ShapeError when a shape is not the problem's.
 * @throws OptionError for an index outside the plane.
 */
export function unpoolReference(
  problem: UnpoolProblem,
  input: Tensor<FloatArray>,
  indices: Int32Array,
): Tensor<Float64Array> {
  const shape = poolOutputShape(problem);
  const data = new Float64Array(sizeOf(shape));
  eachIndex(problem, input, indices, (from, to) => {
    data[to] = input.data[from];
  });
  return { shape, data };
}

/** The gradient of `unpoolReference` in its input: what stands where each value was put. */
export function unpoolGradient(
  problem: UnpoolProblem,
  outputGradient: Tensor<FloatArray>,
  indices: Int32Array,
): Tensor<Float64Array> {
  expectShape("outputGradient", poolOutputShape(problem), outputGradient);
  const shape = poolInputShape(problem);
  const gradient = { shape, data: new Float64Array(sizeOf(shape)) };
  eachIndex(problem, gradient, indices, (from, to) => {
    gradient.data[from] = outputGradient.data[to];
  });
  return gradient;
}

/** @throws OptionError for an index that is not in a plane of `size`, or too few or too many of them. */
export function expectIndices(indices: Int32Array, count: number, size: number): void {
  guard(indices instanceof Int32Array && indices.length === count, OptionError, () => ({
    name: "indices",
    expected: `an Int32Array of ${count}`,
    got: indices,
  }));
  const wrong = indices.findIndex((index) => index < 0 || index >= size);
  guard(wrong < 0, OptionError, () => ({
    name: `indices[${wrong}]`,
    expected: `a whole number from 0 to ${size - 1}`,
    got: indices[wrong],
  }));
}

function eachIndex(
  problem: UnpoolProblem,
  input: Tensor<FloatArray>,
  indices: Int32Array,
  visit: (from: number, to: number) => void,
): void {
  const { batch, channels, axes, dataLayout } = problem;
  expectShape("input", poolInputShape(problem), input);
  const [small, large] = [sizeOf(axes.map((a) => a.input)), sizeOf(axes.map((a) => a.output))];
  expectIndices(indices, batch * channels * small, large);
  const inner = dataLayout === "nchw" ? 1 : channels;
  indices.forEach((index, from) => {
    const plane = Math.floor(from / (small * inner));
    visit(from, (plane * large + index) * inner + (from % inner));
  });
}

interface Window {
  /** Flat place of the output, and of the inputs, first to last in row-major order. */
  readonly at: number;
  readonly inputs: readonly number[];
  /** The same inputs, counted in their plane. */
  readonly places: readonly number[];
  /** What an average divides by. */
  readonly divisor: number;
}

function eachWindow(problem: PoolProblem, visit: (window: Window) => void): void {
  const { op, batch, channels, axes, dataLayout } = problem;
  const extents = axes.map((a) => a.output);
  const strides = stridesOf(axes.map((a) => a.input));
  const [small, large] = [sizeOf(extents), sizeOf(axes.map((a) => a.input))];
  const windows = axes.map(windowsOf);
  const padded = axes.map(paddedSizes);
  const inner = dataLayout === "nchw" ? 1 : channels;
  const outer = (batch * channels) / inner;
  for (let position = 0; position < small; position++) {
    let [rest, places, size] = [position, [0], 1];
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const n = rest % extents[axis];
      rest = Math.floor(rest / extents[axis]);
      const { first, count, step } = windows[axis];
      const own = Array.from({ length: count[n] }, (_, t) => first[n] + t * step);
      const inside = places;
      places = own.flatMap((i) => inside.map((place) => i * strides[axis] + place));
      size *= padded[axis][n];
    }
    const divisor = divisorOf(op, places.length, size);
    for (let plane = 0; plane < outer; plane++) {
      for (let c = 0; c < inner; c++) {
        visit({
          at: (plane * small + position) * inner + c,
          inputs: places.map((place) => (plane * large + place) * inner + c),
          places,
          divisor,
        });
      }
    }
  }
}

function divisorOf(op: PoolProblem["op"], inside: number, padded: number): number {
  if (op.kind !== "average") return 1;
  return op.divisor === "inside" ? inside : op.divisor === "padded" ? padded : op.divisor;
}
