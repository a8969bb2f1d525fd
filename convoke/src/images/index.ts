/**
 * `convoke/images`: 8- and 16-bit images filtered as they are, interleaved channels and all.
 *
 *     const plan = imageFilter({ width, height, channels: 3, kernel: { rows: 3, columns: 3, values } });
 *     using filter = await compileImage(plan);
 *     filter.input.set(pixels);
 *     await filter.run();                               // filter.output
 */
export { milliseconds } from "../planner/time.ts";
export {
  IMAGE_ALGORITHMS,
  type ImageAlgorithmName,
  type ImagePrecision,
} from "./algorithm.ts";
export {
  compileImage,
  type ImageExecutable,
  type ImageInput,
  type ImageOutputArray,
  imageOperations,
} from "./executable.ts";
export {
  explainImage,
  type ImageCandidate,
  type ImageOptions,
  type ImagePlan,
  imageFilter,
  largestError,
} from "./plan.ts";
export type { ImageElement, ImageOutput, ImageProblem } from "./problem.ts";
export { imageReference, imageValues } from "./reference.ts";
export { type ImageSpec, resolveImage } from "./spec.ts";
