/**
 * `convoke/cost`: what a layer costs, in exact counts that are proved by counting.
 *
 *     const { asWritten, needed, bytes } = layerCost("ic64ih56oc64kh3ph1");
 */
export type { Arithmetic } from "./arithmetic.ts";
export type { AxisCost } from "./axis.ts";
export { type BackwardCost, backwardCost, type GradientCost } from "./backward.ts";
export { ELEMENT_BYTES, ELEMENT_TYPES, type ElementType } from "./elements.ts";
export {
  type LayerCost,
  type LayerCostOptions,
  layerCost,
  type Parameters,
  type TensorBytes,
} from "./layer.ts";
export {
  type Kept,
  OPTIMIZER_SLOTS,
  type OptimizerName,
  type TrainingMemory,
  trainingMemory,
} from "./memory.ts";
export { type Ratio, ratioText, ratioValue } from "./ratio.ts";
export type { Sentence } from "./reasons.ts";
