/** Shapes and strides of a problem's tensors, in its own layouts. */
import { sizeOf, stridesOf } from "../tensor/tensor.ts";
import type { Problem } from "./problem.ts";
import type { DataLayout, WeightLayout } from "./spec.ts";

/** Elements between neighbours along every axis of input or output. */
export interface DataStrides {
  readonly batch: number;
  readonly channel: number;
  readonly spatial: readonly number[];
}

/** Elements between neighbours along every axis of the weight; see WEIGHT_LAYOUTS for what counts. */
export interface WeightStrides {
  readonly out: number;
  readonly in: number;
  readonly spatial: readonly number[];
}

export const inputShape = (p: Problem): number[] =>
  arrange(
    p.dataLayout,
    p.batch,
    p.inChannels,
    p.axes.map((a) => a.input),
  );

export const outputShape = (p: Problem): number[] =>
  arrange(
    p.dataLayout,
    p.batch,
    p.outChannels,
    p.axes.map((a) => a.output),
  );

export function weightShape(p: Problem): number[] {
  const transposed = p.op === "convTranspose";
  const out = transposed ? p.outChannels / p.groups : p.outChannels;
  const into = transposed ? p.inChannels : p.inChannels / p.groups;
  const kernel = p.axes.map((a) => a.kernel);
  return weightOrder(p.weightLayout, kernel.length).map((axis) =>
    axis === "o" ? out : axis === "i" ? into : kernel[axis],
  );
}

/** Multiplications of the definition, those with what stands outside included. */
export function multiplyAddsOf(p: Problem): number {
  const [side, channels] =
    p.op === "conv" ? [outputShape(p), p.outChannels] : [inputShape(p), p.inChannels];
  return channels === 0 ? 0 : (sizeOf(side) / channels) * sizeOf(weightShape(p));
}

/** [outChannels]; null when the problem has no bias. */
export const biasShape = (p: Problem): number[] | null => (p.bias ? [p.outChannels] : null);

export const inputStrides = (p: Problem): DataStrides => dataStrides(p.dataLayout, inputShape(p));
export const outputStrides = (p: Problem): DataStrides => dataStrides(p.dataLayout, outputShape(p));

export function weightStrides(p: Problem): WeightStrides {
  const strides = stridesOf(weightShape(p));
  const order = weightOrder(p.weightLayout, p.axes.length);
  return {
    out: strides[order.indexOf("o")],
    in: strides[order.indexOf("i")],
    spatial: p.axes.map((_, axis) => strides[order.indexOf(axis)]),
  };
}

/** What each axis of a weight stands for: output channels, input channels, or a spatial axis. */
export function weightOrder(layout: WeightLayout, axes: number): ("o" | "i" | number)[] {
  return [...layout.replace("hw", "x")].flatMap((letter): ("o" | "i" | number)[] =>
    letter === "x" ? Array.from({ length: axes }, (_, axis) => axis) : [letter as "o" | "i"],
  );
}

function arrange(layout: DataLayout, batch: number, channels: number, spatial: number[]): number[] {
  return layout === "nchw" ? [batch, channels, ...spatial] : [batch, ...spatial, channels];
}

function dataStrides(layout: DataLayout, shape: readonly number[]): DataStrides {
  const [batch, ...rest] = stridesOf(shape);
  return layout === "nchw"
    ? { batch, channel: rest[0], spatial: rest.slice(1) }
    : { batch, channel: rest[rest.length - 1], spatial: rest.slice(0, -1) };
}
