/**
 * Pooling in one line. The compiled kernels and their memory are kept for the next call with the same
 * problem.
 */
import { poolForward } from "../algorithms/pool.ts";
import { withExecutable } from "../cache.ts";
import { guard, OptionError, ShapeError } from "../errors.ts";
import { readOptions } from "../options.ts";
import {
  type PoolOp,
  type PoolProblem,
  poolKey,
  poolOutputShape,
} from "../semantics/pool-problem.ts";
import {
  type PoolSpec,
  poolOptions,
  resolvePool,
  type WindowSpec,
} from "../semantics/pool-spec.ts";
import { expectTensor, type FloatArray, type Tensor } from "../tensor/tensor.ts";
import { compilePool, type PoolCompileOptions } from "./executable.ts";

type Common = Pick<PoolSpec, "dataLayout"> & Pick<PoolCompileOptions, "threads">;
export interface MaxPoolOptions extends WindowSpec, Common {}
export interface AvgPoolOptions
  extends WindowSpec,
    Common,
    Pick<PoolSpec, "countIncludePad" | "divisorOverride"> {}
export interface LpPoolOptions extends WindowSpec, Common {
  readonly normType: number;
}
export interface AdaptivePoolOptions extends Common {
  /** Outputs an axis; null keeps the input's. */
  readonly outputSize: number | readonly (number | null)[];
}
/** Whether the places of the maxima are wanted too. */
interface ReturnIndices<I extends boolean> {
  readonly returnIndices?: I;
}

/** Maxima and where they were found, row-major in each plane (image and channel), whatever the layout. */
export interface Maxima {
  readonly output: Tensor;
  readonly indices: Int32Array;
}

type Pool<O> = (input: Tensor<FloatArray>, options: O) => Promise<Tensor>;
type MaxPool<O> = <I extends boolean = false>(
  input: Tensor<FloatArray>,
  options: O & ReturnIndices<I>,
) => Promise<I extends true ? Maxima : Tensor>;

/** A pooling as its functions are called. */
export interface Named {
  readonly name: string;
  readonly op: PoolOp["kind"];
  readonly axes: number;
  readonly adaptive: boolean;
}

function named(name: string, op: PoolOp["kind"], axes: number): Named {
  return { name: `${name}${axes}d`, op, axes, adaptive: name.startsWith("adaptive") };
}

/**
 * The largest element of every window of [N, C, L], channel by channel → [N, C, L']. A NaN is larger
 * than any number, padding smaller. With `returnIndices`, where each was found: of equal maxima the
 * first, of NaNs the last, as in PyTorch.
 *
 * @throws ShapeError, OptionError as `resolvePool` does; UnsupportedError for indices without SIMD.
 * @see torch.nn.functional.max_pool1d, whose names and defaults are these.
 */
export const maxPool1d: MaxPool<MaxPoolOptions> = maxima(named("maxPool", "max", 1));
/** Of [N, C, H, W]; see `maxPool1d`. */
export const maxPool2d: MaxPool<MaxPoolOptions> = maxima(named("maxPool", "max", 2));
/** Of [N, C, D, H, W]; see `maxPool1d`. */
export const maxPool3d: MaxPool<MaxPoolOptions> = maxima(named("maxPool", "max", 3));

/**
 * The mean of every window of [N, C, L] → [N, C, L']. Padding is zero, and counts unless
 * `countIncludePad` is false; `divisorOverride` divides by itself instead.
 *
 * @throws ShapeError, OptionError as `resolvePool` does.
 * @see torch.nn.functional.avg_pool1d, whose names and defaults are these.
 */
export const avgPool1d: Pool<AvgPoolOptions> = plain(named("avgPool", "average", 1));
/** Of [N, C, H, W]; see `avgPool1d`. */
export const avgPool2d: Pool<AvgPoolOptions> = plain(named("avgPool", "average", 2));
/** Of [N, C, D, H, W]; see `avgPool1d`. */
export const avgPool3d: Pool<AvgPoolOptions> = plain(named("avgPool", "average", 3));

/**
 * (Σ|x|^p)^(1/p) of every window of [N, C, L], p = `normType` → [N, C, L']. PyTorch leaves out the
 * absolute value: for odd p and negative inputs its sums are not those of a norm.
 *
 * @throws ShapeError, OptionError as `resolvePool` does; UnsupportedError without SIMD.
 * @see torch.nn.functional.lp_pool1d
 */
export const lpPool1d: Pool<LpPoolOptions> = plain(named("lpPool", "lp", 1));
/** Of [N, C, H, W]; see `lpPool1d`. */
export const lpPool2d: Pool<LpPoolOptions> = plain(named("lpPool", "lp", 2));
/** Of [N, C, D, H, W]; see `lpPool1d`. */
export const lpPool3d: Pool<LpPoolOptions> = plain(named("lpPool", "lp", 3));

/**
 * Means of as many windows as `outputSize` says, which cover [N, C, L]; one: the global average.
 *
 * @throws ShapeError, OptionError as `resolvePool` does.
 * @see torch.nn.functional.adaptive_avg_pool1d
 */
export const adaptiveAvgPool1d: Pool<AdaptivePoolOptions> = plain(
  named("adaptiveAvgPool", "average", 1),
);
/** Of [N, C, H, W]; see `adaptiveAvgPool1d`. */
export const adaptiveAvgPool2d: Pool<AdaptivePoolOptions> = plain(
  named("adaptiveAvgPool", "average", 2),
);
/** Of [N, C, D, H, W]; see `adaptiveAvgPool1d`. */
export const adaptiveAvgPool3d: Pool<AdaptivePoolOptions> = plain(
  named("adaptiveAvgPool", "average", 3),
);

/** Maxima of the windows of `adaptiveAvgPool1d`; see `maxPool1d`. */
export const adaptiveMaxPool1d: MaxPool<AdaptivePoolOptions> = maxima(
  named("adaptiveMaxPool", "max", 1),
);
/** Of [N, C, H, W]; see `adaptiveMaxPool1d`. */
export const adaptiveMaxPool2d: MaxPool<AdaptivePoolOptions> = maxima(
  named("adaptiveMaxPool", "max", 2),
);
/** Of [N, C, D, H, W]; see `adaptiveMaxPool1d`. */
export const adaptiveMaxPool3d: MaxPool<AdaptivePoolOptions> = maxima(
  named("adaptiveMaxPool", "max", 3),
);

function plain<O extends Common>(pool: Named): Pool<O> {
  return async (input, options) => {
    const { problem, threads } = problemOf(pool, "input", input?.shape, options);
    return (await pooled(pool.name, problem, threads, input, false)).output;
  };
}

function maxima<O extends Common>(pool: Named): MaxPool<O> {
  return async <I extends boolean = false>(
    input: Tensor<FloatArray>,
    options: O & ReturnIndices<I>,
  ) => {
    readOptions(pool.name, options, [
      ...poolOptions(pool.op, pool.adaptive),
      ...MORE,
      "returnIndices",
    ]);
    const { returnIndices = false, ...rest }: Common & ReturnIndices<boolean> = options;
    guard(typeof returnIndices === "boolean", OptionError, () => ({
      name: "returnIndices",
      expected: "true or false",
      got: returnIndices,
    }));
    const { problem, threads } = problemOf(pool, "input", input?.shape, rest);
    const { output, indices } = await pooled(pool.name, problem, threads, input, returnIndices);
    return (indices ? { output, indices } : output) as I extends true ? Maxima : Tensor;
  };
}

const MORE = ["threads"] as const;

/**
 * What is pooled, from the shape of the input and the options of a call.
 *
 * @param role what the input is called there.
 */
export function problemOf(
  { name, op, axes, adaptive }: Named,
  role: string,
  shape: readonly number[] | undefined,
  options: Common,
): { readonly problem: PoolProblem; readonly threads: number | undefined } {
  readOptions(name, options, [...poolOptions(op, adaptive), ...MORE]);
  const { threads, ...spec } = options;
  expectAxes(`the shape of ${role} in ${name}`, shape, axes + 2);
  return { problem: resolvePool({ ...spec, op, input: shape }), threads };
}

export function expectAxes(
  name: string,
  shape: readonly number[] | undefined,
  count: number,
): asserts shape is readonly number[] {
  guard(Array.isArray(shape) && shape.length === count, ShapeError, () => ({
    name,
    expected: `${count} axes`,
    got: shape,
  }));
}

export const settingsOf = (threads: number | undefined): PoolCompileOptions =>
  threads === undefined ? {} : { threads };

function pooled(
  name: string,
  problem: PoolProblem,
  threads: number | undefined,
  input: Tensor<FloatArray>,
  indices: boolean,
): Promise<{ readonly output: Tensor; readonly indices: Int32Array | null }> {
  expectTensor(`input of ${name}`, input);
  return withExecutable(
    { caller: name, problem: poolKey(problem), settings: [indices, threads] },
    () =>
      compilePool((setting) => poolForward(problem, { ...setting, indices }), settingsOf(threads)),
    async (executable) => {
      executable.floats("input").set(input.data);
      await executable.run();
      const output = { shape: poolOutputShape(problem), data: executable.floats("output").slice() };
      return { output, indices: indices ? executable.indices().slice() : null };
    },
  );
}
