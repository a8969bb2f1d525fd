/** Maxima put back where they were found, in one line, and the gradient of that; see `pool.ts`. */
import { unpoolBackward, unpoolForward } from "../algorithms/pool.ts";
import { withExecutable } from "../cache.ts";
import { readOptions } from "../options.ts";
import {
  poolInputShape,
  poolKey,
  poolOutputShape,
  type UnpoolProblem,
} from "../semantics/pool-problem.ts";
import { expectIndices } from "../semantics/pool-reference.ts";
import { resolveUnpool, UNPOOL_OPTIONS, type UnpoolSpec } from "../semantics/pool-spec.ts";
import { expectShape, type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import type { OfShape } from "./backward.ts";
import { compilePool, type PoolCompileOptions } from "./executable.ts";
import { expectAxes, settingsOf } from "./pool.ts";

export interface MaxUnpoolOptions
  extends Omit<UnpoolSpec, "input">,
    Pick<PoolCompileOptions, "threads"> {}

/** The gradient of the output, the shape of the input, and its places. */
export interface MaxUnpoolTensors {
  readonly dy: Tensor<FloatArray>;
  readonly x: OfShape;
  readonly indices: Int32Array;
}

type Unpool = (
  input: Tensor<FloatArray>,
  indices: Int32Array,
  options: MaxUnpoolOptions,
) => Promise<Tensor>;
type UnpoolBackward = (tensors: MaxUnpoolTensors, options: MaxUnpoolOptions) => Promise<Tensor>;

/**
 * Puts the values of [N, C, L] where their indices, those of `maxPool1d`, say, into zeros [N, C, L'].
 * Of equal indices the last is kept.
 *
 * @throws ShapeError, OptionError as `resolveUnpool` does, and for an index outside its plane.
 * @see torch.nn.functional.max_unpool1d
 */
export const maxUnpool1d: Unpool = there(1);
/** Of [N, C, H, W]; see `maxUnpool1d`. */
export const maxUnpool2d: Unpool = there(2);
/** Of [N, C, D, H, W]; see `maxUnpool1d`. */
export const maxUnpool3d: Unpool = there(3);

/** The gradient of `maxUnpool1d` in its input: what dy [N, C, L'] holds at each place. */
export const maxUnpool1dBackward: UnpoolBackward = back(1);
/** See `maxUnpool1dBackward`. */
export const maxUnpool2dBackward: UnpoolBackward = back(2);
/** See `maxUnpool1dBackward`. */
export const maxUnpool3dBackward: UnpoolBackward = back(3);

function there(axes: number): Unpool {
  const name = `maxUnpool${axes}d`;
  return async (input, indices, options) => {
    const { problem, threads } = problemOf(name, axes, input?.shape, indices, options);
    expectShape(`input of ${name}`, poolInputShape(problem), input);
    return withExecutable(
      { caller: name, problem: poolKey(problem), settings: [threads] },
      () => compilePool((setting) => unpoolForward(problem, setting), settingsOf(threads)),
      async (executable) => {
        executable.floats("input").set(input.data);
        executable.indices().set(indices);
        await executable.run();
        return { shape: poolOutputShape(problem), data: executable.floats("output").slice() };
      },
    );
  };
}

function back(axes: number): UnpoolBackward {
  const name = `maxUnpool${axes}dBackward`;
  return async ({ dy, x, indices }, options) => {
    const { problem, threads } = problemOf(name, axes, x?.shape, indices, options);
    expectShape(`dy of ${name}`, poolOutputShape(problem), dy);
    return withExecutable(
      { caller: name, problem: poolKey(problem), settings: [threads] },
      () => compilePool((setting) => unpoolBackward(problem, setting), settingsOf(threads)),
      async (executable) => {
        executable.floats("outputGradient").set(dy.data);
        executable.indices().set(indices);
        await executable.run();
        return { shape: poolInputShape(problem), data: executable.floats("inputGradient").slice() };
      },
    );
  };
}

function problemOf(
  name: string,
  axes: number,
  shape: readonly number[] | undefined,
  indices: Int32Array,
  options: MaxUnpoolOptions,
): { readonly problem: UnpoolProblem; readonly threads: number | undefined } {
  readOptions(name, options, [...UNPOOL_OPTIONS, "threads"]);
  expectAxes(`the shape of the input in ${name}`, shape, axes + 2);
  const { threads, ...spec } = options;
  const problem = resolveUnpool({ ...spec, input: shape });
  expectIndices(indices, sizeOf(shape), sizeOf(problem.axes.map((a) => a.output)));
  return { problem, threads };
}
