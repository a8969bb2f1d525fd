/**
 * ONNX Conv and ConvTranspose as Problems.
 *
 * Source: ONNX operator specification, Conv (22), ConvTranspose (22): `auto_pad`, `output_shape`,
 * and the split of the padding that follows from it.
 */
import { guard, OptionError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import { outputExtent } from "../semantics/extents.ts";
import type { Problem } from "../semantics/problem.ts";
import { resolve } from "../semantics/resolve.ts";
import type { ConvSpec } from "../semantics/spec.ts";

export interface OnnxAttributes {
  readonly auto_pad?: "NOTSET" | "VALID" | "SAME_UPPER" | "SAME_LOWER";
  readonly dilations?: readonly number[];
  readonly group?: number;
  readonly kernel_shape?: readonly number[];
  /** Begin of every axis, then end of every axis. */
  readonly pads?: readonly number[];
  readonly strides?: readonly number[];
  readonly output_padding?: readonly number[];
  readonly output_shape?: readonly number[];
}

const CONV = ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"] as const;
const TRANSPOSED = [...CONV, "output_padding", "output_shape"] as const;

/** @throws OptionError for an unknown attribute, or a `kernel_shape` that is not the weight's. */
export function fromOnnx(
  op: "Conv" | "ConvTranspose",
  shapes: {
    readonly input: readonly number[];
    readonly weight: readonly number[];
    readonly bias: boolean;
  },
  attributes: OnnxAttributes = {},
): Problem {
  readOptions(op, attributes, op === "Conv" ? CONV : TRANSPOSED);
  const axes = shapes.input.length - 2;
  const ones = new Array<number>(axes).fill(1);
  const {
    auto_pad = "NOTSET",
    dilations = ones,
    group = 1,
    strides = ones,
    kernel_shape,
  } = attributes;
  choice("auto_pad", auto_pad, ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"]);
  const kernel = shapes.weight.slice(2);
  guard(kernel_shape === undefined || kernel_shape.join() === kernel.join(), OptionError, () => ({
    name: "kernel_shape",
    expected: `[${kernel.join(", ")}], as the weight has it`,
    got: kernel_shape,
  }));
  const common: ConvSpec = {
    ...shapes,
    op: op === "Conv" ? "conv" : "convTranspose",
    stride: strides,
    dilation: dilations,
    groups: group,
  };
  if (op === "Conv") return resolve({ ...common, padding: padding(attributes, auto_pad, axes) });

  const { output_padding = ones.map(() => 0), output_shape } = attributes;
  const transposed = { ...common, outputPadding: output_padding };
  if (output_shape === undefined)
    return resolve({ ...transposed, padding: padding(attributes, auto_pad, axes) });
  const plain = resolve(transposed);
  const extents = output_shape.slice(-axes);
  return Object.freeze({
    ...plain,
    axes: Object.freeze(
      plain.axes.map((axis, i) => {
        const total = outputExtent("convTranspose", axis, [0, 0]) - extents[i];
        // A negative total extends the output: Math.floor puts the extension at the end.
        const half = Math.floor(total / 2);
        const [before, after] =
          auto_pad === "SAME_UPPER" ? [half, total - half] : [total - half, half];
        return Object.freeze({ ...axis, before, after, output: extents[i] });
      }),
    ),
  });
}

function padding(
  { pads }: OnnxAttributes,
  auto: string,
  axes: number,
): NonNullable<ConvSpec["padding"]> {
  if (auto === "SAME_UPPER") return "same";
  if (auto === "SAME_LOWER") return "same-lower";
  if (auto === "VALID" || pads === undefined) return 0;
  return Array.from({ length: axes }, (_, i) => [pads[i], pads[axes + i]] as const);
}
