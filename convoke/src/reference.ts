/**
 * `convoke/reference`: the definition in float64 and everything that follows from it. Slow, plain,
 * and the truth that fast paths are held to.
 */
export { type Gradient, inputGradient, weightGradient } from "./semantics/adjoint.ts";
export { OUTSIDE, sourceIndex } from "./semantics/border.ts";
export { pad, padTranspose } from "./semantics/pad.ts";
export { type Arguments, errorBound, magnitude, reference } from "./semantics/reference.ts";
export { type OutputIndex, type Tap, taps } from "./semantics/taps.ts";
export { fold, unfold } from "./semantics/unfold.ts";
export { type Comparison, compare, type Difference, judge, ulps } from "./tensor/compare.ts";
