/**
 * Weights without a network: which layer follows which, strides and padding are not in the file. So
 * each convolution is counted by itself, at extents that a person gives: stride 1, padded to keep them.
 */
import { FormatError, format, resolve } from "convoke";
import { type LayerCostOptions, layerCost } from "convoke/cost";
import type { Convolution } from "./opened.ts";

export interface Alone {
  readonly macs: number;
  readonly parameters: number;
}

/**
 * The convolutions as layers; a layer of fewer axes than extents takes the last ones.
 *
 * @param extents null: none are known, and nothing is a layer yet.
 * @throws FormatError when a kernel has more axes than there are extents.
 */
export function convolutionsAt(
  convolutions: readonly Convolution[],
  extents: readonly number[] | null,
): readonly Convolution[] {
  if (extents === null) return convolutions;
  return convolutions.map((one) => {
    if (one.weight === null) return one;
    // Groups are not in the file either: as many products are made with one as with several.
    const [, channels, ...kernel] = one.weight;
    if (kernel.length > extents.length)
      throw new FormatError(
        `expected at least ${kernel.length} extents for the input of ${one.name}, got ${extents.length}`,
      );
    const problem = resolve({
      input: [1, channels, ...extents.slice(extents.length - kernel.length)],
      weight: [...one.weight],
      padding: "same",
    });
    return { ...one, descriptor: format(problem) };
  });
}

export const aloneOf = (
  convolutions: readonly Convolution[],
  options: LayerCostOptions,
): readonly Alone[] =>
  convolutions.map(({ descriptor }) => {
    if (descriptor === null) return { macs: 0, parameters: 0 };
    const { asWritten, parameters } = layerCost(descriptor, options);
    return { macs: asWritten.macs, parameters: parameters.total };
  });
