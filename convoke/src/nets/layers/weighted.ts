/** Layers with weights: convolutions and products, with the first values of torch.nn. */
import * as operations from "../../grad/operations/convolution.ts";
import type { Value } from "../../grad/value.ts";
import { readOptions } from "../../options.ts";
import { evenly, fansOf, type Initializer, kaimingUniform } from "../initializers.ts";
import type { Layer, Scope } from "../layer.ts";

interface Weighted {
  /** Whether a number is added to each output channel. Default true. */
  readonly bias?: boolean;
  /** First weights. Default: evenly from -1/√fan to 1/√fan, with the fan in, as torch.nn. */
  readonly init?: Initializer;
  /** First biases. Default: the same range as those of the weights. */
  readonly initBias?: Initializer;
}

type Extents = number | readonly number[];

export interface ConvLayerOptions
  extends Omit<operations.ConvOptions, "bias" | "weightLayout">,
    Weighted {
  /** One extent for all axes, or one each. */
  readonly kernelSize: Extents;
}

export interface ConvTransposeLayerOptions
  extends ConvLayerOptions,
    Pick<operations.ConvTransposeOptions, "outputPadding"> {}

type ConvLayer<O> = (inChannels: number, outChannels: number, options: O) => Layer;

/**
 * A convolution [N, C, L] → [N, O, L'] with parameters `weight` [O, C/groups, K] and `bias` [O].
 *
 * @throws when built, what `conv1d` of `convoke/grad` throws.
 */
export const conv1d: ConvLayer<ConvLayerOptions> = convolution("conv1d", 1, operations.conv1d);
/** [N, C, H, W] → [N, O, H', W']; see `conv1d`. */
export const conv2d: ConvLayer<ConvLayerOptions> = convolution("conv2d", 2, operations.conv2d);
/** [N, C, D, H, W] → [N, O, D', H', W']; see `conv1d`. */
export const conv3d: ConvLayer<ConvLayerOptions> = convolution("conv3d", 3, operations.conv3d);
/** A transposed convolution with `weight` [C, O/groups, K]; see `conv1d`. */
export const convTranspose1d: ConvLayer<ConvTransposeLayerOptions> = convolution(
  "convTranspose1d",
  1,
  operations.convTranspose1d,
  true,
);
/** With `weight` [C, O/groups, KH, KW]; see `conv1d`. */
export const convTranspose2d: ConvLayer<ConvTransposeLayerOptions> = convolution(
  "convTranspose2d",
  2,
  operations.convTranspose2d,
  true,
);
/** With `weight` [C, O/groups, KD, KH, KW]; see `conv1d`. */
export const convTranspose3d: ConvLayer<ConvTransposeLayerOptions> = convolution(
  "convTranspose3d",
  3,
  operations.convTranspose3d,
  true,
);

/** x·Wᵀ + b: [N, I] → [N, O], with parameters `weight` [O, I] and `bias` [O]. */
export function linear(inputs: number, outputs: number, options: Weighted = {}): Layer {
  readOptions("linear", options, ["bias", "init", "initBias"]);
  return {
    name: `linear ${inputs}→${outputs}`,
    forward: (x, scope) => {
      const { weight, bias } = weighted(scope, [outputs, inputs], outputs, options);
      return operations.linear(x, weight, bias);
    },
  };
}

const OPTIONS = [
  "kernelSize",
  "stride",
  "padding",
  "dilation",
  "groups",
  "border",
  "orientation",
  "dataLayout",
  "bias",
  "init",
  "initBias",
] as const;

function convolution(
  name: string,
  axes: number,
  operation: (x: Value, weight: Value, options: operations.ConvTransposeOptions) => Value,
  transposed = false,
): ConvLayer<ConvTransposeLayerOptions> {
  return (inChannels, outChannels, options) => {
    readOptions(name, options, transposed ? [...OPTIONS, "outputPadding"] : OPTIONS);
    const { kernelSize, bias: hasBias = true, init, initBias, ...rest } = options;
    const kernel = typeof kernelSize === "number" ? Array(axes).fill(kernelSize) : kernelSize;
    const groups = options.groups ?? 1;
    const [outer, inner] = transposed ? [inChannels, outChannels] : [outChannels, inChannels];
    const stride = options.stride ?? 1;
    return {
      name: [
        `${name} ${inChannels}→${outChannels}`,
        kernel.join("×"),
        ...(`${stride}` === "1" ? [] : [`stride ${stride}`]),
        ...(groups === 1 ? [] : [`groups ${groups}`]),
      ].join(", "),
      forward: (x, scope) => {
        const shape = [outer, inner / groups, ...kernel];
        const { weight, bias } = weighted(scope, shape, outChannels, options);
        return operation(x, weight, { ...rest, ...(bias ? { bias } : {}) });
      },
    };
  };
}

function weighted(
  scope: Scope,
  shape: readonly number[],
  outputs: number,
  { bias = true, init = kaimingUniform({ a: Math.sqrt(5) }), initBias }: Weighted,
): { weight: Value; bias: Value | undefined } {
  const weight = scope.parameter("weight", shape, init);
  if (!bias) return { weight, bias: undefined };
  const start = initBias ?? evenly(1 / Math.sqrt(fansOf(shape).in));
  return { weight, bias: scope.parameter("bias", [outputs], start) };
}
