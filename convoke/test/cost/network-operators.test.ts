/** Shapes, work and fields of single operators, and networks that are wrong, from files written here. */
import { describe, expect, test } from "vitest";
import { networkCost, networkFromOnnx } from "../../src/cost/network/index.ts";
import { FormatError, OptionError, ShapeError } from "../../src/errors.ts";
import { readOnnx } from "../../src/formats/onnx/index.ts";
import { floats, int, ints, longs, model, node, value, type Written } from "../support/onnx.ts";

type Extents = readonly (number | string)[];

const word = (name: string, text: string): Written[] => [
  [1, name],
  [4, text],
  [20, 3],
];
const costOf = (fields: readonly Written[], opset = 17, options = {}) =>
  networkCost(networkFromOnnx(readOnnx(model(fields, opset)), options));

/** One node over inputs of these shapes, and what is stored. */
function one(
  op: string,
  shapes: readonly Extents[],
  attributes: readonly Written[][] = [],
  { stored = [], opset = 17, type = 1 }: { stored?: Written[]; opset?: number; type?: number } = {},
) {
  const names = shapes.map((_, i) => `x${i}`);
  const kept = stored.map(([, tensor]) => `${(tensor as Written[]).find(([f]) => f === 8)![1]}`);
  return costOf(
    [
      node(op, [...names, ...kept], ["y"], attributes),
      ...stored,
      ...shapes.map((shape, i) => value(11, `x${i}`, shape, type)),
      value(12, "y", []),
    ],
    opset,
  ).layers[0];
}
const shapeOf = (...args: Parameters<typeof one>) => one(...args).shape;

describe("shapes as ONNX has them", () => {
  const x = [2, 3, 8, 9];
  test.each<[string, number[] | null, Parameters<typeof one>]>([
    [
      "Conv SAME_UPPER",
      [2, 4, 4, 5],
      [
        "Conv",
        [x],
        [word("auto_pad", "SAME_UPPER"), ints("strides", [2, 2])],
        { stored: [floats("w", [4, 3, 3, 3])] },
      ],
    ],
    [
      "Conv VALID",
      [2, 4, 6, 7],
      ["Conv", [x], [word("auto_pad", "VALID")], { stored: [floats("w", [4, 3, 3, 3])] }],
    ],
    [
      "Conv, groups and dilation",
      [2, 6, 4, 5],
      [
        "Conv",
        [x],
        [int("group", 3), ints("dilations", [2, 2])],
        { stored: [floats("w", [6, 1, 3, 3])] },
      ],
    ],
    [
      "ConvTranspose",
      [2, 5, 17, 19],
      ["ConvTranspose", [x], [ints("strides", [2, 2])], { stored: [floats("w", [3, 5, 3, 3])] }],
    ],
    [
      "MaxPool, rounded up",
      [2, 3, 4, 5],
      [
        "MaxPool",
        [x],
        [ints("kernel_shape", [2, 2]), ints("strides", [2, 2]), int("ceil_mode", 1)],
      ],
    ],
    ["GlobalAveragePool", [2, 3, 1, 1], ["GlobalAveragePool", [x]]],
    [
      "Gemm",
      [2, 5],
      ["Gemm", [[2, 7]], [int("transB", 1)], { stored: [floats("w", [5, 7]), floats("b", [5])] }],
    ],
    [
      "MatMul, stretched",
      [4, 2, 3, 6],
      [
        "MatMul",
        [
          [4, 1, 3, 5],
          [2, 5, 6],
        ],
      ],
    ],
    ["MatMul of a column", [3], ["MatMul", [[3, 5], [5]]]],
    [
      "Add, stretched",
      [2, 3, 8, 9],
      [
        "Add",
        [
          [3, 1, 9],
          [2, 1, 8, 1],
        ],
      ],
    ],
    ["Concat", [2, 3, 8, 11], ["Concat", [x, [2, 3, 8, 2]], [int("axis", -1)]]],
    ["Reshape", [2, 3, 72], ["Reshape", [x], [], { stored: [longs("s", [0, 0, -1])] }]],
    ["Flatten", [6, 72], ["Flatten", [x], [int("axis", 2)]]],
    [
      "Squeeze, before 13",
      [2, 3],
      ["Squeeze", [[2, 1, 3, 1]], [ints("axes", [1, -1])], { opset: 11 }],
    ],
    [
      "Squeeze, since 13",
      [2, 3, 1],
      ["Squeeze", [[2, 1, 3, 1]], [], { stored: [longs("a", [1])] }],
    ],
    ["Unsqueeze", [1, 2, 3, 1], ["Unsqueeze", [[2, 3]], [], { stored: [longs("a", [0, -1])] }]],
    ["Transpose, reversed", [9, 8, 3, 2], ["Transpose", [x]]],
    [
      "Slice to the end",
      [2, 3, 4, 9],
      [
        "Slice",
        [x],
        [],
        { stored: [longs("s", [1]), longs("e", [2 ** 62]), longs("a", [2]), longs("t", [2])] },
      ],
    ],
    [
      "Slice backwards",
      [2, 3, 8, 9],
      [
        "Slice",
        [x],
        [],
        { stored: [longs("s", [-1]), longs("e", [-(2 ** 62)]), longs("a", [3]), longs("t", [-1])] },
      ],
    ],
    [
      "Slice, before 10",
      [2, 2, 8, 9],
      ["Slice", [x], [ints("starts", [1]), ints("ends", [9]), ints("axes", [1])], { opset: 9 }],
    ],
    [
      "Gather",
      [2, 4, 8, 9],
      ["Gather", [x], [int("axis", 1)], { stored: [longs("i", [0, 1, 2, 0])] }],
    ],
    ["Pad", [2, 3, 11, 9], ["Pad", [x], [], { stored: [longs("p", [0, 0, 1, 0, 0, 0, 2, 0])] }]],
    ["DepthToSpace", [2, 1, 16, 18], ["DepthToSpace", [[2, 4, 8, 9]], [int("blocksize", 2)]]],
    ["SpaceToDepth", [2, 12, 4, 4], ["SpaceToDepth", [[2, 3, 8, 8]], [int("blocksize", 2)]]],
    [
      "Upsample 9",
      [2, 3, 16, 18],
      ["Upsample", [x], [], { opset: 9, stored: [scales([1, 1, 2, 2])] }],
    ],
    [
      "ReduceMean",
      [2, 8, 9],
      ["ReduceMean", [x], [ints("axes", [1]), int("keepdims", 0)], { opset: 13 }],
    ],
    ["ReduceMax of all", [1, 1, 1, 1], ["ReduceMax", [x]]],
    ["ArgMax", [2, 1, 8, 9], ["ArgMax", [x], [int("axis", 1)]]],
    ["Expand", [2, 3, 4], ["Expand", [[3, 1]], [], { stored: [longs("s", [2, 1, 4])] }]],
    ["Tile", [4, 9], ["Tile", [[2, 3]], [], { stored: [longs("r", [2, 3])] }]],
    ["Softmax", [2, 3], ["Softmax", [[2, 3]]]],
    [
      "BatchNormalization",
      x,
      ["BatchNormalization", [x], [], { stored: ["s", "b", "m", "v"].map((n) => floats(n, [3])) }],
    ],
    ["LayerNormalization", x, ["LayerNormalization", [x], [], { stored: [floats("s", [9])] }]],
    [
      "GatherElements",
      [2, 3, 8, 2],
      [
        "GatherElements",
        [x],
        [int("axis", 3)],
        {
          stored: [
            [
              5,
              [
                [1, 2],
                [1, 3],
                [1, 8],
                [1, 2],
                [2, 7],
                [8, "i"],
                [9, new Uint8Array(8 * 96)],
              ],
            ],
          ],
        },
      ],
    ],
    [
      "GatherND",
      [5, 9],
      [
        "GatherND",
        [[2, 3, 8, 9]],
        [],
        {
          stored: [
            [
              5,
              [
                [1, 5],
                [1, 3],
                [2, 7],
                [8, "i"],
                [9, new Uint8Array(8 * 15)],
              ],
            ],
          ],
        },
      ],
    ],
    ["TopK", [2, 3, 8, 4], ["TopK", [x], [], { stored: [longs("k", [4])] }]],
    ["CumSum", x, ["CumSum", [x], [], { stored: [longs("a", [-1])] }]],
    ["DequantizeLinear", x, ["DequantizeLinear", [x], [], { stored: [floats("s", [3])], type: 3 }]],
    ["unknown", null, ["NonMaxSuppression", [x]]],
  ])("%s", (_, shape, args) => {
    expect(shapeOf(...args)).toEqual(shape);
  });

  test("a shape that is computed: Shape, Gather, Mul, Concat, Cast, Where on the way", () => {
    const { layers, unknown } = costOf(
      [
        node("Shape", ["x"], ["s"]),
        node("Gather", ["s", "zero"], ["n"]),
        node("Slice", ["s", "one", "two"], ["c"]),
        node("Mul", ["c", "three"], ["d"]),
        node("Equal", ["d", "three"], ["e"]),
        node("Where", ["e", "d", "minus"], ["f"]),
        node("Cast", ["f"], ["g"], [int("to", 7)]),
        node("Concat", ["n", "g"], ["r"], [int("axis", 0)]),
        node("Reshape", ["x", "r"], ["y"]),
        longs("zero", [0]),
        longs("one", [1]),
        longs("two", [2]),
        longs("three", [3]),
        longs("minus", [-1]),
        value(11, "x", ["n", 4, 6]),
        value(12, "y", []),
      ],
      13,
      { batch: 5 },
    );
    expect(unknown).toEqual([]);
    expect(layers.at(-1)).toMatchObject({ kind: "view", shape: [5, 24] });
    expect(layers.slice(0, -1).every(({ kind }) => kind === "constant")).toBe(true);
  });

  test("an operator that is not known is named; what follows has no shape, the rest is counted", () => {
    const { unknown, layers, totals } = costOf([
      node("Conv", ["x", "w"], ["a"]),
      node("Mystery", ["a"], ["b"]),
      node("Relu", ["b"], ["c"]),
      node("NonZero", ["a"], ["d"]),
      floats("w", [2, 1, 3, 3]),
      value(11, "x", [1, 1, 5, 5]),
      value(12, "c", []),
    ]);
    expect(unknown.map(({ layer, reason }) => [layers[layer].op, reason])).toEqual([
      ["Mystery", "the operator is not known"],
      ["Relu", "the shape of an input is not known"],
      ["NonZero", "the operator is not known"],
    ]);
    expect(totals.cost.macs).toBe(2 * 9 * 9);
    expect(layers[2].shape).toBeNull();
  });
});

describe("work", () => {
  test("a transposed convolution spreads every input over the kernel", () => {
    const { cost } = one("ConvTranspose", [[1, 3, 4, 5]], [ints("strides", [2, 2])], {
      stored: [floats("w", [3, 2, 3, 3])],
    });
    expect(cost.macs).toBe(3 * 4 * 5 * 2 * 9);
  });

  test("softmax: a maximum, differences, exponentials, a sum, quotients", () => {
    expect(one("Softmax", [[4, 10]]).cost).toMatchObject({
      comparisons: 4 * 9,
      additions: 4 * 10 + 4 * 9,
      functions: 40,
      divisions: 40,
      macs: 0,
    });
    // Before version 13 all axes from the given one on are one.
    expect(one("Softmax", [[4, 2, 5]], [int("axis", 1)], { opset: 11 }).cost.comparisons).toBe(
      4 * 9,
    );
  });

  test("poolings count what their windows hold: no padding", () => {
    const pads = [ints("kernel_shape", [3, 3]), ints("pads", [1, 1, 1, 1])];
    // Along 4 positions, windows of 3 hold 2 + 3 + 3 + 2.
    expect(one("MaxPool", [[1, 1, 4, 4]], pads).cost.comparisons).toBe(10 * 10 - 16);
    expect(one("AveragePool", [[1, 1, 4, 4]], pads).cost).toMatchObject({
      additions: 84,
      divisions: 16,
    });
    expect(one("GlobalAveragePool", [[2, 3, 8, 9]]).cost).toMatchObject({
      additions: 6 * 71,
      divisions: 6,
    });
  });

  test("two activations multiplied: products, and no counter of modules sees them", () => {
    const { counters, totals } = costOf([
      node("MatMul", ["a", "b"], ["y"]),
      value(11, "a", [4, 5]),
      value(11, "b", [5, 6]),
      value(12, "y", []),
    ]);
    expect(totals.cost).toMatchObject({ macs: 120, additions: 4 * 6 * 4 });
    expect(counters.map(({ total }) => total)).toEqual([120, 120, 0, 0]);
  });
});

describe("receptive fields", () => {
  const field = ({ fields }: ReturnType<typeof one>) =>
    fields.map(({ axis, extent, stride, first }) => [axis, extent, stride, first]);
  const chain = (nodes: Written[], weights: [string, number[]][], shape: Extents = [1, 1, 64]) =>
    costOf([
      ...nodes,
      ...weights.map(([name, extents]) => floats(name, extents)),
      value(11, "x", shape),
      value(12, "y", []),
    ]).layers.at(-1)!;

  test("paths that meet: the widest, both ends", () => {
    const last = chain(
      [
        node("Conv", ["x", "a"], ["l"], [ints("pads", [0, 2])]),
        node("Conv", ["x", "b"], ["r"], [ints("pads", [4, 0])]),
        node("Add", ["l", "r"], ["s"]),
        node("Add", ["s", "x"], ["y"]),
      ],
      [
        ["a", [1, 1, 3]],
        ["b", [1, 1, 5]],
      ],
    );
    // 0 … 2, −4 … 0 and 0.
    expect(field(last)).toEqual([[2, 7, 1, -4]]);
  });

  test("paths of different strides see everything", () => {
    const last = chain(
      [
        node("Conv", ["x", "a"], ["l"], [ints("strides", [2])]),
        node("Conv", ["x", "b"], ["r"], []),
        node("Concat", ["l", "r"], ["y"], [int("axis", 1)]),
      ],
      [
        ["a", [1, 1, 2]],
        ["b", [1, 1, 33]],
      ],
    );
    expect(field(last)).toEqual([[2, 64, null, 0]]);
  });

  test("down and up again, transposed, sliced, padded, laid out anew", () => {
    const down = node("Conv", ["x", "a"], ["d"], [ints("strides", [2]), ints("pads", [1, 1])]);
    const up = node("ConvTranspose", ["d", "b"], ["y"], [ints("strides", [2])]);
    const weights: [string, number[]][] = [
      ["a", [1, 1, 4]],
      ["b", [1, 1, 2]],
    ];
    // 4 taps; 2 taps transposed at stride 2 see one position each.
    expect(field(chain([down, up], weights))).toEqual([[2, 4, 1, -1]]);
    const moved = costOf([
      node("Transpose", ["t"], ["x"], [ints("perm", [0, 2, 1])]),
      down,
      node("Slice", ["d", "from", "to", "axis"], ["c"]),
      node("Pad", ["c", "pads"], ["p"]),
      node("Unsqueeze", ["p", "axis"], ["y"]),
      floats("a", [1, 1, 4]),
      longs("from", [3]),
      longs("to", [9]),
      longs("axis", [2]),
      longs("pads", [0, 0, 1, 0, 0, 0]),
      value(11, "t", [1, 64, 1]),
      value(12, "y", []),
    ]).layers.at(-1)!;
    // Cut at 3 and padded by 1: the first output stands at −1 + 2 · (3 − 1).
    expect([moved.shape, field(moved)]).toEqual([[1, 1, 1, 7], [[1, 4, 2, 3]]]);
  });
});

describe("what is refused, in one sentence", () => {
  const conv = node("Conv", ["x", "w"], ["y"]);
  const x = value(11, "x", [1, 1, 5, 5]);
  const y = value(12, "y", []);
  test.each<[string, Written[], RegExp, new (m: string) => Error]>([
    [
      "a value that nobody makes",
      [conv, x, y],
      /made before it for an input of Conv "y", got "w"/,
      FormatError,
    ],
    [
      "nodes out of order",
      [node("Relu", ["y"], ["z"]), node("Relu", ["x"], ["y"]), x, y],
      /an input of Relu "z", got "y"/,
      FormatError,
    ],
    [
      "a name twice",
      [node("Relu", ["x"], ["y"]), node("Relu", ["x"], ["y"]), x, y],
      /a name of its own for the output "y"/,
      FormatError,
    ],
    [
      "an output that is not made",
      [x, y],
      /a value that is made for the output "y" of the network/,
      FormatError,
    ],
    [
      "channels that do not fit",
      [conv, floats("w", [2, 3, 3, 3]), x, y],
      /in Conv "y"$/,
      ShapeError,
    ],
    [
      "a kernel larger than the input",
      [conv, floats("w", [2, 1, 9, 9]), x, y],
      /in Conv "y"$/,
      ShapeError,
    ],
    [
      "too few axes",
      [conv, floats("w", [2, 1]), x, y],
      /as many axes as the input \[1, 1, 5, 5\]/,
      ShapeError,
    ],
    [
      "a number where a list is",
      [node("Conv", ["x", "w"], ["y"], [int("strides", 2)]), floats("w", [2, 1, 3, 3]), x, y],
      /whole numbers for the attribute "strides" of Conv "y", got 2/,
      FormatError,
    ],
    [
      "an attribute that is none",
      [node("Conv", ["x", "w"], ["y"], [int("stripes", 2)]), floats("w", [2, 1, 3, 3]), x, y],
      /strides/,
      OptionError,
    ],
    [
      "a missing input",
      [node("MatMul", ["x"], ["y"]), x, y],
      /a value for input 1 of MatMul "y", got nothing/,
      FormatError,
    ],
    [
      "shapes that do not stretch",
      [node("Add", ["x", "w"], ["y"]), floats("w", [4]), x, y],
      /extents that are equal or 1/,
      ShapeError,
    ],
    [
      "a reshape that does not fit",
      [node("Reshape", ["x", "s"], ["y"]), longs("s", [7, -1]), x, y],
      /one that \[1, 1, 5, 5\] fills/,
      ShapeError,
    ],
    [
      "an output of 2^60 numbers",
      [node("Tile", ["x", "s"], ["y"]), longs("s", [2 ** 20, 2 ** 20, 2 ** 20, 1]), x, y],
      /fewer than 2\^53/,
      ShapeError,
    ],
  ])("%s", (_, fields, sentence, Kind) => {
    expect(() => costOf(fields)).toThrow(Kind as typeof FormatError);
    expect(() => costOf(fields)).toThrow(sentence);
  });

  test("networks that would fill the memory", () => {
    // Every value sees 1000 inputs along 3 axes.
    const names = Array.from({ length: 1000 }, (_, i) => `x${i}`);
    const many = [
      node("Sum", names, ["v0"]),
      ...Array.from({ length: 800 }, (_, i) => node("Relu", [`v${i}`], [`v${i + 1}`])),
      ...names.map((name) => value(11, name, [1, 2, 3])),
      value(12, "v800", []),
    ];
    expect(() => costOf(many)).toThrow(/at most 2097152 in all .* got "more at Relu \\"v\d+\\""/);
  });

  test("extents that are open, contradict each other, or belong to nothing", () => {
    const fields = [
      node("Add", ["a", "b"], ["y"]),
      value(11, "a", ["n", "t"]),
      value(11, "b", ["n", "t"]),
      y,
    ];
    const ask = (options: object) => () => costOf(fields, 17, options);
    expect(ask({})).toThrow('expected numbers for t for the input "a" [n, t], got nothing');
    expect(ask({ inputs: { a: [1, 2], b: [1, 3] } })).toThrow(
      "expected 2, as another input has it for the extent t of the network, got 3",
    );
    expect(ask({ inputs: { c: [1] } })).toThrow(/one of a, b for an input of the network, got "c"/);
    expect(ask({ inputs: { a: [1] } })).toThrow(
      'expected 2 extents, as in [n, t] for the shape of the input "a"',
    );
    expect(ask({ batch: 0 })).toThrow("expected whole numbers of at least 1 for batch, got 0");
    // One input says what the other leaves open.
    expect(costOf(fields, 17, { inputs: { a: [3, 4] } }).layers[0].shape).toEqual([3, 4]);
  });
});

function scales(values: readonly number[]): Written {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  return [
    5,
    [
      [1, values.length],
      [2, 1],
      [8, "scales"],
      [9, bytes],
    ],
  ];
}
