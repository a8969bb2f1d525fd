/**
 * The canonical form of a convolution: frozen, complete, nothing optional, nothing redundant but
 * the output extent, which `resolve` has computed and checked. Everything downstream (reference,
 * planner, accountant, gradients) reads Problems and nothing else.
 */
import type { DataLayout, Orientation, WeightLayout } from "./spec.ts";

export type Border =
  | { readonly kind: "zero" }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "replicate" }
  | { readonly kind: "reflect" }
  | { readonly kind: "symmetric" }
  | { readonly kind: "wrap" };

export type Activation =
  | { readonly kind: "identity" }
  | { readonly kind: "clamp"; readonly min: number; readonly max: number }
  | { readonly kind: "leaky-relu"; readonly slope: number }
  | { readonly kind: "hard-sigmoid"; readonly alpha: number; readonly beta: number }
  | { readonly kind: "hard-swish" };

/**
 * One spatial axis. For `conv`, `input` is what goes in and `output` what comes out; for
 * `convTranspose` likewise, so there the padding belongs to the *output* side, which is cropped.
 */
export interface Axis {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /**
   * Padding at the low end; negative crops the input of a `conv`, and lengthens the output of a
   * `convTranspose`. No Spec says negative numbers: `adjoint` makes them, and `same` (R7).
   */
  readonly before: number;
  readonly after: number;
  /** `convTranspose` only, else 0. */
  readonly outputPadding: number;
  readonly output: number;
}

export interface Problem {
  readonly op: "conv" | "convTranspose";
  readonly batch: number;
  /** All channels, over all groups. */
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  /** 1 to 3 axes, outermost first; the last one is contiguous in `nchw`. */
  readonly axes: readonly Axis[];
  /**
   * For `convTranspose` with a border other than zero the operation is, by definition, the exact
   * adjoint of the `conv` with that border: what falls outside is folded back by the transposed
   * index map. (`constant` folds like `zero`: the adjoint of its linear part.)
   */
  readonly border: Border;
  readonly orientation: Orientation;
  readonly bias: boolean;
  readonly activation: Activation;
  readonly dataLayout: DataLayout;
  readonly weightLayout: WeightLayout;
}
