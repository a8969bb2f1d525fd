/**
 * Convolutions: problems of the engine like any other, planned with a weight that changes with every
 * run, and their gradients by `backward/`.
 */
import { ALGORITHMS } from "../../algorithms/index.ts";
import { backwardProgram, type TensorName } from "../../backward/program.ts";
import { fault, guard, ShapeError } from "../../errors.ts";
import { bindTo } from "../../ir/rebind.ts";
import type { Buffer } from "../../ir/tree.ts";
import { readOptions } from "../../options.ts";
import { byName, embed } from "../../plan/embed.ts";
import type { Part, Role } from "../../plan/program.ts";
import { planSameBits } from "../../planner/same-bits.ts";
import type { Problem } from "../../semantics/problem.ts";
import { reference } from "../../semantics/reference.ts";
import { resolve } from "../../semantics/resolve.ts";
import { inputShape, multiplyAddsOf, outputShape, weightShape } from "../../semantics/shapes.ts";
import { type ConvSpec, LAYER_OPTIONS } from "../../semantics/spec.ts";
import { programOf } from "../../whole.ts";
import type { Backward, Forward, Operation, Target } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";
import { reshape } from "./shapes.ts";

/** Everything of a Spec that the values do not say. */
export interface ConvOptions
  extends Omit<ConvSpec, "op" | "input" | "weight" | "bias" | "outputPadding" | "activation"> {
  /** One number an output channel. */
  readonly bias?: Value;
}

export interface ConvTransposeOptions extends ConvOptions, Pick<ConvSpec, "outputPadding"> {}

type Layer<O> = (x: Value, weight: Value, options?: O) => Value;

/**
 * Input [N, C, L], weight [O, C/groups, K] → [N, O, L'], with the options of `conv1d` of `convoke`.
 *
 * @throws ShapeError, OptionError as `resolve` does.
 * @see Dive into Deep Learning 6.2 to 6.4
 */
export const conv1d: Layer<ConvOptions> = (x, w, o = {}) => layer("conv1d", "conv", 1, x, w, o);
/** Input [N, C, H, W], weight [O, C/groups, KH, KW] → [N, O, H', W']; see `conv1d`. */
export const conv2d: Layer<ConvOptions> = (x, w, o = {}) => layer("conv2d", "conv", 2, x, w, o);
/** Input [N, C, D, H, W], weight [O, C/groups, KD, KH, KW] → [N, O, D', H', W']; see `conv1d`. */
export const conv3d: Layer<ConvOptions> = (x, w, o = {}) => layer("conv3d", "conv", 3, x, w, o);
/** Input [N, C, L], weight [C, O/groups, K] → [N, O, L']; see `conv1d`. */
export const convTranspose1d: Layer<ConvTransposeOptions> = (x, w, o = {}) =>
  layer("convTranspose1d", "convTranspose", 1, x, w, o);
/** Input [N, C, H, W], weight [C, O/groups, KH, KW] → [N, O, H', W']; see `conv1d`. */
export const convTranspose2d: Layer<ConvTransposeOptions> = (x, w, o = {}) =>
  layer("convTranspose2d", "convTranspose", 2, x, w, o);
/** Input [N, C, D, H, W], weight [C, O/groups, KD, KH, KW] → [N, O, D', H', W']; see `conv1d`. */
export const convTranspose3d: Layer<ConvTransposeOptions> = (x, w, o = {}) =>
  layer("convTranspose3d", "convTranspose", 3, x, w, o);

/**
 * x·Wᵀ + b: input [N, I], weight [O, I], bias [O] → [N, O]. A convolution of one tap over N positions.
 *
 * @throws ShapeError for other shapes.
 */
export function linear(x: Value, weight: Value, bias?: Value): Value {
  const [rows, inputs] = x.shape;
  const [outputs] = weight.shape;
  guard(x.shape.length === 2, ShapeError, () => ({
    name: "the input of linear",
    expected: "the shape [N, I]",
    got: nameOf(x),
  }));
  guard(weight.shape.length === 2 && weight.shape[1] === inputs, ShapeError, () => ({
    name: "the weight of linear",
    expected: `the shape [O, ${inputs}]`,
    got: nameOf(weight),
  }));
  const positions = reshape(x, [1, rows, inputs]);
  const taps = reshape(weight, [outputs, inputs, 1]);
  const options: ConvOptions = { dataLayout: "nhwc", ...(bias ? { bias } : {}) };
  return reshape(layer("linear", "conv", 1, positions, taps, options), [rows, outputs]);
}

const OPTIONS = [...LAYER_OPTIONS, "bias"] as const;

function layer(
  name: string,
  op: Problem["op"],
  axes: number,
  x: Value,
  weight: Value,
  options: ConvTransposeOptions,
): Value {
  readOptions(name, options, op === "conv" ? OPTIONS : [...OPTIONS, "outputPadding"]);
  const { bias, ...rest } = options;
  for (const [role, value] of Object.entries({ input: x, weight })) {
    guard(value.shape.length === axes + 2 && value.element === "f32", ShapeError, () => ({
      name: `the ${role} of ${name}`,
      expected: `floats with ${axes + 2} axes`,
      got: nameOf(value),
    }));
  }
  const problem = resolve({
    ...rest,
    op,
    input: x.shape,
    weight: weight.shape,
    bias: bias !== undefined,
  });
  if (bias && bias.shape.join() !== `${problem.outChannels}`) {
    throw fault(ShapeError, {
      name: `the bias of ${name}`,
      expected: `the shape [${problem.outChannels}]`,
      got: nameOf(bias),
    });
  }
  return apply(operationOf(name, problem), bias ? [x, weight, bias] : [x, weight]);
}

const operationOf = (name: string, problem: Problem): Operation => ({
  name,
  shape: outputShape(problem),
  multiplyAdds: multiplyAddsOf(problem),
  detail: { kind: "convolution", problem },
  define: ([input, weight, bias]) =>
    reference(problem, {
      input: { shape: inputShape(problem), data: input },
      weight: { shape: weightShape(problem), data: weight },
      ...(bias ? { bias: { shape: [problem.outChannels], data: bias } } : {}),
    }).data,
  forward: (buffers, target) => forward(problem, buffers, target),
  backward: (buffers, target) => backward(problem, buffers, target),
});

function forward(problem: Problem, { inputs, output }: Forward, target: Target): Part {
  const program = programOf(planSameBits(ALGORITHMS, problem, { ...target, accuracy: "faithful" }));
  const [input, weight, bias] = inputs;
  const given: Partial<Record<Role, Buffer>> = { input, weight, bias, output };
  return embed(program, ({ role }) => given[role] && bindTo(given[role]));
}

function backward(
  problem: Problem,
  { inputs, gradient, results }: Backward,
  { machine, threads }: Target,
): Part {
  const [dx, dw, db = null] = results;
  const program = backwardProgram({
    problem,
    wanted: { dx: dx !== null, dw: dw !== null, db: db !== null },
    machine,
    threads,
    accuracy: "faithful",
  });
  const own: Record<TensorName, Buffer | null> = {
    x: inputs[0],
    w: inputs[1],
    dy: gradient,
    dx,
    dw,
    db,
  };
  return embed(program, byName(program.buffers, own));
}
