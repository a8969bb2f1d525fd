/**
 * `convoke/workshop`: kernels as algebra, exact where they are fractions.
 *
 *     const slope = kernel([[-1, 0, 1]]);
 *     const sobel = convolve(slope, kernel([[1], [2], [1]]));
 */
export {
  formatRational,
  fromNumber,
  type Rational,
  rational,
  readRational,
  toNumber,
} from "../numbers/rational.ts";
export {
  add,
  convolve,
  correlate,
  dilate,
  flip,
  identity,
  power,
  rotate,
  scale,
  subtract,
  transpose,
  trim,
} from "./algebra.ts";
export { factorLine, type LineFactors } from "./factor/line.ts";
export { nearestPair, type Pair } from "./factor/pair.ts";
export { factorPlane, freedomOf, type PlaneFactor, type Verdict } from "./factor/plane.ts";
export type { RankProof } from "./factor/ruppert.ts";
export {
  exactSum,
  nearestSum,
  rankOfKernel,
  type SeparableSum,
  separable,
  sumOfTerms,
} from "./factor/separable.ts";
export {
  approximately,
  type Entry,
  exactly,
  type Kernel,
  kernel,
  kernelOf,
  middleOf,
  type Nested,
  nestedOf,
  sameKernel,
} from "./kernel.ts";
export { agreement, composeLayers, extentsOf, type Span } from "./layers/compose.ts";
export { type BatchNorm, foldBatchNorm, identityLayer, mergeBranches } from "./layers/fold.ts";
export { type Layer, type LayerOptions, layer, layerOfKernel, ungrouped } from "./layers/layer.ts";
export {
  type Chain,
  canonicalChain,
  channelChain,
  spatialChain,
  tuckerChain,
} from "./layers/low-rank.ts";
export { checkFewest, conditionRank, type FewestTaps, fewestTaps } from "./stencils/fewest.ts";
export { MOST_NODES, type NodeKind, nodesFor } from "./stencils/nodes.ts";
export { along, directional, laplacian, type PartialOptions, partial } from "./stencils/partial.ts";
export {
  type ErrorTerm,
  kernelOfStencil,
  momentOf,
  type Stencil,
  stencil,
  stencilOn,
} from "./stencils/stencil.ts";
