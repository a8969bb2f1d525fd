import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../../test/shared.ts";
import { FormatError, OptionError, UnsupportedError } from "../../src/errors.ts";
import { ELEMENTS, elementOf, LISTS } from "../../src/formats/onnx/elements.ts";
import {
  type OnnxAttribute,
  type OnnxDtype,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxType,
  onnxNumbers,
  onnxTensor,
  readOnnx,
  writeOnnx,
} from "../../src/formats/onnx/index.ts";
import { fieldsOf } from "../../src/formats/onnx/wire.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { message, type Written } from "../support/onnx.ts";

/** What a tensor says, wherever its numbers lie. */
const told = (t: OnnxTensor) => ({
  ...t,
  stored:
    t.stored.kind === "raw"
      ? [...t.stored.bytes]
      : fieldsOf(t.stored.message, t.stored.field).map((part) => [...part]),
});

const toldAttribute = (a: OnnxAttribute): unknown => {
  switch (a.kind) {
    case "tensor":
      return { ...a, value: told(a.value) };
    case "tensors":
      return { ...a, value: a.value.map(told) };
    case "graph":
      return { ...a, value: toldGraph(a.value) };
    case "graphs":
      return { ...a, value: a.value.map(toldGraph) };
    case "bytes":
      return { ...a, value: [...a.value] };
    default:
      return a;
  }
};

/** As `toEqual` compares it; maps as lists, whose order counts. */
const toldGraph = (g: OnnxGraph): unknown => ({
  ...g,
  initializers: [...g.initializers].map(([name, t]) => [name, told(t)]),
  nodes: g.nodes.map((node) => ({
    ...node,
    attributes: [...node.attributes].map(([name, a]) => [name, toldAttribute(a)]),
  })),
});

const toldModel = (m: OnnxModel) => ({ ...m, opsets: [...m.opsets], graph: toldGraph(m.graph) });

const text = fc.oneof(fc.string({ maxLength: 6 }), fc.string({ maxLength: 4, unit: "binary" }));
const name = text.filter((t) => t !== "");
const dtypes = Object.keys(ELEMENTS) as OnnxDtype[];
const int = fc.oneof(
  fc.maxSafeInteger().map((n) => n + 0),
  fc.constantFrom(2 ** 63, -(2 ** 63), 2 ** 62),
);
const float = fc.float();

const raw = (called: fc.Arbitrary<string>): fc.Arbitrary<OnnxTensor> =>
  fc
    .tuple(
      called,
      fc.constantFrom(...dtypes.filter((d) => d !== "string")),
      fc.array(fc.nat(3), { maxLength: 3 }),
    )
    .chain(([title, dtype, shape]) => {
      const length = Math.ceil((sizeOf(shape) * elementOf(dtype).bits) / 8);
      return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => ({
        name: title,
        dtype,
        shape,
        stored: { kind: "raw" as const, bytes: Uint8Array.from(bytes) },
      }));
    })
    // Without elements there are no bytes, and a list is as empty as they are.
    .filter(({ shape }) => sizeOf(shape) > 0);

/** Numbers in a list, of each encoding, one by one. */
const listed = (called: fc.Arbitrary<string>): fc.Arbitrary<OnnxTensor> =>
  fc
    .tuple(
      called,
      fc.constantFrom<OnnxDtype>("float32", "float64", "int8", "int64", "uint64", "string"),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(100),
    )
    .map(([title, dtype, count, value]) => {
      const [field, encoding] = LISTS[elementOf(dtype).list];
      const one = (i: number): Written => {
        if (encoding === "float") return [field, "f32", value / 4 + i];
        if (encoding === "double") return [field, "f64", value / 7 + i];
        if (encoding === "bytes") return [field, `text ${value + i}`];
        return [field, dtype === "int64" ? -value - i : value + i];
      };
      const held = message(Array.from({ length: count }, (_, i) => one(i)));
      const stored = { kind: "list" as const, field, message: held };
      return { name: title, dtype, shape: [count], stored };
    });

const tensor = (called: fc.Arbitrary<string>) => fc.oneof(raw(called), listed(called));
const named = <T extends { readonly name: string }>(list: readonly T[]): Map<string, T> =>
  new Map(list.map((t) => [t.name, t]));

const type: fc.Arbitrary<OnnxType> = fc.oneof(
  fc.record({
    kind: fc.constant("tensor" as const),
    dtype: fc.option(fc.constantFrom(...dtypes)),
    shape: fc.option(
      fc.array(fc.oneof(fc.integer({ min: 1, max: 2 ** 40 }), name, fc.constant(null)), {
        maxLength: 4,
      }),
    ),
  }),
  fc.record({
    kind: fc.constantFrom("sequence", "map", "optional", "sparse tensor", "opaque", "unknown"),
  }),
);
const values = fc.array(fc.record({ name: text, type }), { maxLength: 2 });

const plain = (inner: fc.Arbitrary<OnnxGraph> | null): fc.Arbitrary<OnnxAttribute> => {
  const of = <K extends string, V>(kind: K, value: fc.Arbitrary<V>) =>
    fc.record({ kind: fc.constant(kind), value });
  const simple = [
    of("float", float),
    of("int", int),
    of("floats", fc.array(float, { maxLength: 3 })),
    of("ints", fc.array(int, { maxLength: 3 })),
    of("string", text),
    of("strings", fc.array(text, { maxLength: 3 })),
    of("bytes", fc.constantFrom(Uint8Array.of(255), Uint8Array.of(0xc3, 0x28, 0))),
    of("tensor", tensor(text)),
    of("tensors", fc.array(tensor(text), { maxLength: 2 })),
    of("reference", name),
  ] as fc.Arbitrary<OnnxAttribute>[];
  if (inner === null) return fc.oneof(...simple);
  return fc.oneof(
    ...simple,
    of("graph", inner) as fc.Arbitrary<OnnxAttribute>,
    of("graphs", fc.array(inner, { maxLength: 2 })) as fc.Arbitrary<OnnxAttribute>,
  );
};

const graph = (depth: number): fc.Arbitrary<OnnxGraph> => {
  const attribute = plain(depth === 0 ? null : graph(depth - 1));
  const node: fc.Arbitrary<OnnxNode> = fc.record({
    name: text,
    op: name,
    domain: text,
    inputs: fc.array(text, { maxLength: 3 }),
    outputs: fc.array(text, { maxLength: 2 }),
    attributes: fc.array(fc.tuple(name, attribute), { maxLength: 3 }).map((list) => new Map(list)),
  });
  return fc.record({
    name: text,
    nodes: fc.array(node, { maxLength: 3 }),
    initializers: fc.array(tensor(name), { maxLength: 3 }).map(named),
    inputs: values,
    outputs: values,
    values,
  });
};

const models: fc.Arbitrary<OnnxModel> = fc.record({
  irVersion: fc.integer({ min: 1, max: 2 ** 40 }),
  producer: text,
  opsets: fc
    .array(fc.tuple(text, fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 3 })
    .map((list) => new Map(list)),
  graph: graph(1),
});

test("read(write(m)) is m, for 300 models", () => {
  fc.assert(
    fc.property(models, (m) => {
      expect(toldModel(readOnnx(writeOnnx(m)))).toEqual(toldModel(m));
    }),
    { numRuns: 300, seed: 7 },
  );
});

const EMPTY: OnnxGraph = {
  name: "",
  nodes: [],
  initializers: new Map(),
  inputs: [],
  outputs: [],
  values: [],
};
const around = (part: Partial<OnnxGraph>): OnnxModel => ({
  irVersion: 8,
  producer: "",
  opsets: new Map([["", 17]]),
  graph: { ...EMPTY, ...part },
});
const holding = (attribute: OnnxAttribute) =>
  around({
    nodes: [
      {
        name: "n",
        op: "A",
        domain: "",
        inputs: [],
        outputs: [],
        attributes: new Map([["a", attribute]]),
      },
    ],
  });

test("numbers of an array, each in its own type", () => {
  const arrays = [
    Float32Array.of(1.5, -0),
    Float64Array.of(0.1, NaN),
    Int8Array.of(-128, 3),
    Uint8Array.of(255, 0),
    Int16Array.of(-300, 7),
    Uint16Array.of(65535, 1),
    Int32Array.of(-5, 6),
    Uint32Array.of(2 ** 32 - 1, 0),
    BigInt64Array.of(-1n, 2n ** 62n),
    BigUint64Array.of(2n ** 64n - 1n, 0n),
  ];
  const initializers = named(arrays.map((data, i) => onnxTensor(`t${i}`, [1, 2], data)));
  const read = readOnnx(writeOnnx(around({ initializers }))).graph.initializers;
  expect([...read.values()].map(onnxNumbers)).toEqual(arrays);
  expect(() => onnxTensor("t", [3], Float32Array.of(1))).toThrow(
    'expected 3 numbers for the tensor "t" of shape [3], got 1',
  );
});

test.each<[string, OnnxModel, new (...args: never[]) => Error, RegExp]>([
  [
    "a value that was never read",
    holding({ kind: "other", value: "sparse tensor" }),
    UnsupportedError,
    /expected a value that has been read for the attribute "a" of an ONNX model, got "sparse tensor"/,
  ],
  ["half a whole number", holding({ kind: "int", value: 0.5 }), OptionError, /one of 64 bits/],
  ["more than 64 bits", holding({ kind: "ints", value: [2 ** 64] }), OptionError, /of 64 bits/],
  [
    "half a character",
    holding({ kind: "string", value: "\ud800" }),
    OptionError,
    /expected whole characters for a text of an ONNX model/,
  ],
  [
    "another name",
    around({ initializers: new Map([["w", onnxTensor("v", [1], Float32Array.of(1))]]) }),
    OptionError,
    /expected a tensor of that name for the initializer "w" of an ONNX model, got "v"/,
  ],
  [
    "an extent below 1",
    around({ inputs: [{ name: "x", type: { kind: "tensor", dtype: "float32", shape: [0] } }] }),
    OptionError,
    /expected a whole number of at least 1, a name or null/,
  ],
  [
    "bytes that do not fit the shape",
    around({
      initializers: named([
        {
          name: "w",
          dtype: "float32",
          shape: [2],
          stored: { kind: "raw", bytes: new Uint8Array(5) },
        },
      ]),
    }),
    FormatError,
    /expected 8 bytes for float32 of \[2\]/,
  ],
  [
    "no operator",
    around({
      nodes: [{ name: "n", op: "", domain: "", inputs: [], outputs: [], attributes: new Map() }],
    }),
    FormatError,
    /expected an operator for the node "n"/,
  ],
])("%s is refused in one sentence", (_, m, Kind, sentence) => {
  expect(() => writeOnnx(m)).toThrow(Kind);
  expect(() => writeOnnx(m)).toThrow(sentence);
});

const folder = sharedPath("data/models");

describe.skipIf(!existsSync(folder))(
  "real models (skipped without the shared folder: set CONVOKE_SHARED)",
  () => {
    const files = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith(".onnx")) : [];
    test.each(files)("%s, written and read again", (file) => {
      const m = readOnnx(readFileSync(join(folder, file)));
      expect(m.graph.nodes.length).toBeGreaterThan(5);
      const again = readOnnx(writeOnnx(m));
      // Millions of bytes are compared as texts: a list of them would take seconds.
      const bare = (g: OnnxGraph) => ({ ...g, initializers: [...g.initializers.keys()] });
      expect(toldModel({ ...again, graph: { ...again.graph, initializers: new Map() } })).toEqual(
        toldModel({ ...m, graph: { ...m.graph, initializers: new Map() } }),
      );
      expect(bare(again.graph).initializers).toEqual(bare(m.graph).initializers);
      for (const [key, t] of m.graph.initializers) {
        const { stored, ...said } = again.graph.initializers.get(key)!;
        const { stored: before, ...wanted } = t;
        expect([said, stored.kind]).toEqual([wanted, before.kind]);
        const [a, b] = [onnxNumbers(again.graph.initializers.get(key)!), onnxNumbers(t)].map(
          ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength),
        );
        expect(a.equals(b), key).toBe(true);
      }
    });
  },
);
