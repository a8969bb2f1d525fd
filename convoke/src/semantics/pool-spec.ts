/** What a caller writes of a pooling, and the frozen problem it becomes. Names and defaults are PyTorch's. */
import { guard, OptionError, ShapeError } from "../errors.ts";
import { choice, readOptions, wholeNumber } from "../options.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { namedPadding, reach } from "./extents.ts";
import type { PoolAxis, PoolOp, PoolProblem, SlidingAxis, UnpoolProblem } from "./pool-problem.ts";
import { poolInputShape, poolOutputShape } from "./pool-problem.ts";
import { pooledExtent, windowsOf } from "./pool-windows.ts";
import { expectExtents, paddingOf, perAxis } from "./read-spec.ts";
import { DATA_LAYOUTS, type DataLayout, type PaddingSpec } from "./spec.ts";

/** Where windows lie. */
export interface WindowSpec {
  readonly kernelSize: number | readonly number[];
  /** Default: the kernel size, so that windows lie side by side. */
  readonly stride?: number | readonly number[];
  /** Never wins a maximum, counts as zero in a sum. */
  readonly padding?: PaddingSpec;
  readonly dilation?: number | readonly number[];
  /** Keeps a last window that is not whole, if it begins in the input or the padding before. */
  readonly ceilMode?: boolean;
}

export interface PoolSpec extends Partial<WindowSpec> {
  readonly op: PoolOp["kind"];
  /** Shape of the input in `dataLayout` order, batch first: 3, 4 or 5 axes. */
  readonly input: readonly number[];
  /** Adaptive pooling instead of windows of one size: outputs an axis; null keeps the input's. */
  readonly outputSize?: number | readonly (number | null)[];
  /** Average only: whether padding counts in the divisor. Default true. */
  readonly countIncludePad?: boolean;
  /** Average only: divides by this instead. */
  readonly divisorOverride?: number;
  /** Lp only: p, at least 1. */
  readonly normType?: number;
  readonly dataLayout?: DataLayout;
}

const WINDOW = ["kernelSize", "stride", "padding", "dilation", "ceilMode"] as const;
const OWN = {
  max: [],
  average: ["countIncludePad", "divisorOverride"],
  lp: ["normType"],
} as const satisfies Record<PoolOp["kind"], readonly (keyof PoolSpec)[]>;

/** Options of a pooling that the tensors do not say. */
export const poolOptions = (op: PoolOp["kind"], adaptive: boolean): readonly string[] =>
  adaptive ? ["outputSize", "dataLayout"] : [...WINDOW, ...OWN[op], "dataLayout"];

const AXIS_NAMES = [[], ["width"], ["height", "width"], ["depth", "height", "width"]] as const;

/**
 * Completes and checks a spec.
 *
 * @throws OptionError for an unknown option, or a value of the wrong type or out of range.
 * @throws ShapeError when no window fits, or one of a maximum holds no input.
 * @see pool-windows.ts for the relations P1 to P5
 */
export function resolvePool(spec: PoolSpec): PoolProblem {
  choice("op", spec.op, ["max", "average", "lp"]);
  const adaptive = spec.outputSize !== undefined;
  readOptions("resolvePool", spec, ["op", "input", ...poolOptions(spec.op, adaptive)]);
  const { dataLayout = "nchw" } = spec;
  const { batch, channels, spatial, names } = readShape("input", spec.input, dataLayout);
  const op = opOf(spec);
  const axes = adaptive
    ? adaptiveAxes(spec.outputSize!, spatial, names)
    : slidingAxes(spec, spatial, names);
  return checked({ op, batch, channels, axes, dataLayout });
}

/**
 * Freezes a problem whose windows are in order.
 *
 * @throws ShapeError for a tensor beyond 32 bits, and for a maximum of nothing.
 */
export function checked(problem: PoolProblem): PoolProblem {
  const { op, axes } = problem;
  for (const shape of [poolInputShape(problem), poolOutputShape(problem)]) {
    guard(sizeOf(shape) < 2 ** 31, ShapeError, () => ({
      name: "a tensor of the pooling",
      expected: "fewer than 2^31 elements",
      got: shape,
    }));
  }
  axes.forEach((axis, i) => {
    const empty = op.kind === "max" ? windowsOf(axis).count.indexOf(0) : -1;
    guard(empty < 0, ShapeError, () => ({
      name: `window ${empty} of a maximum along ${AXIS_NAMES[axes.length][i]}`,
      expected: "at least one input element",
      got: 0,
    }));
  });
  return Object.freeze({ ...problem, axes: Object.freeze(axes) });
}

/** Batch, channels and spatial extents of a shape of 3 to 5 axes. */
export function readShape(name: string, shape: readonly number[], dataLayout: DataLayout) {
  choice("dataLayout", dataLayout, DATA_LAYOUTS);
  expectExtents(name, shape, 0);
  const [batch, ...rest] = shape;
  const [channels, spatial] =
    dataLayout === "nchw" ? [rest[0], rest.slice(1)] : [rest[rest.length - 1], rest.slice(0, -1)];
  return { batch: batch + 0, channels, spatial, names: AXIS_NAMES[spatial.length] };
}

function opOf({ op, countIncludePad = true, divisorOverride, normType }: PoolSpec): PoolOp {
  switch (op) {
    case "max":
      return Object.freeze({ kind: "max" });
    case "average": {
      bool("countIncludePad", countIncludePad);
      const divisor =
        divisorOverride === undefined
          ? countIncludePad
            ? "padded"
            : "inside"
          : wholeNumber("divisorOverride", divisorOverride, 1);
      return Object.freeze({ kind: "average", divisor });
    }
    case "lp": {
      const p = normType;
      guard(typeof p === "number" && Number.isFinite(p) && p >= 1, OptionError, () => ({
        name: "normType",
        expected: "a number of at least 1",
        got: p,
        nearest: 1,
      }));
      return Object.freeze({ kind: "lp", p });
    }
    default:
      return op satisfies never;
  }
}

function slidingAxes(
  spec: PoolSpec,
  spatial: readonly number[],
  names: readonly string[],
): PoolAxis[] {
  guard(spec.kernelSize !== undefined, OptionError, () => ({
    name: "kernelSize",
    expected: "a whole number, or one an axis",
    got: undefined,
  }));
  const { kernelSize, stride = kernelSize, padding = 0, dilation = 1, ceilMode = false } = spec;
  bool("ceilMode", ceilMode);
  const kernels = perAxis("kernelSize", kernelSize, names, 1);
  const strides = perAxis("stride", stride, names, 1);
  const dilations = perAxis("dilation", dilation, names, 1);
  return names.map((name, axis) => {
    const sizes = {
      input: spatial[axis],
      kernel: kernels[axis],
      stride: strides[axis],
      dilation: dilations[axis],
    };
    const [before, after] =
      typeof padding === "string"
        ? namedPadding(choice("padding", padding, ["valid", "same", "same-lower"]), "conv", {
            ...sizes,
            outputPadding: 0,
          })
        : paddingOf(padding, names, axis);
    const whole = { ...sizes, before, after };
    const output = pooledExtent(whole, ceilMode);
    guard(output >= 1, ShapeError, () => ({
      name: `input plus padding along ${name}`,
      expected: `at least ${reach(whole)}, the reach of the window (P1)`,
      got: sizes.input + before + after,
      nearest: reach(whole),
    }));
    return Object.freeze({ kind: "sliding", ...whole, output } satisfies SlidingAxis);
  });
}

function adaptiveAxes(
  outputSize: NonNullable<PoolSpec["outputSize"]>,
  spatial: readonly number[],
  names: readonly string[],
): PoolAxis[] {
  const wanted =
    typeof outputSize === "number"
      ? outputSize
      : outputSize.map((size, axis) => size ?? spatial[axis]);
  const outputs = perAxis("outputSize", wanted, names, 1);
  return names.map((_, axis): PoolAxis => {
    const [input, output] = [spatial[axis], outputs[axis]];
    if (input % output !== 0) return Object.freeze({ kind: "adaptive", input, output });
    // Windows of one size after all: one problem has one form.
    const size = input / output;
    const own = { input, output, kernel: size, stride: size, dilation: 1, before: 0, after: 0 };
    return Object.freeze({ kind: "sliding", ...own });
  });
}

export interface UnpoolSpec extends Pick<WindowSpec, "kernelSize" | "stride"> {
  /** Shape of what is put back. */
  readonly input: readonly number[];
  /** Symmetric: that of the pooling that is undone. */
  readonly padding?: number | readonly number[];
  /** Spatial extents of the result. Default (i − 1)·s − 2p + k, the least that pools to the input. */
  readonly outputSize?: readonly number[];
  readonly dataLayout?: DataLayout;
}

export const UNPOOL_OPTIONS = [
  "kernelSize",
  "stride",
  "padding",
  "outputSize",
  "dataLayout",
] as const;

/**
 * @throws OptionError, ShapeError as `resolvePool` does, and for an output size a stride or more
 * from the default, as PyTorch.
 */
export function resolveUnpool(spec: UnpoolSpec): UnpoolProblem {
  readOptions("resolveUnpool", spec, ["input", ...UNPOOL_OPTIONS]);
  const { input, kernelSize, stride = kernelSize, padding = 0, dataLayout = "nchw" } = spec;
  const { batch, channels, spatial, names } = readShape("input", input, dataLayout);
  const kernels = perAxis("kernelSize", kernelSize, names, 1);
  const strides = perAxis("stride", stride, names, 1);
  const paddings = perAxis("padding", padding, names, 0);
  const usual = spatial.map(
    (i, axis) => (i - 1) * strides[axis] - 2 * paddings[axis] + kernels[axis],
  );
  const outputs = perAxis("outputSize", spec.outputSize ?? usual, names, 1);
  outputs.forEach((output, axis) => {
    const [low, high] = [usual[axis] - strides[axis], usual[axis] + strides[axis]];
    guard(output > low && output < high, ShapeError, () => ({
      name: `outputSize along ${names[axis]}`,
      expected: `more than ${low} and less than ${high}, within a stride of ${usual[axis]}`,
      got: output,
      nearest: usual[axis],
    }));
  });
  const axes = spatial.map((i, axis) => Object.freeze({ input: i, output: outputs[axis] }));
  return Object.freeze({ batch, channels, axes: Object.freeze(axes), dataLayout });
}

function bool(name: string, value: unknown): void {
  guard(typeof value === "boolean", OptionError, () => ({
    name,
    expected: "true or false",
    got: value,
  }));
}
