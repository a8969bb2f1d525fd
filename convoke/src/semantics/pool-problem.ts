/**
 * Pooling as a frozen value: every output is one number made of the inputs of its window, channel by
 * channel. Everything downstream (reference, kernels, gradients) reads these and nothing else.
 */
import type { DataLayout } from "./spec.ts";

/** What an average divides by: the inputs of the window, those and the padding, or a constant. */
export type Divisor = "inside" | "padded" | number;

export type PoolOp =
  /** The largest; a NaN is larger than any number. */
  | { readonly kind: "max" }
  | { readonly kind: "average"; readonly divisor: Divisor }
  /** (Σ|x|^p)^(1/p), p ≥ 1 */
  | { readonly kind: "lp"; readonly p: number };

/** Windows of one size, one stride apart. */
export interface SlidingAxis {
  readonly kind: "sliding";
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  readonly output: number;
}

/** As many windows as outputs are asked for; they cover the input and may overlap by one element. */
export interface AdaptiveAxis {
  readonly kind: "adaptive";
  readonly input: number;
  readonly output: number;
}

export type PoolAxis = SlidingAxis | AdaptiveAxis;

export interface PoolProblem {
  readonly op: PoolOp;
  readonly batch: number;
  readonly channels: number;
  /** 1 to 3 axes, outermost first. */
  readonly axes: readonly PoolAxis[];
  readonly dataLayout: DataLayout;
}

/** Puts values back where their indices say; all else is zero. */
export interface UnpoolProblem {
  readonly batch: number;
  readonly channels: number;
  readonly axes: readonly { readonly input: number; readonly output: number }[];
  readonly dataLayout: DataLayout;
}

type Shaped = Pick<PoolProblem, "batch" | "channels" | "dataLayout"> & {
  readonly axes: readonly { readonly input: number; readonly output: number }[];
};

export const poolInputShape = (p: Shaped): number[] =>
  arranged(
    p,
    p.axes.map((a) => a.input),
  );

export const poolOutputShape = (p: Shaped): number[] =>
  arranged(
    p,
    p.axes.map((a) => a.output),
  );

const arranged = ({ batch, channels, dataLayout }: Shaped, spatial: readonly number[]): number[] =>
  dataLayout === "nchw" ? [batch, channels, ...spatial] : [batch, ...spatial, channels];

/** One word for a problem: equal words are equal problems. */
export const poolKey = ({ op, batch, channels, axes, dataLayout }: Shaped & { op?: PoolOp }) =>
  JSON.stringify([op ?? "unpool", batch, channels, axes, dataLayout]);
