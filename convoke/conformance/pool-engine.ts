/** Who computes a case's poolings: the reference, or the kernels. */
import type { PoolProblem, UnpoolProblem } from "../src/semantics/pool-problem.ts";
import { poolGradient, poolReference, unpoolReference } from "../src/semantics/pool-reference.ts";
import { exactly, type Value } from "./value.ts";

export interface PoolEngine {
  pool(
    problem: PoolProblem,
    input: Value,
  ): Promise<{ readonly output: Value; readonly indices: Int32Array | null }>;
  gradient(problem: PoolProblem, input: Value, outputGradient: Value): Promise<Value>;
  unpool(problem: UnpoolProblem, input: Value, indices: Int32Array): Promise<Value>;
}

export const poolingReference: PoolEngine = {
  pool: async (problem, input) => {
    const { output, indices } = poolReference(problem, input);
    return { output: exactly(output), indices };
  },
  gradient: async (problem, input, outputGradient) =>
    exactly(poolGradient(problem, input, outputGradient)),
  unpool: async (problem, input, indices) => exactly(unpoolReference(problem, input, indices)),
};
