/** Gradients of poolings in one line; see `pool.ts`. */
import { poolBackward } from "../algorithms/pool.ts";
import { withExecutable } from "../cache.ts";
import {
  type PoolProblem,
  poolInputShape,
  poolKey,
  poolOutputShape,
} from "../semantics/pool-problem.ts";
import { expectIndices } from "../semantics/pool-reference.ts";
import { expectShape, type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import { compilePool, type PoolExecutable } from "./executable.ts";
import {
  type AdaptivePoolOptions,
  type AvgPoolOptions,
  type LpPoolOptions,
  type MaxPoolOptions,
  type Named,
  problemOf,
  settingsOf,
} from "./pool.ts";

/** What has a shape; its numbers are not needed. */
export interface OfShape {
  readonly shape: readonly number[];
}

/** The gradient of the output, and the shape of the input. */
export interface AvgPoolTensors {
  readonly dy: Tensor<FloatArray>;
  readonly x: OfShape;
}
/** Also where the maxima were found: what `returnIndices` gave. */
export interface MaxPoolTensors extends AvgPoolTensors {
  readonly indices: Int32Array;
}
/** Input and output with their numbers. */
export interface LpPoolTensors {
  readonly dy: Tensor<FloatArray>;
  readonly x: Tensor<FloatArray>;
  readonly y: Tensor<FloatArray>;
}

type Back<T, O> = (tensors: T, options: O) => Promise<Tensor>;

/**
 * The gradient of `maxPool1d` in its input: each value of dy [N, C, L'] is added where the maximum was
 * found → [N, C, L], like x. The options are those of the way forward.
 *
 * @throws ShapeError, OptionError as `resolvePool` does, and for an index outside its plane.
 */
export const maxPool1dBackward: Back<MaxPoolTensors, MaxPoolOptions> = ofMaxima("maxPool", 1);
/** See `maxPool1dBackward`. */
export const maxPool2dBackward: Back<MaxPoolTensors, MaxPoolOptions> = ofMaxima("maxPool", 2);
/** See `maxPool1dBackward`. */
export const maxPool3dBackward: Back<MaxPoolTensors, MaxPoolOptions> = ofMaxima("maxPool", 3);
/** See `maxPool1dBackward`. */
export const adaptiveMaxPool1dBackward: Back<MaxPoolTensors, AdaptivePoolOptions> = ofMaxima(
  "adaptiveMaxPool",
  1,
);
/** See `maxPool1dBackward`. */
export const adaptiveMaxPool2dBackward: Back<MaxPoolTensors, AdaptivePoolOptions> = ofMaxima(
  "adaptiveMaxPool",
  2,
);
/** See `maxPool1dBackward`. */
export const adaptiveMaxPool3dBackward: Back<MaxPoolTensors, AdaptivePoolOptions> = ofMaxima(
  "adaptiveMaxPool",
  3,
);

/**
 * The gradient of `avgPool1d` in its input: each value of dy [N, C, L'] in equal shares for the inputs
 * of its window → [N, C, L], like x.
 *
 * @throws ShapeError, OptionError as `resolvePool` does.
 */
export const avgPool1dBackward: Back<AvgPoolTensors, AvgPoolOptions> = ofMeans("avgPool", 1);
/** See `avgPool1dBackward`. */
export const avgPool2dBackward: Back<AvgPoolTensors, AvgPoolOptions> = ofMeans("avgPool", 2);
/** See `avgPool1dBackward`. */
export const avgPool3dBackward: Back<AvgPoolTensors, AvgPoolOptions> = ofMeans("avgPool", 3);
/** See `avgPool1dBackward`. */
export const adaptiveAvgPool1dBackward: Back<AvgPoolTensors, AdaptivePoolOptions> = ofMeans(
  "adaptiveAvgPool",
  1,
);
/** See `avgPool1dBackward`. */
export const adaptiveAvgPool2dBackward: Back<AvgPoolTensors, AdaptivePoolOptions> = ofMeans(
  "adaptiveAvgPool",
  2,
);
/** See `avgPool1dBackward`. */
export const adaptiveAvgPool3dBackward: Back<AvgPoolTensors, AdaptivePoolOptions> = ofMeans(
  "adaptiveAvgPool",
  3,
);

/**
 * The gradient of `lpPool1d` in its input: dy·sign(x)·(|x| / y)^(p − 1), summed over the windows that
 * hold an input; 0 where y is 0 → [N, C, L], like x.
 *
 * @throws ShapeError, OptionError as `resolvePool` does; UnsupportedError without SIMD.
 */
export const lpPool1dBackward: Back<LpPoolTensors, LpPoolOptions> = ofNorms(1);
/** See `lpPool1dBackward`. */
export const lpPool2dBackward: Back<LpPoolTensors, LpPoolOptions> = ofNorms(2);
/** See `lpPool1dBackward`. */
export const lpPool3dBackward: Back<LpPoolTensors, LpPoolOptions> = ofNorms(3);

function named(name: string, op: Named["op"], axes: number): Named {
  return { name: `${name}${axes}dBackward`, op, axes, adaptive: name.startsWith("adaptive") };
}

function ofMaxima<O extends MaxPoolOptions | AdaptivePoolOptions>(
  name: "maxPool" | "adaptiveMaxPool",
  axes: number,
): Back<MaxPoolTensors, O> {
  const pool = named(name, "max", axes);
  return async ({ dy, x, indices }, options) => {
    const { problem, threads } = problemOf(pool, "x", x?.shape, options);
    const count = sizeOf(poolOutputShape(problem));
    expectIndices(indices, count, sizeOf(problem.axes.map((a) => a.input)));
    return backward(pool.name, problem, threads, dy, (e) => e.indices().set(indices));
  };
}

function ofMeans<O extends AvgPoolOptions | AdaptivePoolOptions>(
  name: "avgPool" | "adaptiveAvgPool",
  axes: number,
): Back<AvgPoolTensors, O> {
  const pool = named(name, "average", axes);
  return async ({ dy, x }, options) => {
    const { problem, threads } = problemOf(pool, "x", x?.shape, options);
    return backward(pool.name, problem, threads, dy, () => {});
  };
}

function ofNorms(axes: number): Back<LpPoolTensors, LpPoolOptions> {
  const pool = named("lpPool", "lp", axes);
  return async ({ dy, x, y }, options) => {
    const { problem, threads } = problemOf(pool, "x", x?.shape, options);
    expectShape(`x of ${pool.name}`, poolInputShape(problem), x);
    expectShape(`y of ${pool.name}`, poolOutputShape(problem), y);
    return backward(pool.name, problem, threads, dy, (e) => {
      e.floats("input").set(x.data);
      e.floats("output").set(y.data);
    });
  };
}

function backward(
  name: string,
  problem: PoolProblem,
  threads: number | undefined,
  dy: Tensor<FloatArray>,
  fill: (executable: PoolExecutable) => void,
): Promise<Tensor> {
  expectShape(`dy of ${name}`, poolOutputShape(problem), dy);
  return withExecutable(
    { caller: name, problem: poolKey(problem), settings: [threads] },
    () => compilePool((setting) => poolBackward(problem, setting), settingsOf(threads)),
    async (executable) => {
      executable.floats("outputGradient").set(dy.data);
      fill(executable);
      await executable.run();
      return { shape: poolInputShape(problem), data: executable.floats("inputGradient").slice() };
    },
  );
}
