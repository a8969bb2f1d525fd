/**
 * WebNN's averagePool2d, l2Pool2d and maxPool2d as Problems, with WebNN's own refusals.
 *
 * Source: W3C Web Neural Network API, section "Pooling operations".
 */
import { fault, guard, OptionError, ShapeError, UnsupportedError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import { reach } from "../semantics/extents.ts";
import type { PoolProblem, SlidingAxis } from "../semantics/pool-problem.ts";
import { checked, resolvePool } from "../semantics/pool-spec.ts";
import type { DataLayout } from "../semantics/spec.ts";
import type { WebnnOperand } from "./webnn.ts";

export type WebnnPoolName = "averagePool2d" | "l2Pool2d" | "maxPool2d";

export interface WebnnPoolOptions {
  /** Default: the whole input. */
  readonly windowDimensions?: readonly number[];
  /** [beginHeight, endHeight, beginWidth, endWidth] */
  readonly padding?: readonly number[];
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  readonly layout?: DataLayout;
  readonly roundingType?: "floor" | "ceil";
  /** What newer drafts call `roundingType`. */
  readonly outputShapeRounding?: "floor" | "ceil";
  /** Replaces the rounding: one of its two results an axis. */
  readonly outputSizes?: readonly number[];
}

const KEYS = [
  "windowDimensions",
  "padding",
  "strides",
  "dilations",
  "layout",
  "roundingType",
  "outputShapeRounding",
  "outputSizes",
  "label",
] as const;
const OPS = {
  averagePool2d: { op: "average", countIncludePad: false },
  l2Pool2d: { op: "lp", normType: 2 },
  maxPool2d: { op: "max" },
} as const;

/** @throws OptionError, ShapeError, UnsupportedError where WebNN throws a TypeError. */
export function poolFromWebNN(
  name: WebnnPoolName,
  { shape, dtype }: WebnnOperand,
  options: WebnnPoolOptions = {},
): PoolProblem {
  readOptions(name, options, KEYS);
  if (name !== "maxPool2d" && !["float32", "float16"].includes(dtype))
    throw new UnsupportedError(`expected float32 or float16 for the input, got ${dtype}`);
  guard(shape.length === 4, ShapeError, () => ({
    name: "the shape of input",
    expected: "4 axes",
    got: shape,
  }));
  const { layout = "nchw", padding = [0, 0, 0, 0], strides = [1, 1], dilations = [1, 1] } = options;
  const { outputShapeRounding = options.roundingType ?? "floor", outputSizes } = options;
  choice("roundingType", outputShapeRounding, ["floor", "ceil"]);
  choice("layout", layout, ["nchw", "nhwc"]);
  const spatial = layout === "nchw" ? shape.slice(2) : shape.slice(1, 3);
  const { windowDimensions = spatial } = options;
  for (const [what, list, count] of [
    ["padding", padding, 4],
    ["outputSizes", outputSizes ?? [0, 0], 2],
  ] as const) {
    guard(list.length === count, OptionError, () => ({
      name: what,
      expected: `${count} numbers`,
      got: list,
    }));
  }
  const problem = resolvePool({
    ...OPS[name],
    input: shape,
    kernelSize: windowDimensions,
    stride: strides,
    dilation: dilations,
    padding: [
      [padding[0], padding[1]],
      [padding[2], padding[3]],
    ],
    dataLayout: layout,
  });
  return checked({
    ...problem,
    axes: problem.axes.map((axis, i) => {
      const sliding = axis as SlidingAxis;
      const output = extent(sliding, outputShapeRounding, outputSizes?.[i]);
      return Object.freeze({ ...sliding, output });
    }),
  });
}

/** WebNN keeps every rounded-up window, also one that begins behind the input. */
function extent(axis: SlidingAxis, rounding: "floor" | "ceil", wanted: number | undefined): number {
  const { input, before, after, stride, output } = axis;
  const up = Math.ceil((input + before + after - reach(axis)) / stride) + 1;
  if (wanted === undefined) return rounding === "ceil" ? up : output;
  if (wanted !== output && wanted !== up) {
    throw fault(OptionError, {
      name: "outputSizes",
      expected: output === up ? `${up}` : `${output} or ${up}`,
      got: wanted,
      nearest: output,
    });
  }
  return wanted;
}
