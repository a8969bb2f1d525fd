/** What layers one behind the other cost, by the accountant. */
import { layerCost } from "../../cost/layer.ts";
import type { ConvSpec } from "../../semantics/spec.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { extentsOf } from "../layers/compose.ts";
import { channelsIn, channelsOut, type Layer } from "../layers/layer.ts";

export interface Price {
  /** Of one run over the whole input, as the formula has them: `asWritten` of `layerCost`. */
  readonly multiplications: number;
  /** For each number of the last output. */
  readonly perOutput: number;
  /** Numbers of all weights. */
  readonly parameters: number;
  /** Extents of the last output. */
  readonly output: readonly number[];
}

/** A layer as the engine takes it, batch 1; `input` are the extents of one channel. */
export const specOf = (l: Layer, input: readonly number[]): ConvSpec => ({
  input: [1, channelsIn(l), ...input],
  weight: l.weight.shape,
  bias: l.bias !== null,
  stride: l.stride,
  padding: l.padding,
  dilation: l.dilation,
  groups: l.groups,
});

/**
 * @param input extents of what the first layer reads.
 * @throws ShapeError when an output would be empty; UnsupportedError for more axes than the engine has.
 */
export function priceOf(layers: readonly Layer[], input: readonly number[]): Price {
  let extents = input;
  let multiplications = 0;
  for (const l of layers) {
    const output = extentsOf(l, extents);
    multiplications += layerCost(specOf(l, extents)).asWritten.multiplications;
    extents = output;
  }
  const outputs = channelsOut(layers[layers.length - 1]) * sizeOf(extents);
  return {
    multiplications,
    perOutput: multiplications / outputs,
    parameters: layers.reduce((sum, { weight }) => sum + weight.values.length, 0),
    output: extents,
  };
}
