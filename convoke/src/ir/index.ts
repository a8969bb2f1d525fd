/** `convoke/ir`: kernels as trees, to build, read, prove, count, interpret and lower. */
export { encode } from "../wasm/encode.ts";
export * from "./build.ts";
export { check, type Proof } from "./check.ts";
export { count, type Operations } from "./count.ts";
export { interpret, type Memory } from "./interpret.ts";
export { lower, type Target } from "./lower.ts";
export { print } from "./print.ts";
export type {
  Buffer,
  Element,
  Elements,
  Expr,
  Kernel,
  Range,
  Statement,
  TreeType,
  Variable,
} from "./tree.ts";
export { VECTOR_OPS, type VectorOp, type VectorOpName } from "./vector-ops.ts";
