import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../../test/shared.ts";
import { ConvokeError, FormatError, UnsupportedError } from "../../src/errors.ts";
import { readNpy } from "../../src/formats/npy.ts";
import { type OnnxModel, onnxNumbers, readOnnx } from "../../src/formats/onnx/index.ts";
import { mutations } from "../support/mutations.ts";
import {
  floats,
  int,
  ints,
  longs,
  message,
  model,
  node,
  tensor,
  value,
  type Written,
} from "../support/onnx.ts";

const small = (...more: Written[]) =>
  model([
    node("Conv", ["x", "w"], ["y"], [ints("strides", [2, 1]), int("group", 1)]),
    node("Relu", ["y"], ["z"]),
    [2, "small"],
    floats("w", [4, 3, 3, 3], 0.5),
    longs("shape", [2, -1]),
    value(11, "x", ["n", 3, 8, 9]),
    value(12, "z", ["n", 4, "h", "w"]),
    ...more,
  ]);
const one = (...fields: Written[]) =>
  readOnnx(model([[5, [[8, "t"], ...fields]]])).graph.initializers.get("t")!;
const numbers = (...fields: Written[]) => [...onnxNumbers(one(...fields))];

describe("what is read", () => {
  test("nodes, attributes, initializers, symbolic extents, operator sets", () => {
    const { irVersion, opsets, graph } = readOnnx(small());
    expect([irVersion, [...opsets], graph.name]).toEqual([8, [["", 17]], "small"]);
    expect(graph.nodes[0]).toEqual({
      name: "",
      op: "Conv",
      domain: "",
      inputs: ["x", "w"],
      outputs: ["y"],
      attributes: new Map<string, unknown>([
        ["strides", { kind: "ints", value: [2, 1] }],
        ["group", { kind: "int", value: 1 }],
      ]),
    });
    expect(graph.inputs).toEqual([
      { name: "x", type: { kind: "tensor", dtype: "float32", shape: ["n", 3, 8, 9] } },
    ]);
    expect(graph.outputs[0].type).toMatchObject({ shape: ["n", 4, "h", "w"] });
    const w = graph.initializers.get("w")!;
    expect([w.dtype, w.shape]).toEqual(["float32", [4, 3, 3, 3]]);
    expect(onnxNumbers(w)).toEqual(new Float32Array(108).fill(0.5));
    expect(onnxNumbers(graph.initializers.get("shape")!)).toEqual(BigInt64Array.of(2n, -1n));
  });

  test("every kind of attribute; a zero that is left out; no type, as IR 1 wrote", () => {
    const attributes: Written[][] = [
      [
        [1, "f"],
        [2, "f32", 0.25],
        [20, 1],
      ],
      [
        [1, "zero"],
        [20, 2],
      ],
      [
        [1, "least"],
        [3, -(2n ** 63n)],
        [20, 2],
      ],
      [
        [1, "s"],
        [4, "same"],
        [20, 3],
      ],
      [
        [1, "raw"],
        [4, Uint8Array.of(255, 0)],
        [20, 3],
      ],
      [
        [1, "t"],
        [5, tensor("", 1, [], new Uint8Array(4))],
        [20, 4],
      ],
      [
        [1, "g"],
        [6, [[2, "inner"], node("Relu", ["a"], ["b"])]],
        [20, 5],
      ],
      [
        [1, "fs"],
        [7, "packed f32", [1, 2]],
        [7, "f32", 3],
        [20, 6],
      ],
      [
        [1, "is"],
        [8, "packed int", [1, -2]],
        [8, 3],
        [20, 7],
      ],
      [
        [1, "ss"],
        [9, "a"],
        [9, ""],
        [20, 8],
      ],
      [
        [1, "untyped"],
        [3, 7],
      ],
      [
        [1, "r"],
        [20, 1],
        [21, "alpha"],
      ],
      [
        [1, "tp"],
        [14, []],
        [20, 13],
      ],
    ];
    const { nodes } = readOnnx(model([node("Any", [], [], attributes)])).graph;
    const read = [...nodes[0].attributes].map(([name, { kind, value }]) => [name, kind, value]);
    expect(read).toMatchObject([
      ["f", "float", 0.25],
      ["zero", "int", 0],
      ["least", "int", -(2 ** 63)],
      ["s", "string", "same"],
      ["raw", "bytes", Uint8Array.of(255, 0)],
      ["t", "tensor", { dtype: "float32", shape: [] }],
      ["g", "graph", { name: "inner", nodes: [{ op: "Relu" }] }],
      ["fs", "floats", [1, 2, 3]],
      ["is", "ints", [1, -2, 3]],
      ["ss", "strings", ["a", ""]],
      ["untyped", "int", 7],
      ["r", "reference", "alpha"],
      ["tp", "other", "type"],
    ]);
  });

  test("numbers in lists, packed or not, of every type", () => {
    expect(numbers([1, 3], [2, 1], [4, "packed f32", [1, 2]], [4, "f32", -0.5])).toEqual([
      1, 2, -0.5,
    ]);
    expect(numbers([1, 1], [2, 11], [10, "f64", 0.1])).toEqual([0.1]);
    expect(numbers([1, 2], [2, 3], [5, "packed int", [-128, 127]])).toEqual([-128, 127]);
    expect(numbers([1, 2], [2, 2], [5, 255], [5, 0])).toEqual([255, 0]);
    expect(numbers([1, 2], [2, 6], [5, "packed int", [-(2 ** 31), 5]])).toEqual([-(2 ** 31), 5]);
    expect(numbers([1, 2], [2, 7], [7, -1], [7, 2n ** 62n])).toEqual([-1n, 2n ** 62n]);
    expect(numbers([1, 1], [2, 13], [11, -1])).toEqual([2n ** 64n - 1n]);
    expect(numbers([1, 1], [2, 12], [11, 2 ** 32 - 1])).toEqual([2 ** 32 - 1]);
    expect(numbers([1, 2], [2, 10], [5, "packed int", [0x3c00, 0xc000]])).toEqual([1, -2]);
    expect(numbers([1, 1], [2, 16], [5, 0x3fc0])).toEqual([1.5]);
    expect(numbers([1, 2], [2, 9], [5, "packed int", [1, 0]])).toEqual([1, 0]);
  });

  test("raw bytes at an odd address; shapes without elements and without axes", () => {
    expect(numbers([1, 2], [2, 10], [9, Uint8Array.of(0, 0x3c, 0, 0xc0)])).toEqual([1, -2]);
    expect(numbers([1, 0], [1, 5], [2, 1])).toEqual([]);
    expect(numbers([2, 6], [9, Uint8Array.of(7, 0, 0, 0)])).toEqual([7]);
    expect(one([1, 3], [2, 22], [9, Uint8Array.of(0x21, 0x03)]).dtype).toBe("int4");
    expect(one([1, 2], [2, 8], [6, "a"], [6, "b"]).dtype).toBe("string");
  });

  test("types that are not tensors, extents that nobody knows", () => {
    const typed = (type: Written[]): Written => [
      13,
      [
        [1, "v"],
        [2, type],
      ],
    ];
    const { values } = readOnnx(
      model([
        typed([[4, []]]),
        typed([[5, []]]),
        typed([[9, []]]),
        typed([[8, []]]),
        typed([[1, [[1, 1]]]]),
        typed([
          [
            1,
            [
              [1, 1],
              [
                2,
                [
                  [1, []],
                  [1, [[1, -1]]],
                  [1, [[2, "n"]]],
                ],
              ],
            ],
          ],
        ]),
        [13, [[1, "bare"]]],
      ]),
    ).graph;
    expect(values.map(({ type }) => (type.kind === "tensor" ? type.shape : type.kind))).toEqual([
      "sequence",
      "map",
      "optional",
      "sparse tensor",
      null,
      [null, null, "n"],
      "unknown",
    ]);
  });
});

describe("what is refused, in one sentence", () => {
  const graph = (...fields: Written[]) => model(fields);
  const t = (...fields: Written[]) => graph([5, [[8, "t"], ...fields]]);
  const attribute = (...fields: Written[]) => graph(node("A", [], [], [[...fields]]));
  test.each<[string, Uint8Array, RegExp]>([
    ["nothing", new Uint8Array(), /expected a model with a version and a graph .* got "no bytes"/],
    ["a text", new TextEncoder().encode("hello, world"), /^expected .* got /],
    [
      "no graph",
      message([
        [1, 8],
        [8, [[2, 17]]],
      ]),
      /expected a model with a version and a graph/,
    ],
    [
      "no opset",
      message([
        [1, 8],
        [7, []],
      ]),
      /the versions of its operator sets .* got "none"/,
    ],
    [
      "two graphs",
      message([
        [1, 8],
        [7, []],
        [7, []],
      ]),
      /expected one for the graph of the model at byte 4 .* "a second"/,
    ],
    [
      "the same set twice",
      message([
        [1, 8],
        [7, []],
        [8, [[2, 1]]],
        [8, [[2, 1]]],
      ]),
      /one version of at least 1/,
    ],
    [
      "a length beyond the end",
      Uint8Array.of(8, 8, 58, 100, 1),
      /expected 100 bytes for the graph of the model at byte 2 of the ONNX file, got "1 that are left"/,
    ],
    ["a group", Uint8Array.of(8, 8, 59), /got "the mark of a group"/],
    [
      "a wrong wire type",
      message([[1, "x"]]),
      /expected a varint for the irVersion of the model at byte 0 of the ONNX file, got "a length and bytes"/,
    ],
    [
      "an endless varint",
      new Uint8Array(40).fill(255),
      /expected the encoding of protocol buffers/,
    ],
    [
      "letters that are none",
      graph([2, Uint8Array.of(0xc3, 0x28)]),
      /expected UTF-8 for the name of a graph/,
    ],
    ["a node without operator", graph([1, [[3, "n"]]]), /expected an operator for the node "n"/],
    ["an attribute twice", graph(node("A", [], [], [int("a", 1), int("a", 2)])), /each once/],
    [
      "an attribute of two types",
      attribute([1, "a"], [3, 1], [4, "b"]),
      /a value of the type int .* got "int and string"/,
    ],
    ["an attribute of no type", attribute([1, "a"], [20, 77]), /expected one of 1 to 14/],
    [
      "a tensor that is missing",
      attribute([1, "a"], [20, 4]),
      /a value of the type tensor .* got nothing/,
    ],
    [
      "two initializers of one name",
      graph(floats("w", [1]), floats("w", [1])),
      /a name of its own/,
    ],
    [
      "too few bytes",
      t([1, 2], [2, 1], [9, new Uint8Array(7)]),
      /expected 8 bytes for float32 of \[2\] in the tensor "t" of the ONNX file, got 7/,
    ],
    [
      "too few numbers",
      t([1, 3], [2, 1], [4, "packed f32", [1, 2]]),
      /expected 3 numbers in the list floats/,
    ],
    [
      "bytes and numbers",
      t([1, 1], [2, 1], [4, "f32", 1], [9, new Uint8Array(4)]),
      /once for float32 of \[1\] .* got "floats and raw"/,
    ],
    ["the wrong list", t([1, 1], [2, 1], [5, 1]), /in the list floats, once/],
    ["no numbers", t([1, 1], [2, 1]), /got "none"/],
    ["a negative extent", t([1, -1], [2, 1]), /extents of at least 0/],
    [
      "extents beyond counting",
      t([1, 2 ** 40], [1, 2 ** 40], [2, 1], [9, new Uint8Array(4)]),
      /expected 4.8\d+e\+24 bytes/,
    ],
    ["a type that does not exist", t([1, 1], [2, 99]), /expected one of 1 to 26 .* got 99/],
    ["a sparse initializer", graph([15, []]), /expected dense tensors/],
  ])("%s", (_, bytes, sentence) => {
    expect(() => readOnnx(bytes)).toThrow(FormatError);
    expect(() => readOnnx(bytes)).toThrow(sentence);
  });

  test("weights in another file are named", () => {
    const external: Written[] = [
      [
        13,
        [
          [1, "location"],
          [2, "weights.bin"],
        ],
      ],
      [14, 1],
    ];
    const bytes = t([1, 4], [2, 1], ...external);
    expect(() => readOnnx(bytes)).toThrow(UnsupportedError);
    expect(() => readOnnx(bytes)).toThrow(
      'expected numbers inside the file for the tensor "t" of the ONNX file, got "a reference to weights.bin"',
    );
  });

  test("numbers that are none of the type, when they are asked for", () => {
    expect(() => numbers([1, 1], [2, 3], [5, 128])).toThrow(/numbers of int8 .* got 128/);
    expect(() => numbers([1, 1], [2, 9], [9, Uint8Array.of(2)])).toThrow(/0 and 1 .* got 2/);
    expect(() => numbers([1, 1], [2, 8], [6, "a"])).toThrow(UnsupportedError);
  });

  test("graphs inside graphs without end", () => {
    let inner: Written[] = [];
    for (let i = 0; i < 33; i++)
      inner = [
        [
          1,
          [
            [4, "If"],
            [
              5,
              [
                [1, "g"],
                [6, inner],
                [20, 5],
              ],
            ],
          ],
        ],
      ];
    expect(() => readOnnx(model(inner))).toThrow(/at most 32 inside each other/);
  });

  test.each([600_000, 2_000_000])("%s empty messages would take much memory", (count) => {
    const empty = new Uint8Array(2 * count);
    for (let i = 0; i < empty.length; i += 2) empty[i] = 11 * 8 + 2;
    const bytes = message([
      [1, 8],
      [8, [[2, 17]]],
      [7, empty],
    ]);
    expect(() => readOnnx(bytes)).toThrow(/what fits 256 MiB .* got "more"/);
  });
});

/** Reads everything there is; what is thrown must be one sentence of ours. */
function survives(bytes: Uint8Array): "read" | "refused" {
  try {
    for (const t of readOnnx(bytes).graph.initializers.values()) onnxNumbers(t);
    return "read";
  } catch (error) {
    expect(error).toBeInstanceOf(ConvokeError);
    const { message: sentence } = error as Error;
    expect(error instanceof FormatError || error instanceof UnsupportedError, sentence).toBe(true);
    expect(sentence).toMatch(/^expected .+ for .+, got .+/s);
    expect(sentence.split("\n").length, sentence).toBe(1);
    return "refused";
  }
}

test("600 damaged files are read or refused", () => {
  const outcomes = [...mutations(small(), 600, 5)].map(survives);
  expect(outcomes).toContain("read");
  expect(outcomes.filter((outcome) => outcome === "refused").length).toBeGreaterThan(200);
});

const folder = sharedPath("data");

/**
 * SHA-256 over name, shape ("[8,1,5,5]") and bytes of every initializer, in the order of the file, as
 * Python's package `onnx` 1.23.1 reads them (`numpy_helper.to_array`).
 */
const HASHES = {
  "attacut-c": "87c5bb0a6119f4e8a242f610eb65eac8f4367c3c2ac55724d9194e852fb2d03d",
  "basic-pitch-nmp": "111bb595a74f4691b1b122d9cc19009f90bacab74c6758ca35c639c640c9a004",
  "mnist-8": "e578ff461a1302264758afe5f1225ceb65868fc34ee3f6e01b817470d480bffd",
  "super-resolution-espcn-x3": "4758076f7767d46074ccb72408ee2cbf91b314c159cd726353633ba41f3e97d1",
  "ultraface-rfb-320": "f3dca339c868a367b7a314327fe4ed405188c31cf6114b3e8e8f2a12b912e121",
};
const NAMES = Object.keys(HASHES) as (keyof typeof HASHES)[];

describe.skipIf(!existsSync(join(folder, "models")))(
  "real models (skipped without the shared folder: set CONVOKE_SHARED)",
  () => {
    const bytesOf = (name: string) => readFileSync(join(folder, `models/${name}.onnx`));

    test.each(NAMES)("%s: every initializer, bit for bit", (name) => {
      const hash = createHash("sha256");
      for (const t of readOnnx(bytesOf(name)).graph.initializers.values()) {
        const data = onnxNumbers(t);
        hash.update(`${t.name}${JSON.stringify(t.shape)}`);
        hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
      expect(hash.digest("hex")).toBe(HASHES[name]);
    });

    test("weights of single layers, as they were written to npy", () => {
      const models = new Map<string, OnnxModel>();
      const { conv_cases: cases } = JSON.parse(
        readFileSync(join(folder, "expected/manifest.json"), "utf8"),
      ) as { conv_cases: { model: string; node: string; w: string }[] };
      for (const { model: file, node: name, w } of cases) {
        const read = models.get(file) ?? readOnnx(readFileSync(join(folder, file)));
        models.set(file, read);
        // Nodes without a name are called by their output.
        const { nodes, initializers } = read.graph;
        const found = nodes.find((n) => n.op === "Conv" && [n.name, ...n.outputs].includes(name))!;
        const stored = initializers.get(found.inputs[1])!;
        const expected = readNpy(readFileSync(join(folder, w)));
        expect(stored.shape).toEqual(expected.shape);
        expect(Float64Array.from(onnxNumbers(stored) as Float32Array)).toEqual(expected.data);
      }
      expect(cases.length).toBeGreaterThanOrEqual(8);
    });

    test("damaged models are read or refused", () => {
      for (const name of ["mnist-8", "basic-pitch-nmp"])
        for (const bytes of mutations(bytesOf(name), 30, 7)) survives(bytes);
    });
  },
);
