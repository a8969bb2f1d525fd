/** How far the kernels' poolings may be from the definition, for tensors that were rounded to float32. */
import { powerError, rootError } from "../kernels/power.ts";
import type { PoolProblem } from "../semantics/pool-problem.ts";
import { poolGradient, poolReference } from "../semantics/pool-reference.ts";
import { windowsOf, windowsWith } from "../semantics/pool-windows.ts";
import { gamma, U } from "../semantics/rounding.ts";
import type { FloatArray, Tensor } from "../tensor/tensor.ts";

/** What underflow may add to a result; powers pass through smaller numbers than their roots. */
const UNDERFLOW = 2 ** -120;

type Values = Tensor<FloatArray>;

/** By output. A maximum is one of its inputs; an average is a sum, divided; a norm the root of one. */
export function poolBound(problem: PoolProblem, input: Values): Float64Array {
  const { op } = problem;
  const size = { shape: input.shape, data: Float64Array.from(input.data, Math.abs) };
  const relative = op.kind === "max" ? U : relativeError(problem);
  const of = op.kind === "max" ? input : size;
  return poolReference(problem, of).output.data.map((y) => relative * Math.abs(y) + UNDERFLOW);
}

/** By input, given places and norms that the kernels found themselves. */
export function poolGradientBound(
  problem: PoolProblem,
  input: Values,
  outputGradient: Values,
): Float64Array {
  const { op } = problem;
  const holders = problem.axes.reduce(
    (n, axis) => n * most(windowsWith(windowsOf(axis), axis.input).count),
    1,
  );
  const absolute = ({ shape, data }: Values) => ({
    shape,
    data: Float64Array.from(data, Math.abs),
  });
  const dy = absolute(outputGradient);
  const x = op.kind === "max" ? input : absolute(input);
  const norm = op.kind === "lp" ? op.p - 1 : 0;
  const powers =
    norm === 0 ? 0 : norm * (relativeError(problem) + U) + 2 * powerError(norm) + 4 * U;
  const relative = 1.01 * (gamma(holders + 4) + powers);
  return poolGradient(problem, x, dy).data.map((size) => relative * size + UNDERFLOW);
}

function relativeError(problem: PoolProblem): number {
  const { op, axes } = problem;
  const terms = axes.reduce((n, axis) => n * most(windowsOf(axis).count), 1);
  if (op.kind !== "lp") return gamma(terms + 2);
  return 1.01 * ((op.p * U + powerError(op.p) + gamma(terms)) / op.p + rootError(op.p)) + U;
}

const most = (counts: readonly number[]): number =>
  counts.reduce((largest, count) => Math.max(largest, count), 0);
