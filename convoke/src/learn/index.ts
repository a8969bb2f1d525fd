/**
 * `convoke/learn`: experiments with learning, each a function of data that gives figures.
 *
 *     const { learned, solved, difference } = await learnKernel({ before, after, size: 3 });
 */
export { METHODS, type Method } from "./descent.ts";
export { type Diagonal, diagonal } from "./diagonal.ts";
export {
  type KernelEstimate,
  type LearnedKernel,
  type LearnKernelOptions,
  type LearnPart,
  type LearnStep,
  learnKernel,
} from "./learn-kernel.ts";
export { positionExamples } from "./position/examples.ts";
export {
  type LearnedNet,
  type LearnedPosition,
  type LearnPositionOptions,
  learnPosition,
  type PositionFigures,
  positionFigures,
  positionTraining,
} from "./position/learn-position.ts";
export { type PositionNetOptions, positionFeatures, positionNet } from "./position/net.ts";
