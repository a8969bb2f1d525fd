/** A person's own numbers in the parameters: typed into a grid, and kept when a shape changes. */
import type { ValuesOf } from "@convoke/studies";
import type { Tensor } from "convoke";
import { type LAYER, type Layer, layerOf } from "./layer.ts";
import { flatOf, indexOf } from "./row-major.ts";

type LayerValues = ValuesOf<typeof LAYER>;
type Change = Partial<Record<keyof LayerValues, string | number>>;

/** All numbers of a tensor as the parameter holds them. */
export const numbersText = (values: ArrayLike<number>): string => Array.from(values).join(" ");

/** The tensor with one number replaced, as text. */
export function withNumber(tensor: Tensor<Float64Array>, at: number, value: number): string {
  const data = tensor.data.slice();
  data[at] = value;
  return numbersText(data);
}

/**
 * A change of parameters, with own numbers made to fit the new shapes: what stands at the same index
 * stays, what is new comes from the layer's random numbers.
 */
export function refitted(layer: Layer | null, values: LayerValues, change: Change): Change {
  if (layer === null || "x" in change || "w" in change) return change;
  if (values.x === "" && values.w === "") return change;
  let next: Layer;
  try {
    next = layerOf({ ...values, ...change, x: "", w: "" } as LayerValues);
  } catch {
    // Shapes that do not fit each other have no numbers; the sentence is the layer's.
    return change;
  }
  const own: Change = {};
  for (const name of ["x", "w"] as const) {
    if (values[name] !== "" && `${layer[name].shape}` !== `${next[name].shape}`)
      own[name] = numbersText(refit(layer[name], next[name]));
  }
  return { ...change, ...own };
}

function refit(from: Tensor<Float64Array>, to: Tensor<Float64Array>): Float64Array {
  return to.data.map((drawn, flat) => {
    const index = indexOf(to.shape, flat);
    const known = index.every((at, axis) => at < from.shape[axis]);
    return known ? from.data[flatOf(from.shape, index)] : drawn;
  });
}
