/** Convolutions and poolings: problems of the engine, read as ONNX says them. */

import { fromOnnx, type OnnxAttributes } from "../../../dialects/onnx.ts";
import { type OnnxPoolAttributes, poolFromOnnx } from "../../../dialects/onnx-pool.ts";
import { guard, ShapeError } from "../../../errors.ts";
import { reach } from "../../../semantics/extents.ts";
import { type PoolProblem, poolOutputShape } from "../../../semantics/pool-problem.ts";
import type { Axis, Problem } from "../../../semantics/problem.ts";
import { outputShape } from "../../../semantics/shapes.ts";
import { sizeOf } from "../../../tensor/tensor.ts";
import {
  type Answer,
  type Ask,
  called,
  has,
  intOf,
  intsOf,
  type Operator,
  shapeAt,
  textOf,
} from "../ask.ts";
import { ALL, along, type Path, type Step } from "../paths.ts";

/** Attributes that are lists, and words; the others are numbers. */
const LISTS = ["dilations", "kernel_shape", "pads", "strides", "output_padding", "output_shape"];
const WORDS = ["auto_pad"];

/** Attributes as the dialects take them, which refuse those that they do not know. */
const plain = (ask: Ask): Record<string, unknown> =>
  Object.fromEntries(
    [...ask.node.attributes.keys()].map((key) => [
      key,
      LISTS.includes(key)
        ? intsOf(ask, key)
        : WORDS.includes(key)
          ? textOf(ask, key, "")
          : intOf(ask, key, 0),
    ]),
  );

function convolution(op: "Conv" | "ConvTranspose"): Operator {
  return (ask) => {
    const [input, weight] = [shapeAt(ask, 0), shapeAt(ask, 1)];
    guard(input.length === weight.length && input.length >= 3, ShapeError, () => ({
      name: `the weight of ${called(ask.node)}`,
      expected: `as many axes as the input [${input.join(", ")}], 3 or more`,
      got: weight,
    }));
    const shapes = { input, weight, bias: has(ask, 2) };
    return answerOf(fromOnnx(op, shapes, plain(ask) as OnnxAttributes));
  };
}

/** Of a convolution over any layout, wherever it comes from. */
export function answerOf(problem: Problem): Answer {
  return {
    outputs: [{ shape: outputShape(problem) }],
    work: { kind: "convolution", problem },
    paths: [
      windowed(
        problem.dataLayout,
        problem.axes.map((axis, i) => windowStep(problem.op, axis, i)),
        ALL,
      ),
    ],
    keeps: { inputs: [0, 1] },
  };
}

/** Steps of the spatial axes with those of batch and channels around them. */
function windowed(
  layout: Problem["dataLayout"],
  spatial: readonly Exclude<Step, { kind: "all" }>[],
  channels: Step,
): Path {
  const shift = layout === "nchw" ? 2 : 1;
  const steps = spatial.map((step) => ({
    ...step,
    to: step.to + shift,
    window: step.jump !== 1 || step.high > step.low,
  }));
  return layout === "nchw" ? [along(0), channels, ...steps] : [along(0), ...steps, channels];
}

/** Of a transpose: outputs see ⌊(r − 1) / s⌋ + 1 inputs at most, 1 / s of an input apart. */
function windowStep(op: Problem["op"], axis: Axis, to: number) {
  const { stride, before } = axis;
  const span = reach(axis) - 1;
  const high = before / stride;
  return (
    op === "conv"
      ? along(to, stride, -before, span - before)
      : along(to, 1 / stride, high - Math.floor(span / stride), high)
  ) as Exclude<Step, { kind: "all" }>;
}

const POOLS = [
  "MaxPool",
  "AveragePool",
  "LpPool",
  "GlobalMaxPool",
  "GlobalAveragePool",
  "GlobalLpPool",
] as const;

const PLACE_BYTES = 4;

/** A maximum keeps the place of each; an average nothing; a norm its input and output. */
export function answerOfPool(problem: PoolProblem): Answer {
  const shape = poolOutputShape(problem);
  const keeps = {
    max: { extra: PLACE_BYTES * sizeOf(shape) },
    average: {},
    lp: { inputs: [0], output: true },
  }[problem.op.kind];
  const spatial = problem.axes.map((axis, i) => {
    if (axis.kind === "sliding")
      return along(i, axis.stride, -axis.before, reach(axis) - 1 - axis.before);
    // Adaptive windows are input / output long, rounded up, and may begin one earlier.
    const jump = axis.input / axis.output;
    const long = Number.isInteger(jump) ? jump : Math.ceil(jump) + 1;
    return along(i, jump, 0, long - 1);
  });
  const channel = along(problem.dataLayout === "nchw" ? 1 : spatial.length + 1);
  return {
    outputs: [{ shape }],
    work: { kind: "pooling", problem },
    paths: [windowed(problem.dataLayout, spatial as Exclude<Step, { kind: "all" }>[], channel)],
    keeps,
  };
}

export const CONVOLUTIONS: Record<string, Operator> = {
  Conv: convolution("Conv"),
  ConvTranspose: convolution("ConvTranspose"),
  ...Object.fromEntries(
    POOLS.map((name) => [
      name,
      (ask: Ask) => {
        const answer = answerOfPool(
          poolFromOnnx(name, shapeAt(ask, 0), plain(ask) as OnnxPoolAttributes),
        );
        // MaxPool may give its places too.
        const places = { shape: answer.outputs[0].shape, dtype: "int64" as const };
        return ask.node.outputs.length > 1
          ? { ...answer, outputs: [answer.outputs[0], places] }
          : answer;
      },
    ]),
  ),
};
