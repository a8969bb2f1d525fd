/**
 * The poolings of `torch.nn.functional` as Problems. Names and defaults are the same; what PyTorch
 * refuses and Convoke could do is refused here.
 *
 * Source: PyTorch documentation, torch.nn.functional.max_pool1d … adaptive_max_pool3d.
 */
import { guard, OptionError, ShapeError } from "../errors.ts";
import { readOptions } from "../options.ts";
import type { PoolOp, PoolProblem } from "../semantics/pool-problem.ts";
import { type PoolSpec, resolvePool } from "../semantics/pool-spec.ts";
import { paddedSizes } from "../semantics/pool-windows.ts";

export type TorchPoolName =
  | "maxPool"
  | "avgPool"
  | "lpPool"
  | "adaptiveAvgPool"
  | "adaptiveMaxPool";
export type TorchPoolOptions = Omit<PoolSpec, "op" | "input" | "dataLayout">;

const OPS = {
  maxPool: "max",
  avgPool: "average",
  lpPool: "lp",
  adaptiveAvgPool: "average",
  adaptiveMaxPool: "max",
} as const satisfies Record<TorchPoolName, PoolOp["kind"]>;

const KEYS = {
  maxPool: ["kernelSize", "stride", "padding", "dilation", "ceilMode"],
  avgPool: ["kernelSize", "stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"],
  lpPool: ["normType", "kernelSize", "stride", "ceilMode"],
  adaptiveAvgPool: ["outputSize"],
  adaptiveMaxPool: ["outputSize"],
} as const satisfies Record<TorchPoolName, readonly (keyof TorchPoolOptions)[]>;

/**
 * PyTorch's lp_pool raises to the power p as it is: for odd p and negative inputs its sums are not
 * those of a norm, and ours are.
 *
 * @param input [N, C, …] or, unbatched, [C, …].
 * @throws ShapeError, OptionError where PyTorch refuses; for lpPool also where ceilMode cuts a window,
 * which PyTorch would scale up by what was cut.
 */
export function poolFromTorch(
  name: TorchPoolName,
  axes: number,
  input: readonly number[],
  options: TorchPoolOptions,
): { readonly problem: PoolProblem; readonly unbatched: boolean } {
  readOptions(`${name}${axes}d`, options, KEYS[name]);
  guard(input.length === axes + 1 || input.length === axes + 2, ShapeError, () => ({
    name: "the shape of input",
    expected: `${axes + 1} (unbatched) or ${axes + 2} axes`,
    got: input,
  }));
  const unbatched = input.length === axes + 1;
  // PyTorch takes a list of one number for all axes.
  const spread = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      Array.isArray(value) && value.length === 1 ? value[0] : value,
    ]),
  );
  const problem = resolvePool({
    op: OPS[name],
    input: unbatched ? [1, ...input] : input,
    ...(spread as TorchPoolOptions),
  });
  for (const [i, axis] of problem.axes.entries()) {
    if (axis.kind !== "sliding" || name.startsWith("adaptive")) continue;
    const most = Math.floor(axis.kernel / 2);
    guard(axis.before <= most, OptionError, () => ({
      name: `padding of a window of ${axis.kernel}`,
      expected: `at most ${most}, half of it`,
      got: axis.before,
      nearest: most,
    }));
    guard(name !== "avgPool" || axes < 3 || axis.input >= axis.kernel, ShapeError, () => ({
      name: `extent ${i} of the input of avgPool3d`,
      expected: `at least ${axis.kernel}, the window`,
      got: axis.input,
    }));
    const whole = paddedSizes(axis).every((size) => size === axis.kernel);
    guard(name !== "lpPool" || whole, OptionError, () => ({
      name: "ceilMode of lpPool",
      expected: "no window that is cut (PyTorch scales it up)",
      got: options.ceilMode,
      nearest: false,
    }));
  }
  return { problem, unbatched };
}
