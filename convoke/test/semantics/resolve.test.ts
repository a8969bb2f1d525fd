import { expect, test } from "vitest";
import { OptionError, ShapeError } from "../../src/errors.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { outputShape } from "../../src/semantics/shapes.ts";
import type { ConvSpec } from "../../src/semantics/spec.ts";

const image = { input: [1, 2, 7, 9], weight: [4, 2, 3, 3] } as const;

test.each<[string, ConvSpec, number[]]>([
  ["nothing", image, [1, 4, 5, 7]],
  ["same", { ...image, padding: "same" }, [1, 4, 7, 9]],
  ["same with stride", { ...image, padding: "same", stride: 2 }, [1, 4, 4, 5]],
  ["full with dilation", { ...image, padding: "full", dilation: 2 }, [1, 4, 11, 13]],
  [
    "asymmetric",
    {
      ...image,
      padding: [
        [1, 0],
        [0, 2],
      ],
    },
    [1, 4, 6, 9],
  ],
  [
    "nhwc",
    { input: [1, 7, 9, 2], weight: [3, 3, 2, 4], dataLayout: "nhwc", weightLayout: "hwio" },
    [1, 5, 7, 4],
  ],
  [
    "transposed",
    {
      op: "convTranspose",
      input: [1, 2, 4, 4],
      weight: [2, 3, 3, 3],
      stride: 2,
      padding: 1,
      outputPadding: 1,
    },
    [1, 3, 8, 8],
  ],
  [
    "transposed same",
    { op: "convTranspose", input: [1, 2, 4, 5], weight: [2, 3, 3, 3], stride: 2, padding: "same" },
    [1, 3, 8, 10],
  ],
  ["empty batch", { ...image, input: [0, 2, 7, 9] }, [0, 4, 5, 7]],
])("output shape with %s", (_, spec, shape) => {
  expect(outputShape(resolve(spec))).toEqual(shape);
});

test("odd padding of same goes to the end, of same-lower to the beginning", () => {
  const even = { input: [1, 1, 5], weight: [1, 1, 2] };
  expect(resolve({ ...even, padding: "same" }).axes[0]).toMatchObject({ before: 0, after: 1 });
  expect(resolve({ ...even, padding: "same-lower" }).axes[0]).toMatchObject({
    before: 1,
    after: 0,
  });
});

test.each<[unknown, typeof ShapeError | typeof OptionError, string]>([
  [{ ...image, strid: 2 }, OptionError, 'nearest legal: "stride"'],
  [
    { ...image, stride: 0 },
    OptionError,
    "expected a whole number of at least 1 for stride, got 0 (nearest legal: 1)",
  ],
  [
    { ...image, stride: [1, 1.5] },
    OptionError,
    "expected a whole number of at least 1 for stride along width, got 1.5 (nearest legal: 2)",
  ],
  [{ ...image, padding: -1 }, OptionError, "for padding, got -1 (nearest legal: 0)"],
  [{ ...image, padding: "smae" }, OptionError, 'nearest legal: "same"'],
  [
    { ...image, border: "mirror" },
    OptionError,
    'expected one of zero, replicate, reflect, symmetric, wrap for border, got "mirror" (nearest legal: "reflect")',
  ],
  [
    { ...image, border: { constant: Number.NaN } },
    OptionError,
    "expected a number that is finite in float32 for the constant of border, got NaN",
  ],
  [
    { ...image, groups: 3 },
    ShapeError,
    "expected a multiple of 3 (groups) for input channels, got 2 (nearest legal: 3)",
  ],
  [
    { ...image, weight: [4, 3, 3, 3] },
    ShapeError,
    "expected 2, as many as the input has for input channels of the weight, got 3 (nearest legal: 2)",
  ],
  [
    { ...image, input: [1, 2, 2, 9] },
    ShapeError,
    "expected at least 3, the reach of the kernel (R1, R2) for input plus padding along height, got 2 (nearest legal: 3)",
  ],
  [
    { ...image, input: [1, 2, 0, 9] },
    ShapeError,
    "expected a whole number of at least 1 for extent 2 of input, got 0",
  ],
  [
    { ...image, outputPadding: 1 },
    OptionError,
    "expected 0 (it belongs to transposed convolution)",
  ],
  [
    { op: "convTranspose", input: [1, 2, 4], weight: [2, 1, 3], stride: 2, outputPadding: 2 },
    OptionError,
    "expected less than 2, the larger of stride and dilation (R9)",
  ],
  [
    { ...image, activation: { clamp: [3, 1] } },
    OptionError,
    "expected [min, max] with min ≤ max and a float32 number between for clamp, got [3,1]",
  ],
  [
    { ...image, activation: { clamp: [Infinity, Infinity] } },
    OptionError,
    "expected [min, max] with min ≤ max and a float32 number between for clamp",
  ],
  [
    { ...image, activation: { leakyRelu: 0.1, clamp: [0, 1] } },
    OptionError,
    "expected exactly one of leakyRelu, clamp, hardSigmoid for activation",
  ],
  [
    { ...image, activation: { leakyRelu: 1e39 } },
    OptionError,
    "expected a number that is finite in float32 for leakyRelu, got 1e+39",
  ],
  [
    { ...image, stride: Infinity },
    OptionError,
    "expected a whole number of at least 1 for stride, got Infinity (nearest legal: 9007199254740991)",
  ],
  [
    { ...image, padding: 2 ** 52, stride: 2 ** 52 },
    ShapeError,
    "expected less than 2^53 for input plus padding along height",
  ],
  [
    { input: [1, 2, 7], weight: [4, 2, 3, 3] },
    ShapeError,
    "expected 3 axes, as many as the input [1, 2, 7] has for the shape of weight, got [4,2,3,3]",
  ],
  [{ ...image, padding: [1] }, OptionError, "expected one entry for each of height, width"],
  [
    { ...image, padding: [[1, 2, 3], 0] },
    OptionError,
    "expected [before, after] for padding along height",
  ],
  [null, OptionError, "expected an object"],
])("%j is refused", (spec, kind, sentence) => {
  expect(() => resolve(spec as ConvSpec)).toThrow(kind);
  expect(() => resolve(spec as ConvSpec)).toThrow(sentence);
});

test("a problem has one form: minus zero is zero, and nothing can be changed", () => {
  const p = resolve({ ...image, input: [-0, 2, 7, 9], padding: -0 });
  expect(p).toEqual(resolve({ ...image, input: [0, 2, 7, 9] }));
  for (const part of [p, p.axes, p.axes[0], p.border, p.activation]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});
