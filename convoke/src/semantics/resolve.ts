/**
 * Spec → Problem: the only reader of a Spec. Every default is visible here, every rule that fails
 * names the axis, what was expected, what came, and the nearest legal value.
 */
import { guard, OptionError, ShapeError } from "../errors.ts";
import { choice, readOptions, wholeNumber } from "../options.ts";
import { sizeOf } from "../tensor/tensor.ts";
import {
  namedPadding,
  outputExtent,
  outputPaddingLimit,
  reach,
  type Window,
  wholeExtent,
} from "./extents.ts";
import type { Axis, Problem } from "./problem.ts";
import { activationFrom, borderFrom, expectExtents, paddingOf, perAxis } from "./read-spec.ts";
import { inputShape, outputShape, weightOrder, weightShape } from "./shapes.ts";
import { type ConvSpec, DATA_LAYOUTS, WEIGHT_LAYOUTS } from "./spec.ts";

const KEYS = [
  "op",
  "input",
  "weight",
  "bias",
  "stride",
  "padding",
  "dilation",
  "outputPadding",
  "groups",
  "border",
  "orientation",
  "activation",
  "dataLayout",
  "weightLayout",
] as const satisfies readonly (keyof ConvSpec)[];

/** Names of the spatial axes, by how many there are. */
const AXIS_NAMES = [[], ["width"], ["height", "width"], ["depth", "height", "width"]] as const;

/**
 * Completes and checks a Spec.
 *
 * @throws OptionError for an unknown option, or a value of the wrong type or out of range.
 * @throws ShapeError when shapes do not fit each other, or the output would be empty.
 * @see extents.ts for the relations R1 to R9 that messages cite
 */
export function resolve(spec: ConvSpec): Problem {
  readOptions("resolve", spec, KEYS);
  const {
    op = "conv",
    input,
    weight,
    bias = false,
    stride = 1,
    padding = 0,
    dilation = 1,
    outputPadding = 0,
    groups = 1,
    border = "zero",
    orientation = "correlation",
    activation = "identity",
    dataLayout = "nchw",
    weightLayout = op === "convTranspose" ? "iohw" : "oihw",
  } = spec;
  choice("op", op, ["conv", "convTranspose"]);
  choice("orientation", orientation, ["correlation", "convolution"]);
  choice("dataLayout", dataLayout, DATA_LAYOUTS);
  choice("weightLayout", weightLayout, WEIGHT_LAYOUTS);
  guard(typeof bias === "boolean", OptionError, () => ({
    name: "bias",
    expected: "true or false",
    got: bias,
  }));
  expectExtents("input", input, 0);
  expectExtents("weight", weight, 1);
  guard(input.length === weight.length, ShapeError, () => ({
    name: "the shape of weight",
    expected: `${input.length} axes, as many as the input [${input.join(", ")}] has`,
    got: weight,
  }));

  const count = input.length - 2;
  const names = AXIS_NAMES[count];
  const [batch, inChannels, spatial] =
    dataLayout === "nchw"
      ? [input[0], input[1], input.slice(2)]
      : [input[0], input[count + 1], input.slice(1, -1)];
  const order = weightOrder(weightLayout, count);
  const [out, into] = [weight[order.indexOf("o")], weight[order.indexOf("i")]];
  const kernel = names.map((_, axis) => weight[order.indexOf(axis)]);

  wholeNumber("groups", groups, 1);
  const outChannels = op === "conv" ? out : out * groups;
  checkGroups(groups, inChannels, outChannels);
  const expectedIn = op === "conv" ? inChannels / groups : inChannels;
  guard(into === expectedIn, ShapeError, () => ({
    name: "input channels of the weight",
    expected:
      op === "conv" && groups > 1
        ? `${expectedIn} (${inChannels} input channels in ${groups} groups)`
        : `${expectedIn}, as many as the input has`,
    got: into,
    nearest: expectedIn,
  }));

  const strides = perAxis("stride", stride, names, 1);
  const dilations = perAxis("dilation", dilation, names, 1);
  const extras = perAxis("outputPadding", outputPadding, names, 0);
  const axes = names.map((name, axis): Axis => {
    const window: Window = {
      input: spatial[axis],
      kernel: kernel[axis],
      stride: strides[axis],
      dilation: dilations[axis],
      outputPadding: extras[axis],
    };
    checkWindow(name, op, window);
    const [before, after] =
      typeof padding === "string"
        ? namedPadding(
            choice("padding", padding, ["valid", "same", "same-lower", "full"]),
            op,
            window,
          )
        : paddingOf(padding, names, axis);
    const whole = wholeExtent(op, window, [before, after]);
    guard(Number.isSafeInteger(whole), ShapeError, () => ({
      name: op === "conv" ? `input plus padding along ${name}` : `output along ${name}`,
      expected: "less than 2^53",
      got: whole,
    }));
    const output = outputExtent(op, window, [before, after]);
    guard(output >= 1, ShapeError, () => emptyOutput(name, op, window, before + after));
    return Object.freeze({ ...window, before, after, output });
  });

  const problem: Problem = Object.freeze({
    op,
    // −0 becomes 0: a Problem has one form.
    batch: batch + 0,
    inChannels,
    outChannels,
    groups,
    axes: Object.freeze(axes),
    border: borderFrom(border),
    orientation,
    bias,
    activation: activationFrom(activation),
    dataLayout,
    weightLayout,
  });
  for (const shape of [inputShape(problem), weightShape(problem), outputShape(problem)]) {
    guard(Number.isSafeInteger(sizeOf(shape)), ShapeError, () => ({
      name: "a tensor of the problem",
      expected: "fewer than 2^53 elements",
      got: shape,
    }));
  }
  return problem;
}

/** @throws OptionError or ShapeError unless the channels come in so many groups. */
export function checkGroups(groups: number, inChannels: number, outChannels: number): void {
  wholeNumber("groups", groups, 1);
  divides(groups, "input channels", inChannels);
  divides(groups, "output channels", outChannels);
}

function divides(groups: number, name: string, channels: number): void {
  guard(channels % groups === 0, ShapeError, () => ({
    name,
    expected: `a multiple of ${groups} (groups)`,
    got: channels,
    nearest: Math.max(groups, Math.round(channels / groups) * groups),
  }));
}

function checkWindow(name: string, op: Problem["op"], window: Window): void {
  const { outputPadding } = window;
  if (op === "conv") {
    guard(outputPadding === 0, OptionError, () => ({
      name: `outputPadding along ${name}`,
      expected: "0 (it belongs to transposed convolution)",
      got: outputPadding,
      nearest: 0,
    }));
    return;
  }
  const limit = outputPaddingLimit(window);
  guard(outputPadding < limit, OptionError, () => ({
    name: `outputPadding along ${name}`,
    expected: `less than ${limit}, the larger of stride and dilation (R9)`,
    got: outputPadding,
    nearest: limit - 1,
  }));
}

function emptyOutput(name: string, op: Problem["op"], window: Window, padding: number) {
  const { input } = window;
  if (op === "conv") {
    return {
      name: `input plus padding along ${name}`,
      expected: `at least ${reach(window)}, the reach of the kernel (R1, R2)`,
      got: input + padding,
      nearest: reach(window),
    };
  }
  const most = outputExtent(op, window, [0, 0]) - 1;
  return {
    name: `padding along ${name}`,
    expected: `at most ${most} in all, so that an output is left (R3)`,
    got: padding,
    nearest: most,
  };
}
