/** Problems over the whole option space, small enough for the interpreter and the reference. */
import fc from "fast-check";
import { ShapeError } from "../../src/errors.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Activation, Border, Problem } from "../../src/semantics/problem.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { inputShape, weightShape } from "../../src/semantics/shapes.ts";
import { type ConvSpec, DATA_LAYOUTS, WEIGHT_LAYOUTS } from "../../src/semantics/spec.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";

const border: fc.Arbitrary<NonNullable<ConvSpec["border"]>> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom("zero", "replicate", "reflect", "symmetric", "wrap"),
  },
  fc.constantFrom(0.5, -2, 3).map((constant) => ({ constant })),
);

const activation: fc.Arbitrary<NonNullable<ConvSpec["activation"]>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant("identity" as const) },
  fc.constantFrom("relu", "relu6", "hard-swish"),
  fc.constantFrom(
    { leakyRelu: 0.25 },
    { clamp: [-1, 2] as const },
    { hardSigmoid: [0.25, 0.5] as const },
    { leakyRelu: -0.5 },
  ),
);

/** One axis: extents with many ones, odd numbers and vector rests. */
const axis = fc.record({
  input: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(4, 8, 13, 16, 21)),
  kernel: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(1, 3, 7)),
  stride: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 4 })),
  dilation: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 3 })),
  before: fc.integer({ min: 0, max: 4 }),
  after: fc.integer({ min: 0, max: 4 }),
  extra: fc.integer({ min: 0, max: 3 }),
});

/** Specs that may not resolve: `anyProblem` keeps those that do. */
export const anySpec: fc.Arbitrary<ConvSpec> = fc
  .record({
    op: fc.constantFrom("conv", "convTranspose"),
    batch: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 2 }) }, fc.constant(0)),
    groups: fc.constantFrom(1, 1, 2, 3),
    perIn: fc.constantFrom(1, 1, 2, 5),
    perOut: fc.constantFrom(1, 2, 3, 7, 13),
    axes: fc.array(axis, { minLength: 1, maxLength: 3 }),
    named: fc.option(fc.constantFrom("valid", "same", "same-lower", "full"), { freq: 2 }),
    border,
    orientation: fc.constantFrom("correlation", "convolution"),
    bias: fc.boolean(),
    activation,
    dataLayout: fc.constantFrom(...DATA_LAYOUTS),
    weightLayout: fc.constantFrom(...WEIGHT_LAYOUTS),
  })
  .map((r) => {
    // Three long axes are too much work for an interpreter.
    const axes = r.axes.map((a) => ({
      ...a,
      input:
        r.axes.length === 3
          ? Math.min(a.input, 5)
          : r.axes.length === 2
            ? Math.min(a.input, 13)
            : a.input,
    }));
    const spatial = axes.map((a) => a.input);
    const channels = r.perIn * r.groups;
    const [o, i] = r.op === "conv" ? [r.perOut * r.groups, r.perIn] : [r.perOut, channels];
    const weight = [...r.weightLayout.replace("hw", "x")].flatMap((letter) =>
      letter === "o" ? [o] : letter === "i" ? [i] : axes.map((a) => a.kernel),
    );
    return {
      op: r.op,
      input:
        r.dataLayout === "nchw" ? [r.batch, channels, ...spatial] : [r.batch, ...spatial, channels],
      weight,
      bias: r.bias,
      stride: axes.map((a) => a.stride),
      dilation: axes.map((a) => a.dilation),
      padding: r.named ?? axes.map((a) => [a.before, a.after] as const),
      ...(r.op === "convTranspose"
        ? { outputPadding: axes.map((a) => a.extra % Math.max(a.stride, a.dilation)) }
        : {}),
      groups: r.groups,
      border: r.border,
      orientation: r.orientation,
      activation: r.activation,
      dataLayout: r.dataLayout,
      weightLayout: r.weightLayout,
    } satisfies ConvSpec;
  });

/** More products than this take an interpreter too long; fewer would leave out whole tiles. */
const MOST_PRODUCTS = 50_000;

const products = ({ batch, inChannels, outChannels, groups, axes }: Problem): number =>
  axes.reduce((n, a) => n * a.output * a.kernel, batch * outChannels * (inChannels / groups));

export const anyProblem: fc.Arbitrary<Problem> = anySpec
  .map((spec) => {
    try {
      return resolve(spec);
    } catch (error) {
      if (error instanceof ShapeError) return null;
      throw error;
    }
  })
  .filter((p): p is Problem => p !== null && products(p) <= MOST_PRODUCTS);

export interface Data {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor;
}

const dataOf = (
  problem: Problem,
  make: (shape: readonly number[], seed: number) => Tensor,
  seed: number,
): Data => ({
  input: make(inputShape(problem), seed),
  weight: make(weightShape(problem), seed + 1),
  ...(problem.bias ? { bias: make([problem.outChannels], seed + 2) } : {}),
});

/** Small whole numbers: every sum of products is exact in float32. */
export const wholeData = (problem: Problem, seed = 1): Data =>
  dataOf(problem, (s, k) => integers(s, k, -4, 4), seed);
export const randomData = (problem: Problem, seed = 1): Data =>
  dataOf(problem, (s, k) => uniform(s, k, -1, 1), seed);

/** The linear part: no bias, no activation, no constant border. */
export const linearPart = (problem: Problem): Problem => ({
  ...problem,
  bias: false,
  activation: { kind: "identity" } satisfies Activation,
  border: problem.border.kind === "constant" ? ({ kind: "zero" } satisfies Border) : problem.border,
});

/** The plan, but its runs wake sleeping helpers, however short they are: two threads do take part. */
export const woken = (plan: Plan): Plan => ({ ...plan, wakes: plan.threads > 1 });
