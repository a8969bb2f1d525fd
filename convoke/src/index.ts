/** Convoke's public face: Spec → Problem → Plan → Executable, and one line that does it all. */
export { clearCache } from "./cache.ts";
export {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from "./conv.ts";
export * from "./dialects/index.ts";
export {
  ConvokeError,
  type ErrorFacts,
  FormatError,
  InternalError,
  OptionError,
  RuntimeError,
  ShapeError,
  UnsupportedError,
} from "./errors.ts";
export { nearest } from "./options.ts";
export {
  type Machine,
  MOST_THREADS,
  PLAIN_MACHINE,
  type Speed,
  USUAL_SPEED,
} from "./plan/machine.ts";
export {
  ACCURACIES,
  type Accuracy,
  ALGORITHM_NAMES,
  type AlgorithmName,
  type Candidate,
  type Plan,
  type Schedule,
  type Setting,
  type Work,
} from "./plan/plan.ts";
export { detectMachine } from "./planner/detect.ts";
export type { PlanOptions } from "./planner/plan.ts";
export { measureMachine } from "./planner/speed.ts";
export type { TuneOptions } from "./planner/tune.ts";
export { enableWideSimd } from "./planner/wide.ts";
export {
  fingerprint,
  learn,
  loadWisdom,
  noWisdom,
  saveWisdom,
  type Wisdom,
  type WisdomEntry,
} from "./planner/wisdom.ts";
export type { Parameters } from "./runtime/compile.ts";
export type { Executable } from "./runtime/executable.ts";
export { format, parse } from "./semantics/descriptor.ts";
export type { Activation, Axis, Border, Problem } from "./semantics/problem.ts";
export { resolve } from "./semantics/resolve.ts";
export { biasShape, inputShape, outputShape, weightShape } from "./semantics/shapes.ts";
export type * from "./semantics/spec.ts";
export { BORDER_NAMES } from "./semantics/spec.ts";
export { type FloatArray, sizeOf, type Tensor, tensor } from "./tensor/tensor.ts";
export { type VerifyReport, type VerifyRow, verify } from "./verify.ts";
export { bytes, compile, explain, loops, operations, plan, tune, wat } from "./whole.ts";
