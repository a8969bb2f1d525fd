/**
 * ONNX MaxPool, AveragePool, LpPool and their global forms as Problems, MaxUnpool, and the indices
 * ONNX counts in its own way.
 *
 * Source: ONNX operator specification, MaxPool (22), AveragePool (22), LpPool (22), MaxUnpool (22).
 */
import { guard, OptionError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import type { PoolOp, PoolProblem, UnpoolProblem } from "../semantics/pool-problem.ts";
import { readShape, resolvePool, resolveUnpool } from "../semantics/pool-spec.ts";
import type { PaddingSpec } from "../semantics/spec.ts";
import { sizeOf, stridesOf } from "../tensor/tensor.ts";

export type OnnxPoolName =
  | "MaxPool"
  | "AveragePool"
  | "LpPool"
  | "GlobalMaxPool"
  | "GlobalAveragePool"
  | "GlobalLpPool";

export interface OnnxPoolAttributes {
  readonly auto_pad?: "NOTSET" | "VALID" | "SAME_UPPER" | "SAME_LOWER";
  readonly ceil_mode?: number;
  readonly count_include_pad?: number;
  readonly dilations?: readonly number[];
  readonly kernel_shape?: readonly number[];
  readonly p?: number;
  /** Begin of every axis, then end of every axis. */
  readonly pads?: readonly number[];
  /** How MaxPool's indices are counted: `onnxIndices` wants to know. */
  readonly storage_order?: number;
  readonly strides?: readonly number[];
}

const OPS = {
  MaxPool: "max",
  AveragePool: "average",
  LpPool: "lp",
  GlobalMaxPool: "max",
  GlobalAveragePool: "average",
  GlobalLpPool: "lp",
} as const satisfies Record<OnnxPoolName, PoolOp["kind"]>;

const WINDOW = ["auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "strides"] as const;
const KEYS = {
  MaxPool: [...WINDOW, "storage_order"],
  AveragePool: [...WINDOW, "count_include_pad"],
  LpPool: [...WINDOW, "p"],
  GlobalMaxPool: [],
  GlobalAveragePool: [],
  GlobalLpPool: ["p"],
} as const satisfies Record<OnnxPoolName, readonly (keyof OnnxPoolAttributes)[]>;

/** @throws OptionError, ShapeError for an unknown attribute, one that is missing, or no window. */
export function poolFromOnnx(
  name: OnnxPoolName,
  input: readonly number[],
  attributes: OnnxPoolAttributes = {},
): PoolProblem {
  readOptions(name, attributes, KEYS[name]);
  const { spatial } = readShape("X", input, "nchw");
  const { auto_pad = "NOTSET", ceil_mode = 0, count_include_pad = 0, p = 2 } = attributes;
  const { kernel_shape = name.startsWith("Global") ? spatial : undefined } = attributes;
  const { strides = spatial.map(() => 1), dilations = spatial.map(() => 1) } = attributes;
  guard(kernel_shape !== undefined, OptionError, () => ({
    name: "kernel_shape",
    expected: `${spatial.length} numbers`,
    got: kernel_shape,
  }));
  const op = OPS[name];
  return resolvePool({
    op,
    input,
    kernelSize: kernel_shape,
    stride: strides,
    dilation: dilations,
    padding: paddingOf(auto_pad, attributes.pads, spatial.length),
    ceilMode: ceil_mode !== 0,
    ...(op === "average" ? { countIncludePad: count_include_pad !== 0 } : {}),
    ...(op === "lp" ? { normType: p } : {}),
  });
}

function paddingOf(auto: string, pads: readonly number[] | undefined, axes: number): PaddingSpec {
  choice("auto_pad", auto, ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"]);
  if (auto === "SAME_UPPER") return "same";
  if (auto === "SAME_LOWER") return "same-lower";
  if (auto === "VALID" || pads === undefined) return 0;
  guard(pads.length === 2 * axes, OptionError, () => ({
    name: "pads",
    expected: `${2 * axes} numbers`,
    got: pads,
  }));
  return Array.from({ length: axes }, (_, i) => [pads[i], pads[axes + i]] as const);
}

/**
 * ONNX counts over the whole tensor, not in a plane; with `storage_order` 1 column by column.
 *
 * @param indices as `poolReference` and `maxPool2d` give them.
 */
export function onnxIndices(
  { axes }: PoolProblem,
  indices: Int32Array,
  storageOrder = 0,
): Float64Array {
  const extents = axes.map((a) => a.input);
  const [rows, columns] = [stridesOf(extents), stridesOf(extents.toReversed()).toReversed()];
  const [large, small] = [sizeOf(extents), sizeOf(axes.map((a) => a.output))];
  return Float64Array.from(indices, (index, n) => {
    const place =
      storageOrder === 0
        ? index
        : rows.reduce(
            (sum, stride, axis) =>
              sum + (Math.floor(index / stride) % extents[axis]) * columns[axis],
            0,
          );
    return Math.floor(n / small) * large + place;
  });
}

export interface OnnxUnpoolAttributes {
  readonly kernel_shape: readonly number[];
  readonly pads?: readonly number[];
  readonly strides?: readonly number[];
}

/**
 * MaxUnpool, and its indices as ours. They count over a whole tensor of the size that follows from
 * the attributes, also where `outputShape` asks for a larger one.
 */
export function unpoolFromOnnx(
  input: readonly number[],
  indices: ArrayLike<number>,
  { kernel_shape, pads, strides }: OnnxUnpoolAttributes,
  outputShape?: readonly number[],
): { readonly problem: UnpoolProblem; readonly indices: Int32Array } {
  const axes = input.length - 2;
  const stride = strides ?? kernel_shape.map(() => 1);
  const total = kernel_shape.map((_, i) => (pads ? pads[i] + pads[axes + i] : 0));
  const inferred = kernel_shape.map((k, i) => (input[i + 2] - 1) * stride[i] - total[i] + k);
  const plain = resolveUnpool({ input, kernelSize: kernel_shape, stride, outputSize: inferred });
  const extents = outputShape?.slice(2) ?? inferred;
  guard(
    extents.every((extent, i) => extent >= inferred[i]),
    OptionError,
    () => ({ name: "output_shape", expected: `at least [${inferred}]`, got: outputShape }),
  );
  const [own, wide] = [stridesOf(inferred), stridesOf(extents)];
  const size = sizeOf(inferred);
  return {
    problem: Object.freeze({
      ...plain,
      axes: plain.axes.map((axis, i) => ({ ...axis, output: extents[i] })),
    }),
    indices: Int32Array.from(indices, (index) =>
      own.reduce(
        (sum, step, axis) =>
          sum + (Math.floor((index % size) / step) % inferred[axis]) * wide[axis],
        0,
      ),
    ),
  };
}
