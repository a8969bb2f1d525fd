/**
 * Who computes a case's poolings: the reference, or the kernels. What the kernels compute carries its
 * bound; where a case is exact, nothing may be off.
 */
import { poolBackward, poolForward, unpoolForward } from "../src/algorithms/pool.ts";
import { poolBound, poolGradientBound } from "../src/algorithms/pool-bound.ts";
import { compilePool, type PoolExecutable } from "../src/pooling/executable.ts";
import {
  type PoolProblem,
  poolOutputShape,
  type UnpoolProblem,
} from "../src/semantics/pool-problem.ts";
import { poolGradient, poolReference, unpoolReference } from "../src/semantics/pool-reference.ts";
import { exactly, type Value } from "./value.ts";

export interface PoolEngine {
  /** Whether numbers are held as float32. */
  readonly single: boolean;
  pool(
    problem: PoolProblem,
    input: Value,
  ): Promise<{ readonly output: Value; readonly indices: Int32Array | null }>;
  gradient(problem: PoolProblem, input: Value, outputGradient: Value): Promise<Value>;
  unpool(problem: UnpoolProblem, input: Value, indices: Int32Array): Promise<Value>;
}

export const poolingReference: PoolEngine = {
  single: false,
  pool: async (problem, input) => {
    const { output, indices } = poolReference(problem, input);
    return { output: exactly(output), indices };
  },
  gradient: async (problem, input, outputGradient) =>
    exactly(poolGradient(problem, input, outputGradient)),
  unpool: async (problem, input, indices) => exactly(unpoolReference(problem, input, indices)),
};

export const poolingKernels: PoolEngine = {
  single: true,
  pool: async (problem, input) => {
    using forward = await run(
      (setting) => poolForward(problem, { ...setting, indices: problem.op.kind === "max" }),
      (e) => e.floats("input").set(input.data),
    );
    const data = Float64Array.from(forward.floats("output"));
    const output = { shape: poolOutputShape(problem), data, error: poolBound(problem, input) };
    const indices = problem.op.kind === "max" ? forward.indices().slice() : null;
    return { output, indices };
  },
  gradient: async (problem, input, outputGradient) => {
    const { output, indices } = await poolingKernels.pool(problem, input);
    using backward = await run(
      (setting) => poolBackward(problem, setting),
      (e) => {
        e.floats("outputGradient").set(outputGradient.data);
        if (indices) e.indices().set(indices);
        if (problem.op.kind !== "lp") return;
        e.floats("input").set(input.data);
        e.floats("output").set(output.data);
      },
    );
    return {
      shape: input.shape,
      data: Float64Array.from(backward.floats("inputGradient")),
      error: poolGradientBound(problem, input, outputGradient),
    };
  },
  unpool: async (problem, input, indices) => {
    using forward = await run(
      (setting) => unpoolForward(problem, setting),
      (e) => {
        e.floats("input").set(input.data);
        e.indices().set(indices);
      },
    );
    const data = Float64Array.from(forward.floats("output"));
    return { shape: poolOutputShape(problem), data, error: null };
  },
};

async function run(
  lower: Parameters<typeof compilePool>[0],
  fill: (executable: PoolExecutable) => void,
): Promise<PoolExecutable> {
  const executable = await compilePool(lower, { threads: 1 });
  fill(executable);
  await executable.run();
  return executable;
}
