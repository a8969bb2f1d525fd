/**
 * `convoke/nets`: layers with their parameters, and how they learn.
 *
 *     const layers = sequential([conv2d(1, 8, { kernelSize: 3 }), relu(), flatten(), linear(5408, 10)]);
 *     const net = build(layers, input("x", [1, 1, 28, 28]), { seed: 1 });
 *     console.log(summary(net));
 */
export {
  constantValues,
  evenly,
  type Initializer,
  type KaimingOptions,
  kaimingNormal,
  kaimingUniform,
  normalValues,
  xavierNormal,
  xavierUniform,
} from "./initializers.ts";
export { branches, type Layer, plain, type Scope, sequential } from "./layer.ts";
export { type EmbeddingLayerOptions, embedding } from "./layers/embedding.ts";
export {
  type BatchNormLayerOptions,
  batchNorm1d,
  batchNorm2d,
  batchNorm3d,
  groupNorm,
  layerNorm,
  type NormLayerOptions,
} from "./layers/normalization.ts";
export {
  coordinates,
  dropout,
  flatten,
  gelu,
  leakyRelu,
  maxOver,
  meanOver,
  relu,
  sigmoid,
  tanh,
  transpose,
} from "./layers/plain.ts";
export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  lpPool1d,
  lpPool2d,
  lpPool3d,
  maxPool1d,
  maxPool2d,
  maxPool3d,
} from "./layers/pooling.ts";
export {
  type ConvLayerOptions,
  type ConvTransposeLayerOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  linear,
} from "./layers/weighted.ts";
export { build, type Net, type Visited } from "./net.ts";
export { loadParameters, saveParameters } from "./parameters.ts";
export {
  type CosineRateOptions,
  constantRate,
  cosineRate,
  type OneCycleRateOptions,
  oneCycleRate,
  type StepRateOptions,
  stepRate,
} from "./schedules.ts";
export { summary } from "./summary.ts";
export type { Examples, Loss, Measures } from "./training/batch.ts";
export {
  type EpochReport,
  type Settings as TrainingSettings,
  trainingOf,
} from "./training/checkpoint.ts";
export { evaluate, type PredictOptions, predict } from "./training/predict.ts";
export type { Augment } from "./training/step.ts";
export { type Progress, type Trained, type TrainOptions, train } from "./training/train.ts";
