/**
 * `convoke/workshop`: kernels as algebra, exact where they are fractions.
 *
 *     const slope = kernel([[-1, 0, 1]]);
 *     const sobel = convolve(slope, kernel([[1], [2], [1]]));
 *     const { estimate, ranks } = kernelReport(namedKernel("laplacian8").kernel);
 */

export type { Transforms } from "../kernels/toom-cook.ts";
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
  withAxes,
} from "./algebra.ts";
export { applied } from "./apply.ts";
export { CATALOGUE, CATALOGUE_NAMES, type CatalogueName } from "./catalogue/catalogue.ts";
export { gaussianDerivative } from "./catalogue/derivatives.ts";
export {
  type Effect,
  effectAlong,
  effectsOf,
  type Profile,
  type StepFeatures,
  stepFeatures,
} from "./catalogue/effect.ts";
export type {
  CatalogueEntry,
  ChoiceParameter,
  Design,
  Discrepancy,
  NumberParameter,
  Parameter,
  ParameterValues,
} from "./catalogue/entry.ts";
export {
  discreteGaussian,
  type GaussianOptions,
  integerGaussian,
  sampledGaussian,
} from "./catalogue/gaussian.ts";
export { motionBlur } from "./catalogue/motion.ts";
export { entryOf, formOf, kernelOfWord, type NamedKernel, namedKernel } from "./catalogue/named.ts";
export { bandPass, highPass, lowPass, onePole } from "./catalogue/passes.ts";
export { WINDOW_NAMES, WINDOWS, type WindowName, windowOf } from "./catalogue/windows.ts";
export { type EffectWords, effectWords } from "./catalogue/words.ts";
export { centred, isCentred } from "./centred.ts";
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
export { agreementOf } from "./layers/agreement.ts";
export { agreement, composeLayers, extentsOf, type Span } from "./layers/compose.ts";
export { type BatchNorm, foldBatchNorm, identityLayer, mergeBranches } from "./layers/fold.ts";
export {
  channelsIn,
  channelsOut,
  kernelShape,
  type Layer,
  type LayerOptions,
  layer,
  layerOfKernel,
  reaches,
  ungrouped,
} from "./layers/layer.ts";
export {
  type Chain,
  canonicalChain,
  channelChain,
  spatialChain,
  tuckerChain,
} from "./layers/low-rank.ts";
export { type Quantity, quantity, sumOf, type Whole, wholeValues } from "./quantity.ts";
export { type CountedWork, type KernelCosts, kernelCosts, type PerPixel } from "./report/costs.ts";
export {
  type DerivativeForm,
  type DerivativeTerm,
  type Estimate,
  estimateOf,
  termsText,
} from "./report/estimate.ts";
export { type Isotropy, isotropyOf } from "./report/isotropy.ts";
export { type Moment, momentsOf, momentsOfOrder } from "./report/moments.ts";
export { type KernelRank, ranksOf } from "./report/rank.ts";
export { type KernelReport, kernelReport, noiseGain, type ReportOptions } from "./report/report.ts";
export {
  type ResponseGrid,
  type ResponseLine,
  type ResponseSamples,
  responseAt,
  responseGrid,
  responseLine,
} from "./report/response.ts";
export { type EquivalentSigma, equivalentSigma } from "./report/sigma.ts";
export { type Parity, type Symmetry, symmetryOf } from "./report/symmetry.ts";
export { type ResponseZero, responseZeros } from "./report/zeros.ts";
export {
  type ChainTime,
  type MeasuredChain,
  type MeasuredChains,
  measureChains,
} from "./savings/measure.ts";
export { passesOf, passesOfSum } from "./savings/passes.ts";
export { type Price, priceOf } from "./savings/price.ts";
export {
  type FactorAsked,
  type KernelFindings,
  kernelFindings,
  type Way,
  type WayKind,
} from "./savings/ways.ts";
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
export { kernelText, looksTyped, readKernel } from "./text.ts";
export { type WinogradSteps, type WinogradTile, winogradTile } from "./winograd.ts";
