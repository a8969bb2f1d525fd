/**
 * `convoke/learn`: experiments with learning, each a function of data that gives figures.
 *
 *     const { learned, solved, difference } = await learnKernel({ before, after, size: 3 });
 */
export { METHODS, type Method } from "./descent.ts";
export {
  type KernelEstimate,
  type LearnedKernel,
  type LearnKernelOptions,
  type LearnStep,
  learnKernel,
} from "./learn-kernel.ts";
