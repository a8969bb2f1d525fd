/**
 * The float64 reference: the sum over taps, nothing else. It is the oracle, not a fallback. The
 * taps of every axis are listed once, so that a layer of a real network takes seconds, not minutes.
 */
import { fault, ShapeError } from "../errors.ts";
import { type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import { activationError, activationOf } from "./activation.ts";
import { type AxisTap, axisTaps } from "./axis-taps.ts";
import type { Problem } from "./problem.ts";
import { gamma, TINY, U } from "./rounding.ts";
import {
  biasShape,
  inputShape,
  inputStrides,
  outputShape,
  outputStrides,
  weightShape,
  weightStrides,
} from "./shapes.ts";

export interface Arguments {
  readonly input: Tensor<FloatArray>;
  readonly weight: Tensor<FloatArray>;
  /** Required exactly when the problem has a bias. */
  readonly bias?: Tensor<FloatArray>;
}

/**
 * What the problem computes, in double precision, in the problem's layouts.
 *
 * @throws ShapeError when a tensor does not have the problem's shape.
 * @see Dive into Deep Learning 6.2.1, 6.3, 6.4
 */
export function reference(problem: Problem, args: Arguments): Tensor<Float64Array> {
  checkArguments(problem, args);
  const { border } = problem;
  const fill = border.kind === "constant" && problem.op === "conv" ? border.value : 0;
  const activate = activationOf(problem.activation);
  const bias = args.bias?.data ?? null;
  const sums = sumTaps(problem, args.input.data, args.weight.data, fill);
  eachOutput(problem, (index, channel) => {
    sums[index] = activate(sums[index] + (bias ? bias[channel] : 0));
  });
  return { shape: outputShape(problem), data: sums };
}

/** Σ |input|·|weight| + |bias| of every output, before the activation: what error bounds grow with. */
export function magnitude(problem: Problem, args: Arguments): Tensor<Float64Array> {
  checkArguments(problem, args);
  const { border } = problem;
  const fill = border.kind === "constant" && problem.op === "conv" ? Math.abs(border.value) : 0;
  const absolute = (data: FloatArray) => Float64Array.from(data, Math.abs);
  const sums = sumTaps(problem, absolute(args.input.data), absolute(args.weight.data), fill);
  const bias = args.bias?.data ?? null;
  if (bias)
    eachOutput(problem, (index, channel) => {
      sums[index] += Math.abs(bias[channel]);
    });
  return { shape: outputShape(problem), data: sums };
}

/**
 * Most that a float32 result may differ from the reference, by output, for tensors that float32
 * holds: a sum of n products in any order, fused or not, with a bias, is off by at most
 * γ(n + 1)·Σ|x||w|; see `rounding.ts`. One more u is for the rounding of a border's constant.
 *
 * @param roundings m, where a product passes through another number of them.
 * @param underflows results that may have been rounded to a subnormal number.
 */
export function errorBound(
  problem: Problem,
  { data }: Tensor<Float64Array>,
  roundings = productsOf(problem) + 2,
  underflows = roundings,
): Float64Array {
  const share = gamma(roundings);
  const { slope, relative, absolute } = activationError(problem.activation);
  return data.map((size) => {
    const sum = share * size + underflows * TINY;
    return slope * sum + U * (relative * (size + sum) + absolute) + TINY;
  });
}

/** Most products that are summed into one output. */
export function productsOf(problem: Problem): number {
  const perAxis = problem.axes.map((axis) =>
    axisTaps(problem, axis).reduce((most, taps) => Math.max(most, taps.length), 0),
  );
  return (problem.inChannels / problem.groups) * sizeOf(perAxis);
}

function sumTaps(problem: Problem, x: FloatArray, w: FloatArray, fill: number): Float64Array {
  const { op, groups, inChannels, outChannels, axes } = problem;
  const [xs, ws] = [inputStrides(problem), weightStrides(problem)];
  const lists = axes.map((axis) => axisTaps(problem, axis));
  const perIn = inChannels / groups;
  const perOut = outChannels / groups;
  const result = new Float64Array(sizeOf(outputShape(problem)));
  let position: readonly number[] = [];
  let windows: readonly number[] = [];

  eachOutput(problem, (index, channel, batch, spatial) => {
    // All channels of a position come one after another, and share its window.
    if (spatial !== position) {
      position = spatial;
      windows = windowOf(lists, spatial, xs.spatial, ws.spatial);
    }
    const group = Math.floor(channel / perOut);
    const wOut = (op === "conv" ? channel : channel % perOut) * ws.out;
    let sum = 0;
    for (let c = 0; c < perIn; c++) {
      const xBase = batch * xs.batch + (group * perIn + c) * xs.channel;
      const wBase = wOut + (op === "conv" ? c : group * perIn + c) * ws.in;
      for (let t = 0; t < windows.length; t += 2) {
        const at = windows[t];
        sum += (at < 0 ? fill : x[xBase + at]) * w[wBase + windows[t + 1]];
      }
    }
    result[index] = sum;
  });
  return result;
}

/** Pairs (input offset or −1, weight offset) of one output position. */
function windowOf(
  lists: readonly (readonly (readonly AxisTap[])[])[],
  spatial: readonly number[],
  xs: readonly number[],
  ws: readonly number[],
): number[] {
  let pairs = [0, 0];
  lists.forEach((list, axis) => {
    const next: number[] = [];
    for (let t = 0; t < pairs.length; t += 2) {
      for (const { input, weight } of list[spatial[axis]]) {
        const outside = pairs[t] < 0 || input < 0;
        next.push(outside ? -1 : pairs[t] + input * xs[axis], pairs[t + 1] + weight * ws[axis]);
      }
    }
    pairs = next;
  });
  return pairs;
}

/** Visits every output: its flat index, and where that is. */
function eachOutput(
  problem: Problem,
  visit: (index: number, channel: number, batch: number, spatial: readonly number[]) => void,
): void {
  const strides = outputStrides(problem);
  const extents = problem.axes.map((a) => a.output);
  const positions = sizeOf(extents);
  for (let p = 0; p < positions; p++) {
    const spatial: number[] = [];
    let rest = p;
    for (let axis = extents.length - 1; axis >= 0; axis--) {
      spatial.unshift(rest % extents[axis]);
      rest = Math.floor(rest / extents[axis]);
    }
    const offset = spatial.reduce((sum, i, axis) => sum + i * strides.spatial[axis], 0);
    for (let n = 0; n < problem.batch; n++) {
      for (let c = 0; c < problem.outChannels; c++) {
        visit(offset + n * strides.batch + c * strides.channel, c, n, spatial);
      }
    }
  }
}

function checkArguments(problem: Problem, { input, weight, bias }: Arguments): void {
  const expected = {
    input: inputShape(problem),
    weight: weightShape(problem),
    bias: biasShape(problem),
  };
  for (const [name, value] of Object.entries({ input, weight, bias })) {
    const shape = expected[name as keyof typeof expected];
    const fits =
      shape === null || value === undefined
        ? shape === null && value === undefined
        : value.shape.length === shape.length &&
          value.shape.every((e, axis) => e === shape[axis]) &&
          value.data.length === sizeOf(shape);
    if (fits) continue;
    throw fault(ShapeError, {
      name,
      expected:
        shape === null
          ? "no tensor (the problem has no bias)"
          : `${sizeOf(shape)} values of shape [${shape.join(", ")}]`,
      got: value && `${value.data.length} values of shape [${value.shape.join(", ")}]`,
    });
  }
}
