/**
 * What a user writes. Every field but the two shapes may be left out; names and defaults are
 * PyTorch's. `resolve` turns a Spec into a Problem, and is the only reader of these fields.
 */

/**
 * Where the channel axis stands. `hw` stands for all spatial axes: `nchw` is NCL in 1-D and
 * NCDHW in 3-D.
 */
export const DATA_LAYOUTS = ["nchw", "nhwc"] as const;
export type DataLayout = (typeof DATA_LAYOUTS)[number];

/**
 * Order of the weight's axes. For a convolution `o` counts all output channels and `i` the input
 * channels of one group; for a transposed convolution `i` counts all input channels and `o` the
 * output channels of one group. `hw` stands for all spatial axes.
 */
export const WEIGHT_LAYOUTS = ["oihw", "hwio", "ohwi", "ihwo", "iohw", "hwoi"] as const;
export type WeightLayout = (typeof WEIGHT_LAYOUTS)[number];

/** What stands outside the input. `reflect` does not repeat the edge, `symmetric` does. */
export const BORDER_NAMES = ["zero", "replicate", "reflect", "symmetric", "wrap"] as const;
export type BorderName = (typeof BORDER_NAMES)[number];
export type BorderSpec = BorderName | { readonly constant: number };

/**
 * `valid` pads nothing; `same` gives ceil(input / stride) outputs with the odd element at the end
 * (`same-lower`: at the beginning); `full` pads by dilation * (kernel - 1) on both sides.
 */
export type PaddingName = "valid" | "same" | "same-lower" | "full";
/** One number for all sides; or one entry per axis: a number for both sides, or [before, after]. */
export type PaddingSpec = PaddingName | number | readonly (number | readonly [number, number])[];

/** Applied to every output after the bias, inside the store. */
export type ActivationSpec =
  | "identity"
  | "relu"
  | "relu6"
  | "hard-swish"
  | { readonly leakyRelu: number }
  | { readonly clamp: readonly [number, number] }
  | { readonly hardSigmoid: readonly [alpha: number, beta: number] };

/** `correlation` is what layers compute; `convolution` flips the kernel on every spatial axis. */
export type Orientation = "correlation" | "convolution";

export interface ConvSpec {
  /** Default `conv`. `convTranspose` is the adjoint of `conv`, in its input. */
  readonly op?: "conv" | "convTranspose";
  /** Shape of the input in `dataLayout` order, batch first: 3, 4 or 5 axes. */
  readonly input: readonly number[];
  /** Shape of the weight in `weightLayout` order. */
  readonly weight: readonly number[];
  /** Whether a bias of one value an output channel is added. Default false. */
  readonly bias?: boolean;
  readonly stride?: number | readonly number[];
  readonly padding?: PaddingSpec;
  readonly dilation?: number | readonly number[];
  /** Transposed only: rows added at the end, less than the larger of stride and dilation. */
  readonly outputPadding?: number | readonly number[];
  readonly groups?: number;
  readonly border?: BorderSpec;
  readonly orientation?: Orientation;
  readonly activation?: ActivationSpec;
  readonly dataLayout?: DataLayout;
  /** Default `oihw`; for `convTranspose` `iohw` (PyTorch's own order in both cases). */
  readonly weightLayout?: WeightLayout;
}

/** The fields of a layer that its tensors do not say, whichever way it runs. */
export const LAYER_OPTIONS = [
  "stride",
  "padding",
  "dilation",
  "groups",
  "border",
  "orientation",
  "dataLayout",
  "weightLayout",
] as const satisfies readonly (keyof ConvSpec)[];
