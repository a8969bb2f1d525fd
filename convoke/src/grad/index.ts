/** `convoke/grad`: graphs of operations, their gradients, and sessions that run them. */
export type { Operation } from "./operation.ts";
export { gelu, leakyRelu, relu, sigmoid, tanh } from "./operations/activations.ts";
export { type Affine, affine } from "./operations/affine.ts";
export { add, mul, scale, sub } from "./operations/arithmetic.ts";
export { concat } from "./operations/concat.ts";
export {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  linear,
} from "./operations/convolution.ts";
export { coordinates } from "./operations/coordinates.ts";
export { crossEntropy } from "./operations/cross-entropy.ts";
export { dropout } from "./operations/dropout.ts";
export { type EmbeddingOptions, embedding } from "./operations/embedding.ts";
export {
  type BatchNormOptions,
  batchNorm,
  groupNorm,
  layerNorm,
  type NormOptions,
} from "./operations/normalization.ts";
export { permute, transpose } from "./operations/permute.ts";
export {
  type AdaptivePoolOptions,
  type AvgPoolOptions,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type LpPoolOptions,
  lpPool1d,
  lpPool2d,
  lpPool3d,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
} from "./operations/pooling.ts";
export { max, mean, meanSquaredError, sum } from "./operations/reductions.ts";
export { flatten, reshape } from "./operations/shapes.ts";
export { logSoftmax, softmax } from "./operations/softmax.ts";
export {
  type AdamOptions,
  adam,
  type Optimizer,
  type Rate,
  type SgdOptions,
  sgd,
} from "./optimizer.ts";
export type { RunSpec } from "./program.ts";
export { openSession, Session, type SessionOptions } from "./session.ts";
export {
  indices,
  input,
  noGrad,
  type Parameter,
  parameter,
  runNumber,
  state,
  type Value,
} from "./value.ts";
