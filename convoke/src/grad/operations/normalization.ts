/** Numbers brought to mean 0 and variance 1, over a batch, over groups of channels, or over the last axes. */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { mul, sub } from "../../ir/build.ts";
import type { Expr } from "../../ir/tree.ts";
import { type ByChannel, byChannel, type Channels } from "../../kernels/affine.ts";
import { type Cells, inverseRoot, normalize, normalizeGradient } from "../../kernels/normalize.ts";
import { readOptions } from "../../options.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { type Operation, steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";
import { type Affine, affine } from "./affine.ts";
import { reshape } from "./shapes.ts";

export interface NormOptions extends Affine {
  /** Added to the variance. Default 10⁻⁵. */
  readonly epsilon?: number;
}

export interface BatchNormOptions extends NormOptions {
  /** States of one number a channel, which training moves and evaluation uses. */
  readonly mean: Value;
  readonly variance: Value;
  /** The share of this batch in the states. Default 0.1. */
  readonly momentum?: number;
  /** Whether the batch's own statistics are used, and the states moved. */
  readonly training: boolean;
}

const EPSILON = 1e-5;

/**
 * Every channel of [N, C, …] to mean 0 and variance 1, then times `weight` plus `bias`. In training
 * by the batch's mean and its variance over count; the running variance follows the one over count - 1,
 * as torch.nn.functional.batch_norm.
 *
 * Source: Ioffe and Szegedy, "Batch normalization", 2015.
 *
 * @throws ShapeError for too few axes, a single number a channel in training, or weights and states of
 * another count; OptionError for an unknown option or a momentum that is no share.
 * @see Dive into Deep Learning 8.5
 */
export function batchNorm(x: Value, options: BatchNormOptions): Value {
  const names = ["weight", "bias", "mean", "variance", "momentum", "epsilon", "training"];
  readOptions("batchNorm", options, names);
  const { weight, bias, mean, variance, momentum = 0.1, epsilon = EPSILON, training } = options;
  const [images, channels] = expectChannels("batchNorm", x);
  for (const [role, state] of Object.entries({ mean, variance })) {
    const fits = state.shape.join() === `${channels}` && state.origin.kind === "parameter";
    guard(fits && !state.tracked, ShapeError, () => ({
      name: `the ${role} of batchNorm`,
      expected: `a state of shape [${channels}]`,
      got: nameOf(state),
    }));
  }
  guard(momentum >= 0 && momentum <= 1, OptionError, () => ({
    name: "the momentum of batchNorm",
    expected: "a number from 0 to 1",
    got: momentum,
  }));
  const positions = sizeOf(x.shape.slice(2));
  guard(!training || images * positions > 1, ShapeError, () => ({
    name: "the input of batchNorm in training",
    expected: "more than one number a channel",
    got: nameOf(x),
  }));
  const cells: Omit<Cells, "threads"> = {
    cells: channels,
    runs: images,
    length: positions,
    cellStride: positions,
    runStride: channels * positions,
  };
  const shape = { outer: images, channels, inner: positions };
  const operation = training
    ? normalizing("batchNorm", x, cells, epsilon, momentum)
    : standardizing(x, shape, epsilon);
  return adjusted(apply(operation, [x, mean, variance]), { weight, bias }, 1);
}

/**
 * Groups of neighbouring channels of [N, C, …], each image for itself, to mean 0 and variance 1, then
 * channels times `weight` plus `bias`, as torch.nn.functional.group_norm. As many groups as channels:
 * instance norm.
 *
 * Source: Wu and He, "Group normalization", 2018.
 *
 * @throws ShapeError for too few axes or weights of another count; OptionError when groups do not divide channels.
 */
export function groupNorm(x: Value, groups: number, options: NormOptions = {}): Value {
  readOptions("groupNorm", options, ["weight", "bias", "epsilon"]);
  const { epsilon = EPSILON, ...parts } = options;
  const [images, channels] = expectChannels("groupNorm", x);
  guard(Number.isInteger(groups) && groups >= 1 && channels % groups === 0, OptionError, () => ({
    name: "the groups of groupNorm",
    expected: `a whole number that divides ${channels} channels`,
    got: groups,
  }));
  const cells = rows(x, images * groups);
  return adjusted(apply(normalizing("groupNorm", x, cells, epsilon), [x]), parts, 1);
}

/**
 * The numbers of the last axes to mean 0 and variance 1, then each times `weight` plus `bias`, both of
 * shape `normalizedShape`, as torch.nn.functional.layer_norm.
 *
 * Source: Ba, Kiros and Hinton, "Layer normalization", 2016.
 *
 * @param normalizedShape the extents of the last axes.
 * @throws ShapeError for other extents, or weights of another shape.
 */
export function layerNorm(
  x: Value,
  normalizedShape: readonly number[],
  options: NormOptions = {},
): Value {
  readOptions("layerNorm", options, ["weight", "bias", "epsilon"]);
  const { epsilon = EPSILON, ...parts } = options;
  const at = x.shape.length - normalizedShape.length;
  const fits = at >= 0 && x.shape.slice(at).join() === normalizedShape.join();
  guard(fits && normalizedShape.length > 0, ShapeError, () => ({
    name: "the normalizedShape of layerNorm",
    expected: `the last extents of ${nameOf(x)}`,
    got: normalizedShape,
  }));
  for (const [role, value] of Object.entries(parts)) {
    guard(value?.shape.join() === normalizedShape.join(), ShapeError, () => ({
      name: `the ${role} of layerNorm`,
      expected: `the shape [${normalizedShape.join(", ")}]`,
      got: value && nameOf(value),
    }));
  }
  const length = sizeOf(normalizedShape);
  const cells = rows(x, sizeOf(x.shape) / length);
  const flat = (value: Value | undefined) => value && reshape(value, [length]);
  const normalized = apply(normalizing("layerNorm", x, cells, epsilon), [x]);
  if (!parts.weight && !parts.bias) return normalized;
  const table = reshape(normalized, [cells.cells, length]);
  const result = affine(table, { weight: flat(parts.weight), bias: flat(parts.bias) });
  return reshape(result, x.shape);
}

const rows = (x: Value, cells: number): Omit<Cells, "threads"> => {
  const length = sizeOf(x.shape) / cells;
  return { cells, runs: 1, length, cellStride: length, runStride: 0 };
};

const adjusted = (x: Value, parts: Affine, axis: number): Value =>
  parts.weight || parts.bias ? affine(x, parts, axis) : x;

/** By the cells' own statistics; with a momentum, inputs 1 and 2 follow them. */
function normalizing(
  name: string,
  x: Value,
  cells: Omit<Cells, "threads">,
  epsilon: number,
  momentum: number | null = null,
): Operation {
  return {
    name,
    shape: x.shape,
    writes: momentum === null ? [] : [1, 2],
    saves: [{ name: "factors", element: "f32", shape: [cells.cells] }],
    define: ([values]) => normalized(values, cells, epsilon),
    forward: ({ inputs: [from, mean, variance], output, saved }, { threads }) => {
      const running = momentum === null ? null : { mean, variance, momentum };
      const own = { ...cells, threads };
      return steps(normalize(own, epsilon, from, output, saved?.[0] ?? null, running));
    },
    backward: ({ output, saved: [factors], gradient, results: [result] }, { threads }) =>
      steps(normalizeGradient({ ...cells, threads }, output, factors, gradient, result!)),
  };
}

function normalized(
  values: Float64Array,
  { cells, runs, length, cellStride, runStride }: Omit<Cells, "threads">,
  epsilon: number,
): Float64Array {
  const result = new Float64Array(values.length);
  for (let cell = 0; cell < cells; cell++) {
    const places = Array.from(
      { length: runs * length },
      (_, i) => cell * cellStride + Math.floor(i / length) * runStride + (i % length),
    );
    const mean = places.reduce((sum, at) => sum + values[at], 0) / places.length;
    const square = places.reduce((sum, at) => sum + (values[at] - mean) ** 2, 0) / places.length;
    for (const at of places) result[at] = (values[at] - mean) / Math.sqrt(square + epsilon);
  }
  return result;
}

/** By the states. */
function standardizing(x: Value, shape: Omit<Channels, "threads">, epsilon: number): Operation {
  const factor = (variance: Expr) => inverseRoot(variance, epsilon);
  return {
    name: "batchNorm",
    shape: x.shape,
    define: ([values, mean, variance]) =>
      values.map((value, i) => {
        const channel = Math.floor(i / shape.inner) % shape.channels;
        return (value - mean[channel]) / Math.sqrt(variance[channel] + epsilon);
      }),
    forward: ({ inputs: [from, mean, variance], output }, { threads }) => {
      const how: ByChannel = {
        name: "standardize",
        of: [mean, variance],
        once: (_, [m, v]) => [m, factor(v)],
        f: (value, [m, r]) => mul(sub(value, m), r),
      };
      return steps(byChannel({ ...shape, threads }, how, from, output));
    },
    backward: ({ inputs: [, , variance], gradient, results: [result] }, { threads }) => {
      const how: ByChannel = {
        name: "standardize_back",
        of: [variance],
        once: (_, [v]) => [factor(v)],
        f: (g, [r]) => mul(g, r),
      };
      return steps(byChannel({ ...shape, threads }, how, gradient, result!));
    },
  };
}

function expectChannels(name: string, x: Value): readonly number[] {
  guard(x.shape.length >= 2 && x.element === "f32", ShapeError, () => ({
    name: `the input of ${name}`,
    expected: "floats of shape [N, C, …]",
    got: nameOf(x),
  }));
  return x.shape;
}
