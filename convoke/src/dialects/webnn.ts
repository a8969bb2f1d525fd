/**
 * WebNN's conv2d and convTranspose2d as Specs, with WebNN's own refusals.
 *
 * Source: W3C Web Neural Network API, sections "The conv2d() method" and "convTranspose2d()".
 */
import { fault, guard, OptionError, ShapeError, UnsupportedError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import { outputExtent } from "../semantics/extents.ts";
import { resolve } from "../semantics/resolve.ts";
import type { ConvSpec, DataLayout, WeightLayout } from "../semantics/spec.ts";

export interface WebnnOptions {
  /** [beginHeight, endHeight, beginWidth, endWidth] */
  readonly padding?: readonly number[];
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  readonly groups?: number;
  readonly inputLayout?: DataLayout;
  readonly filterLayout?: WeightLayout;
  readonly outputPadding?: readonly number[];
  /** convTranspose2d only; replaces `outputPadding`. */
  readonly outputSizes?: readonly number[];
}

export interface WebnnOperand {
  readonly shape: readonly number[];
  readonly dtype: string;
}

const CONV = [
  "padding",
  "strides",
  "dilations",
  "groups",
  "inputLayout",
  "filterLayout",
  "bias",
  "label",
] as const;
const LAYOUTS = {
  conv: ["oihw", "hwio", "ohwi", "ihwo"],
  convTranspose: ["iohw", "hwoi", "ohwi"],
} as const satisfies Record<string, readonly WeightLayout[]>;

/** @throws OptionError, ShapeError, UnsupportedError where WebNN throws a TypeError. */
export function fromWebNN(
  op: "conv" | "convTranspose",
  operands: {
    readonly input: WebnnOperand;
    readonly filter: WebnnOperand;
    readonly bias?: WebnnOperand;
  },
  options: WebnnOptions = {},
): ConvSpec {
  readOptions(op, options, op === "conv" ? CONV : [...CONV, "outputPadding", "outputSizes"]);
  const { input, filter, bias } = operands;
  if (!["float32", "float16"].includes(input.dtype)) {
    throw new UnsupportedError(`expected float32 or float16 for the input, got ${input.dtype}`);
  }
  for (const [name, operand] of Object.entries({ filter, bias })) {
    if (operand && operand.dtype !== input.dtype) {
      throw fault(OptionError, {
        name: `the type of ${name}`,
        expected: input.dtype,
        got: operand.dtype,
      });
    }
  }
  for (const [name, { shape }] of Object.entries({ input, filter })) {
    guard(shape.length === 4, ShapeError, () => ({
      name: `the shape of ${name}`,
      expected: "4 axes",
      got: shape,
    }));
  }
  const {
    padding = [0, 0, 0, 0],
    strides = [1, 1],
    dilations = [1, 1],
    groups = 1,
    inputLayout = "nchw",
    filterLayout = op === "conv" ? "oihw" : "iohw",
    outputPadding = [0, 0],
    outputSizes,
  } = options;
  choice("filterLayout", filterLayout, LAYOUTS[op]);
  counted("padding", padding, 4);
  counted("strides", strides, 2);
  counted("dilations", dilations, 2);
  counted("outputPadding", outputPadding, 2);
  const spec: ConvSpec = {
    op,
    input: input.shape,
    weight: filter.shape,
    bias: bias !== undefined,
    stride: strides,
    dilation: dilations,
    padding: [
      [padding[0], padding[1]],
      [padding[2], padding[3]],
    ],
    groups,
    dataLayout: inputLayout,
    weightLayout: filterLayout,
  };
  const sized =
    op === "conv"
      ? spec
      : {
          ...spec,
          outputPadding: outputSizes ? extra(spec, outputSizes) : stridden(outputPadding, strides),
        };
  const problem = resolve(sized);
  guard(
    bias === undefined || (bias.shape.length === 1 && bias.shape[0] === problem.outChannels),
    ShapeError,
    () => ({
      name: "the shape of bias",
      expected: `[${problem.outChannels}]`,
      got: bias?.shape,
    }),
  );
  for (const axis of problem.axes) {
    guard(
      axis.dilation * (axis.kernel - 1) + 1 < 2 ** 32 && axis.output < 2 ** 32,
      ShapeError,
      () => ({
        name: "the reach of the filter",
        expected: "less than 2^32",
        got: axis.dilation * (axis.kernel - 1) + 1,
      }),
    );
  }
  return sized;
}

/** Output padding that makes the output `sizes` large. */
function extra(spec: ConvSpec, sizes: readonly number[]): number[] {
  counted("outputSizes", sizes, 2);
  return resolve({ ...spec, outputPadding: 0 }).axes.map((axis, i) => {
    const least = outputExtent("convTranspose", axis, [axis.before, axis.after]);
    guard(sizes[i] >= least && sizes[i] < least + axis.stride, ShapeError, () => ({
      name: `outputSizes[${i}]`,
      expected: `from ${least} to ${least + axis.stride - 1}`,
      got: sizes[i],
    }));
    return sizes[i] - least;
  });
}

/** WebNN allows output padding below the stride only. */
function stridden(outputPadding: readonly number[], strides: readonly number[]): readonly number[] {
  outputPadding.forEach((value, i) => {
    guard(value < Math.max(1, strides[i]), OptionError, () => ({
      name: `outputPadding[${i}]`,
      expected: `less than the stride ${strides[i]}`,
      got: value,
    }));
  });
  return outputPadding;
}

function counted(name: string, value: readonly number[], count: number): void {
  guard(value.length === count, OptionError, () => ({
    name,
    expected: `${count} numbers`,
    got: value,
  }));
}
