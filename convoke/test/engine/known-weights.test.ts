/** Algorithms that are made for one weight, on the kernels they are made for. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundOf } from "../../src/algorithms/bounds.ts";
import { ALGORITHMS, named } from "../../src/algorithms/index.ts";
import type { Machine } from "../../src/plan/machine.ts";
import type { AlgorithmName } from "../../src/plan/plan.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { format } from "../../src/semantics/descriptor.ts";
import { errorBound, magnitude, reference } from "../../src/semantics/reference.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { inputShape, weightShape } from "../../src/semantics/shapes.ts";
import type { ConvSpec } from "../../src/semantics/spec.ts";
import { compare, judge } from "../../src/tensor/compare.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import { type Tensor, tensor } from "../../src/tensor/tensor.ts";
import { compile, operations, plan } from "../../src/whole.ts";
import { woken } from "../support/problems.ts";

const here = detectMachine();
const MACHINES: readonly Machine[] = [here, { ...here, wide: true }, { ...here, fma: false }];

/** Outer product of vectors, outermost axis first. */
const outer = (vectors: readonly (readonly number[])[]): number[] =>
  vectors.reduce<number[]>((all, v) => all.flatMap((a) => v.map((b) => a * b)), [1]);

const whole = fc.integer({ min: -3, max: 3 });
const signs = fc.constantFrom(0, 0, 1, 1, -1, 2, -2);

interface Case {
  readonly kernel: readonly number[];
  readonly values: readonly number[];
}

const extents = (most: number) =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.array(fc.integer({ min: 1, max: most }), { minLength: 2, maxLength: 2 }),
    },
    fc.array(fc.integer({ min: 1, max: most }), { minLength: 1, maxLength: 1 }),
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
  );

const size = (kernel: readonly number[]): number => kernel.reduce((a, b) => a * b, 1);

/** Few different values, many zeros and ±1. */
const sparse: fc.Arbitrary<Case> = extents(7).chain((kernel) =>
  fc
    .array(signs, { minLength: size(kernel), maxLength: size(kernel) })
    .map((values) => ({ kernel, values })),
);

const box: fc.Arbitrary<Case> = fc
  .tuple(extents(12), fc.constantFrom(1, 3, -2))
  .map(([kernel, value]) => ({ kernel, values: new Array(size(kernel)).fill(value) }));

const rankOne: fc.Arbitrary<Case> = extents(9).chain((kernel) =>
  fc
    .tuple(...kernel.map((n) => fc.array(whole, { minLength: n, maxLength: n })))
    .map((vectors) => ({ kernel, values: outer(vectors) })),
);

/** Everything around the kernel; kernels may be larger than the image. */
const around = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  channels: fc.constantFrom(1, 1, 2, 3),
  extent: fc.array(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 7, max: 40 })), {
    minLength: 3,
    maxLength: 3,
  }),
  padding: fc.constantFrom("valid", "same", "full"),
  border: fc.oneof(
    fc.constantFrom<NonNullable<ConvSpec["border"]>[]>(
      "zero",
      "replicate",
      "reflect",
      "symmetric",
      "wrap",
    ),
    fc.constant({ constant: 2 } as const),
  ),
  orientation: fc.constantFrom("correlation", "convolution"),
  dilation: fc.constantFrom(1, 1, 2),
  dataLayout: fc.constantFrom("nchw", "nhwc"),
  bias: fc.boolean(),
  activation: fc.constantFrom("identity", "relu"),
} as const);

type Around = typeof around extends fc.Arbitrary<infer T> ? T : never;

/** The kernel on every channel; null where the window does not fit the image. */
function problemOf({ kernel, values }: Case, a: Around) {
  const spatial = a.extent
    .slice(0, kernel.length)
    .map((e) => (kernel.length === 3 ? Math.min(e, 9) : e));
  const spec: ConvSpec = {
    input:
      a.dataLayout === "nchw"
        ? [a.batch, a.channels, ...spatial]
        : [a.batch, ...spatial, a.channels],
    weight: [a.channels, 1, ...kernel],
    groups: a.channels,
    padding: a.padding,
    border: a.border,
    orientation: a.orientation,
    dilation: a.dilation,
    dataLayout: a.dataLayout,
    bias: a.bias,
    activation: a.activation,
  };
  try {
    const problem = resolve(spec);
    const all = Array.from({ length: a.channels }, () => values).flat();
    return { problem, weight: tensor(weightShape(problem), all) };
  } catch {
    return null;
  }
}

type Layer = NonNullable<ReturnType<typeof problemOf>>;

/** Layers that fit and that the algorithm takes: every one that is drawn is a run. */
const taken = (algorithm: AlgorithmName, kernels: fc.Arbitrary<Case>): fc.Arbitrary<Layer> => {
  const { refuses } = named(ALGORITHMS, algorithm);
  return fc
    .tuple(kernels, around)
    .map(([kernel, how]) => problemOf(kernel, how))
    .filter((what): what is Layer => {
      if (what === null) return false;
      const { problem, weight } = what;
      const setting = { problem, machine: here, threads: 1, weight: Array.from(weight.data) };
      return refuses(setting) === null;
    });
};

const scaled = (kernels: fc.Arbitrary<Case>): fc.Arbitrary<Case> =>
  fc
    .tuple(kernels, fc.double({ min: 0.01, max: 1, noNaN: true }))
    .map(([{ kernel, values }, scale]) => ({ kernel, values: values.map((v) => v * scale) }));

async function run(
  algorithm: AlgorithmName,
  { problem, weight }: Layer,
  input: Tensor,
  machine: Machine,
  threads = 1,
) {
  const chosen = woken(plan(problem, { algorithm, weight, machine, threads }));
  const bias = problem.bias ? integers([problem.outChannels], 3, -4, 4) : undefined;
  const parameters = bias ? { weight, bias } : { weight };
  using executable = await compile(chosen, parameters);
  executable.input.data.set(input.data);
  await executable.run();
  const args = { input, ...parameters };
  const { precision } = named(ALGORITHMS, algorithm);
  return {
    output: { shape: executable.output.shape, data: executable.output.data.slice() },
    expected: reference(problem, args),
    bound: boundOf(chosen, args),
    wholeNumbers: precision(chosen, chosen.schedule).wholeNumbers,
  };
}

const KERNELS: readonly [AlgorithmName, string, fc.Arbitrary<Case>][] = [
  ["constant", "sparse", sparse],
  ["constant", "boxes", box],
  ["constant", "products", rankOne],
  ["separable", "boxes", box],
  ["separable", "products", rankOne],
];

/** Differences of Gaussians: rank two, and nothing that rounding leaves whole. */
const rankTwo: fc.Arbitrary<Case> = fc
  .tuple(
    fc.integer({ min: 5, max: 11 }),
    fc.integer({ min: 5, max: 9 }),
    fc.double({ min: 0.7, max: 1.6, noNaN: true }),
  )
  .map(([rows, columns, sigma]) => {
    const bell = (n: number, s: number) =>
      Array.from({ length: n }, (_, i) => Math.exp(-((i - n / 2) ** 2) / (2 * s * s)));
    const wide = outer([bell(rows, 2 * sigma), bell(columns, 2 * sigma)]);
    const narrow = outer([bell(rows, sigma), bell(columns, sigma)]);
    return { kernel: [rows, columns], values: narrow.map((v, i) => v - wide[i] / 4) };
  });

describe.each(KERNELS)("%s on %s", (algorithm, _, kernels) => {
  test.each(MACHINES)("whole numbers are exact: fma $fma, wide $wide", async (machine) => {
    await fc.assert(
      fc.asyncProperty(taken(algorithm, kernels), async (what) => {
        const input = integers(inputShape(what.problem), 5, -4, 4);
        const { output, expected, wholeNumbers } = await run(algorithm, what, input, machine);
        expect(wholeNumbers).toBe(true);
        expect(judge(compare(output, expected), "equal"), format(what.problem)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  test("any numbers stay within the bound, and threads change no bits", async () => {
    await fc.assert(
      fc.asyncProperty(taken(algorithm, scaled(kernels)), async (what) => {
        const input = uniform(inputShape(what.problem), 5, -1, 1);
        const { output, expected, bound } = await run(algorithm, what, input, here);
        expect(
          judge(compare(output, expected, bound), "within bound"),
          format(what.problem),
        ).toBeNull();
        if (!here.sharedMemory) return;
        const two = await run(algorithm, what, input, here, 2);
        expect(judge(compare(two.output, output), "equal")).toBeNull();
      }),
      { numRuns: 40 },
    );
  });
});

test("a difference of Gaussians is two products, within the bound", async () => {
  await fc.assert(
    fc.asyncProperty(taken("separable", rankTwo), async (what) => {
      const input = uniform(inputShape(what.problem), 5, -1, 1);
      const { output, expected, bound, wholeNumbers } = await run("separable", what, input, here);
      expect(wholeNumbers).toBe(false);
      expect(
        judge(compare(output, expected, bound), "within bound"),
        format(what.problem),
      ).toBeNull();
    }),
    { numRuns: 40 },
  );
});

test("a bound of a sum of products is no wider than a few times the definition's", () => {
  const bell = (s: number) => Array.from({ length: 9 }, (_, i) => Math.exp(-((i - 4) ** 2) / s));
  const values = outer([bell(4), bell(4)]).map((v, i) => v - outer([bell(16), bell(16)])[i] / 4);
  const weight = tensor([1, 1, 9, 9], values);
  const chosen = plan("ic1ih64iw64oc1kh9ph4", { weight, algorithm: "separable", machine: here });
  const { accuracy } = named(ALGORITHMS, "separable").precision(chosen, chosen.schedule);
  expect(accuracy).toBe("faithful");
  const input = uniform([1, 1, 64, 64], 3, -1, 1);
  const wide = boundOf(chosen, { input, weight });
  const definition = errorBound(chosen.problem, magnitude(chosen.problem, { input, weight }));
  wide.forEach((value, i) => {
    expect(value).toBeLessThan(4 * definition[i]);
  });
});

test("a rounded Gaussian is as exact in two passes as in one", () => {
  const bell = Array.from({ length: 31 }, (_, i) => Math.exp(-((i - 15) ** 2) / 72));
  const weight = tensor([1, 1, 31, 31], outer([bell, bell]));
  const chosen = plan("ic1ih64iw64oc1kh31ph15", { weight, accuracy: "exact", machine: here });
  expect(chosen.algorithm).toBe("separable");
});

test("a random kernel is no product, and says so", () => {
  const weight = uniform([1, 1, 9, 9], 3, -1, 1);
  expect(() => plan("ic1ih64iw64oc1kh9", { weight, algorithm: "separable" })).toThrow(
    "it is no product of vectors, nor a sum of 4",
  );
});

test("a known Laplacian costs no product but that of its centre", () => {
  const weight = tensor([1, 1, 3, 3], [0, 1, 0, 1, -4, 1, 0, 1, 0]);
  const chosen = plan("ic1ih16iw16oc1kh3ph1", { weight, machine: here, threads: 1 });
  expect(chosen.algorithm).toBe("constant");
  const { multiplications, additions } = operations(chosen);
  expect(multiplications).toBe(256);
  // Two sums of neighbours, one of both, one with the product.
  expect(additions).toBe(4 * 256);
});

test("interleaved channels of one kernel are read as they lie", () => {
  const weight = tensor(
    [3, 1, 3, 3],
    Array.from({ length: 3 }, () => [0, 1, 0, 1, -4, 1, 0, 1, 0]).flat(),
  );
  const chosen = plan(
    { input: [1, 16, 16, 3], weight: [3, 1, 3, 3], groups: 3, padding: "same", dataLayout: "nhwc" },
    { weight, threads: 1 },
  );
  expect(chosen.algorithm).toBe("constant");
  expect(chosen.candidates[0].refusal).toBeNull();
});
