/** Poolings: the engine's programs over the buffers of a graph; a maximum saves its places. */
import { poolBackward, poolForward } from "../../algorithms/pool.ts";
import { guard, ShapeError } from "../../errors.ts";
import type { Buffer } from "../../ir/tree.ts";
import { readOptions } from "../../options.ts";
import { byName, embed } from "../../plan/embed.ts";
import {
  type PoolAxis,
  type PoolOp,
  type PoolProblem,
  poolInputShape,
  poolOutputShape,
} from "../../semantics/pool-problem.ts";
import { poolReference } from "../../semantics/pool-reference.ts";
import {
  type PoolSpec,
  poolOptions,
  resolvePool,
  type WindowSpec,
} from "../../semantics/pool-spec.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import type { Operation } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";

type Layout = Pick<PoolSpec, "dataLayout">;
export interface MaxPoolOptions extends WindowSpec, Layout {}
export interface AvgPoolOptions
  extends WindowSpec,
    Layout,
    Pick<PoolSpec, "countIncludePad" | "divisorOverride"> {}
export interface LpPoolOptions extends WindowSpec, Layout, Pick<PoolSpec, "normType"> {}
export interface AdaptivePoolOptions extends Layout, Required<Pick<PoolSpec, "outputSize">> {}

type Pool<O> = (x: Value, options: O) => Value;

/**
 * The largest number of every window: [N, C, L] → [N, C, L'], as torch.nn.functional.max_pool1d. Its
 * gradient goes to the first of equal maxima.
 *
 * @throws ShapeError, OptionError as `resolvePool` does.
 * @see Dive into Deep Learning 6.5
 */
export const maxPool1d: Pool<MaxPoolOptions> = pooling("maxPool1d", "max", 1, "sliding");
/** [N, C, H, W] → [N, C, H', W']; see `maxPool1d`. */
export const maxPool2d: Pool<MaxPoolOptions> = pooling("maxPool2d", "max", 2, "sliding");
/** [N, C, D, H, W] → [N, C, D', H', W']; see `maxPool1d`. */
export const maxPool3d: Pool<MaxPoolOptions> = pooling("maxPool3d", "max", 3, "sliding");

/** The mean of every window, as torch.nn.functional.avg_pool1d; see `maxPool1d`. */
export const avgPool1d: Pool<AvgPoolOptions> = pooling("avgPool1d", "average", 1, "sliding");
/** [N, C, H, W] → [N, C, H', W']; see `avgPool1d`. */
export const avgPool2d: Pool<AvgPoolOptions> = pooling("avgPool2d", "average", 2, "sliding");
/** [N, C, D, H, W] → [N, C, D', H', W']; see `avgPool1d`. */
export const avgPool3d: Pool<AvgPoolOptions> = pooling("avgPool3d", "average", 3, "sliding");

/** The Lp norm of every window, as torch.nn.functional.lp_pool1d; see `maxPool1d`. */
export const lpPool1d: Pool<LpPoolOptions> = pooling("lpPool1d", "lp", 1, "sliding");
/** [N, C, H, W] → [N, C, H', W']; see `lpPool1d`. */
export const lpPool2d: Pool<LpPoolOptions> = pooling("lpPool2d", "lp", 2, "sliding");
/** [N, C, D, H, W] → [N, C, D', H', W']; see `lpPool1d`. */
export const lpPool3d: Pool<LpPoolOptions> = pooling("lpPool3d", "lp", 3, "sliding");

/** Maxima of as many windows as `outputSize` says: 1 for all of each channel; see `maxPool1d`. */
export const adaptiveMaxPool1d: Pool<AdaptivePoolOptions> = pooling(
  "adaptiveMaxPool1d",
  "max",
  1,
  "adaptive",
);
export const adaptiveMaxPool2d: Pool<AdaptivePoolOptions> = pooling(
  "adaptiveMaxPool2d",
  "max",
  2,
  "adaptive",
);
export const adaptiveMaxPool3d: Pool<AdaptivePoolOptions> = pooling(
  "adaptiveMaxPool3d",
  "max",
  3,
  "adaptive",
);

/** The same for means. */
export const adaptiveAvgPool1d: Pool<AdaptivePoolOptions> = pooling(
  "adaptiveAvgPool1d",
  "average",
  1,
  "adaptive",
);
export const adaptiveAvgPool2d: Pool<AdaptivePoolOptions> = pooling(
  "adaptiveAvgPool2d",
  "average",
  2,
  "adaptive",
);
export const adaptiveAvgPool3d: Pool<AdaptivePoolOptions> = pooling(
  "adaptiveAvgPool3d",
  "average",
  3,
  "adaptive",
);

function pooling<O extends object>(
  name: string,
  op: PoolOp["kind"],
  axes: number,
  windows: PoolAxis["kind"],
): Pool<O> {
  return (x, options) => {
    readOptions(name, options, poolOptions(op, windows === "adaptive"));
    guard(x.shape.length === axes + 2 && x.element === "f32", ShapeError, () => ({
      name: `the input of ${name}`,
      expected: `floats with ${axes + 2} axes`,
      got: nameOf(x),
    }));
    return pooled(name, x, resolvePool({ ...options, op, input: x.shape }));
  };
}

/** `x` through the windows of a problem of its shape. */
export const pooled = (name: string, x: Value, problem: PoolProblem): Value =>
  apply(operationOf(name, problem), [x]);

function operationOf(name: string, problem: PoolProblem): Operation {
  const shape = poolOutputShape(problem);
  const places = problem.op.kind === "max";
  return {
    name,
    shape,
    detail: { kind: "pooling", problem },
    saves: places ? [{ name: "places", element: "i32", shape: [sizeOf(shape)] }] : [],
    define: ([data]) =>
      poolReference(problem, { shape: poolInputShape(problem), data }).output.data,
    forward: ({ inputs: [input], output, saved }, { threads }) => {
      const indices = places && saved !== null;
      const part = poolForward(problem, { threads, indices });
      return embed(part, byName(part.buffers, { input, output, indices: saved?.[0] ?? null }));
    },
    backward: ({ inputs: [input], output, saved: [indices], gradient, results }, { threads }) => {
      const [inputGradient] = results as [Buffer];
      const given = { input, output, indices, outputGradient: gradient, inputGradient };
      const part = poolBackward(problem, { threads });
      return embed(part, byName(part.buffers, given));
    },
  };
}
