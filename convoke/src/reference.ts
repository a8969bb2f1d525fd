/** `convoke/reference`: the definition in float64, and the bound that fast paths are held to. */
export { errorBound, magnitude, reference } from "./semantics/reference.ts";
export { type OutputIndex, type Tap, taps } from "./semantics/taps.ts";
export { OUTSIDE, sourceIndex } from "./semantics/border.ts";
