/**
 * `convoke/cost`: what a layer costs, in exact counts that are proved by counting.
 *
 *     const { asWritten, needed, bytes } = layerCost("ic64ih56oc64kh3ph1");
 */
export type { Arithmetic } from "./arithmetic.ts";
export type { AxisCost } from "./axis.ts";
export { ELEMENT_BYTES, ELEMENT_TYPES, type ElementType } from "./elements.ts";
export {
  type LayerCost,
  type LayerCostOptions,
  layerCost,
  type Parameters,
  type TensorBytes,
} from "./layer.ts";
