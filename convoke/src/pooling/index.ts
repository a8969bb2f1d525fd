/** `convoke/pool`: pooling, forwards and backwards, its definition, and other dialects of it. */
export {
  type PoolBuffers,
  type PoolProgram,
  type PoolSetting,
  type PoolTensor,
  poolBackward,
  poolForward,
  unpoolBackward,
  unpoolForward,
} from "../algorithms/pool.ts";
export { poolBound, poolGradientBound } from "../algorithms/pool-bound.ts";
export { clearCache } from "../cache.ts";
export * from "../dialects/onnx-pool.ts";
export * from "../dialects/torch-pool.ts";
export * from "../dialects/webnn-pool.ts";
export {
  type AdaptiveAxis,
  type Divisor,
  type PoolAxis,
  type PoolOp,
  type PoolProblem,
  poolInputShape,
  poolOutputShape,
  type SlidingAxis,
  type UnpoolProblem,
} from "../semantics/pool-problem.ts";
export {
  type Pooled,
  poolGradient,
  poolReference,
  unpoolGradient,
  unpoolReference,
} from "../semantics/pool-reference.ts";
export {
  type PoolSpec,
  resolvePool,
  resolveUnpool,
  type UnpoolSpec,
  type WindowSpec,
} from "../semantics/pool-spec.ts";
export * from "./backward.ts";
export { compilePool, type PoolCompileOptions, PoolExecutable } from "./executable.ts";
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
  type Maxima,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
} from "./pool.ts";
export * from "./unpool.ts";
