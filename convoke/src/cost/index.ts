/**
 * `convoke/cost`: what a layer costs, in exact counts that are proved by counting.
 *
 *     const { asWritten, needed, bytes } = layerCost("ic64ih56oc64kh3ph1");
 */
export {
  type AlgorithmCost,
  type AlgorithmCostOptions,
  type AlgorithmWork,
  algorithmCosts,
} from "./algorithms.ts";
export type { Arithmetic } from "./arithmetic.ts";
export type { AxisCost, AxisName } from "./axis.ts";
export { type BackwardCost, backwardCost, type GradientCost } from "./backward.ts";
export { CHANGES, type Change, expectChange, withValue } from "./change.ts";
export { ELEMENT_BYTES, ELEMENT_TYPES, type ElementType } from "./elements.ts";
export { FIGURES, type Figure, type Figures } from "./figures.ts";
export { type GradientWork, type GradientWorkOptions, gradientWork } from "./gradient-work.ts";
export {
  type KeepingPadding,
  paddingThatKeeps,
  type UnwastedSizes,
  unwastedSizes,
} from "./inverse.ts";
export type { KernelWork } from "./kernel-work.ts";
export {
  type LayerCost,
  type LayerCostOptions,
  layerCost,
  type Parameters,
  type TensorBytes,
} from "./layer.ts";
export { type MeasuredOptions, measuredTimes } from "./measured.ts";
export {
  type Kept,
  OPTIMIZER_SLOTS,
  type OptimizerName,
  type TrainingMemory,
  trainingMemory,
} from "./memory.ts";
export { type PatchMatrix, patchMatrix } from "./patches.ts";
export { type Ratio, ratio, ratioText, ratioValue } from "./ratio.ts";
export type { Sentence } from "./reasons.ts";
export { measurePeak, type Peak, peakOf, type Roofline, roofline } from "./roofline.ts";
export {
  type Comparison,
  compareLayers,
  type SweepPoint,
  sweep,
  type WhatIf,
  type WhatIfOptions,
  whatIf,
} from "./what-if.ts";
