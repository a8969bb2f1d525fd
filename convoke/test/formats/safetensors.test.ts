import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { fromBfloat16, fromFloat16 } from "../../src/formats/halves.ts";
import {
  readSafetensors,
  type StoredArray,
  type StoredTensor,
  writeSafetensors,
} from "../../src/formats/safetensors.ts";

/** A file of this header and these numbers. */
function file(header: string, numbers: readonly number[] = []): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + numbers.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(numbers, 8 + json.length);
  return bytes;
}
const entry = (dtype: string, shape: number[], begin: number, end: number) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

test("a file as the format's README shows it", () => {
  const header = `{"__metadata__":{"format":"pt"},"b":${entry("F16", [1, 2], 0, 4)},"a":${entry("I64", [1], 4, 12)}}   `;
  const numbers = [0, 0x3c, 0, 0xc0, 254, 255, 255, 255, 255, 255, 255, 255];
  const { tensors, metadata } = readSafetensors(file(header, numbers));
  expect(metadata).toEqual({ format: "pt" });
  expect([...tensors]).toEqual([
    ["b", { shape: [1, 2], dtype: "F16", data: Float32Array.of(1, -2) }],
    ["a", { shape: [1], dtype: "I64", data: BigInt64Array.of(-2n) }],
  ]);
});

test("halves: every code of both kinds, against what arithmetic says", () => {
  for (let code = 0; code < 65536; code++) {
    const sign = code >> 15 ? -1 : 1;
    const value = (exponentBits: number, fractionBits: number) => {
      const exponent = (code >> fractionBits) & (2 ** exponentBits - 1);
      const fraction = (code & (2 ** fractionBits - 1)) / 2 ** fractionBits;
      const bias = 2 ** (exponentBits - 1) - 1;
      if (exponent === 2 ** exponentBits - 1) return fraction ? NaN : sign * Infinity;
      return exponent === 0
        ? sign * fraction * 2 ** (1 - bias)
        : sign * (1 + fraction) * 2 ** (exponent - bias);
    };
    if (!Object.is(fromFloat16(code), value(5, 10))) expect(fromFloat16(code)).toBe(value(5, 10));
    if (!Object.is(fromBfloat16(code), value(8, 7))) expect(fromBfloat16(code)).toBe(value(8, 7));
  }
});

const arrays = [
  Float64Array,
  Float32Array,
  BigInt64Array,
  BigUint64Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
];
const stored = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    fc.constantFrom(...arrays),
    fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
  )
  .map(([shape, Numbers, bytes]): StoredTensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    const buffer = Uint8Array.from(
      { length: size * Numbers.BYTES_PER_ELEMENT },
      () => bytes.next().value,
    ).buffer;
    return { shape, data: new Numbers(buffer) as StoredArray };
  });
const files = fc.record({
  tensors: fc.uniqueArray(
    fc.tuple(
      fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "12", "a.b")),
      stored,
    ),
    {
      selector: ([name]) => name,
      maxLength: 4,
    },
  ),
  metadata: fc.dictionary(fc.string(), fc.string()),
});
const raw = ({ buffer, byteOffset, byteLength }: StoredArray) =>
  new Uint8Array(buffer, byteOffset, byteLength);

test("what is written is read back bit for bit, every type, shape and name", () => {
  fc.assert(
    fc.property(files, ({ tensors, metadata }) => {
      const bytes = writeSafetensors(tensors, metadata);
      const back = readSafetensors(bytes);
      expect(back.metadata).toEqual(metadata);
      expect(back.tensors.size).toBe(tensors.length);
      for (const [name, { shape, data }] of tensors) {
        const read = back.tensors.get(name)!;
        expect(read.shape).toEqual(shape);
        expect(read.data.constructor).toBe(data.constructor);
        expect(raw(read.data)).toEqual(raw(data));
      }
      expect(writeSafetensors(back.tensors, back.metadata)).toEqual(bytes);
      expect(writeSafetensors(tensors.toReversed(), metadata)).toEqual(bytes);
    }),
  );
});

test("Node's Buffer, which begins somewhere in a larger one, gives copies too", () => {
  const bytes = Buffer.from(writeSafetensors([["a", { shape: [2], data: Float32Array.of(1, 2) }]]));
  const { data } = readSafetensors(bytes).tensors.get("a")!;
  bytes.fill(0);
  expect(data).toEqual(Float32Array.of(1, 2));
  expect(data.byteLength).toBe(data.buffer.byteLength);
});

test("every tensor is aligned in the file", () => {
  const bytes = writeSafetensors([
    ["odd", { shape: [3], data: Uint8Array.of(1, 0, 1), dtype: "BOOL" }],
    ["wide", { shape: [1], data: Float64Array.of(1) }],
  ]);
  const start = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(start % 8).toBe(0);
  expect([...bytes.slice(8 + start)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 1, 0, 1]);
  expect(readSafetensors(bytes).tensors.get("odd")!.dtype).toBe("BOOL");
});

test("a file with one byte changed, cut off or added is read or refused, in one sentence", () => {
  fc.assert(
    fc.property(
      files,
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      fc.nat(2),
      ({ tensors, metadata }, place, byte, how) => {
        const bytes = writeSafetensors(tensors, metadata);
        const at = place % bytes.length;
        const spoilt = [bytes.with(at, byte), bytes.subarray(0, at), Uint8Array.of(...bytes, byte)];
        try {
          const read = readSafetensors(spoilt[how]);
          expect(how).toBe(0);
          for (const { shape, data } of read.tensors.values())
            expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          expect((error as Error).message).toMatch(/^expected .*, got [^\n]*$/);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

describe("refused", () => {
  const two = [0, 0, 0, 0, 0, 0, 0, 0];
  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(3), "expected a safetensors file of at least 8 bytes, got 3"],
    [
      "a header of 2^64 - 1 bytes",
      new Uint8Array(9).fill(255),
      "expected a header of at most 100000000 bytes in the safetensors file, got 18446744073709551615",
    ],
    [
      "a cut header",
      file("{}").subarray(0, 9),
      "expected a header of 2 bytes in the safetensors file, got 1",
    ],
    ["no JSON", file("{oops"), 'expected JSON in the header of the safetensors file, got "{oops"'],
    ["an array", file("[]"), "expected an object in the header of the safetensors file, got []"],
    ["a space in front", file(" {}"), "expected an object in the header"],
    [
      "a name twice",
      file(`{"a":${entry("F32", [0], 0, 0)},"\\u0061":${entry("F32", [0], 0, 0)}}`),
      'expected every name once in the safetensors file, got "a" twice',
    ],
    ["metadata of numbers", file('{"__metadata__":{"a":1}}'), 'got {"a":1}'],
    [
      "no offsets",
      file('{"a":{"dtype":"F32","shape":[1]}}'),
      'of the tensor "a" in the safetensors file',
    ],
    [
      "a broken shape",
      file(`{"a":${entry("F32", [0.5], 0, 2)}}`, [0, 0]),
      "expected dtype, shape and data_offsets",
    ],
    [
      "offsets in disorder",
      file(`{"a":${entry("F32", [1], 4, 0)}}`, two),
      "expected dtype, shape and data_offsets",
    ],
    [
      "an overlap",
      file(`{"a":${entry("F32", [1], 0, 4)},"b":${entry("F32", [1], 2, 6)}}`, two),
      'expected the tensor "b" of the safetensors file to begin at byte 4, got 2',
    ],
    ["a gap", file(`{"a":${entry("F32", [1], 4, 8)}}`, two), "to begin at byte 0, got 4"],
    [
      "a tensor beyond the file",
      file(`{"a":${entry("F32", [3], 0, 12)}}`, two),
      'expected 12 bytes of numbers for the tensor "a" of the safetensors file, got 8',
    ],
    [
      "bytes behind",
      file(`{"a":${entry("F32", [1], 0, 4)}}`, two),
      "expected 4 bytes of numbers in the safetensors file, got 8",
    ],
    [
      "bytes that the shape does not fill",
      file(`{"a":${entry("F32", [1], 0, 8)}}`, two),
      "expected 4 bytes for F32 of [1] in the tensor",
    ],
    [
      "another dtype",
      file(`{"a":${entry("F8_E4M3", [8], 0, 8)}}`, two),
      "expected one of F64, F32, F16",
    ],
    [
      "a dtype of Object",
      file(`{"a":${entry("toString", [8], 0, 8)}}`, two),
      "expected one of F64, F32, F16",
    ],
    ["truth of 7", file(`{"a":${entry("BOOL", [1], 0, 1)}}`, [7]), "expected bytes of 0 and 1"],
    ["no UTF-8", file("{}").map((b, i) => (i === 9 ? 255 : b)), "expected UTF-8 in the header"],
  ])("%s", (_, bytes, sentence) => {
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
    expect(() => readSafetensors(bytes)).toThrow(sentence);
  });

  const one: StoredTensor = { shape: [1], data: Float32Array.of(1) };
  test.each<[string, () => unknown, string]>([
    [
      "a name twice",
      () =>
        writeSafetensors([
          ["a", one],
          ["a", one],
        ]),
      "expected each once, and none __metadata__ for the names of the tensors",
    ],
    ["the reserved name", () => writeSafetensors([["__metadata__", one]]), "none __metadata__"],
    [
      "another size",
      () => writeSafetensors([["a", { ...one, shape: [2] }]]),
      "whose product is its 1 numbers",
    ],
    [
      "another dtype",
      () => writeSafetensors([["a", { ...one, dtype: "F16" }]]),
      'expected F32 for the dtype of the tensor "a", got "F16"',
    ],
    [
      "metadata of numbers",
      () => writeSafetensors([], { a: 1 as unknown as string }),
      'expected text for the metadata "a", got 1',
    ],
    [
      "truth of 7",
      () => writeSafetensors([["a", { shape: [1], data: Uint8Array.of(7), dtype: "BOOL" }]]),
      "expected 0 and 1",
    ],
  ])("not written: %s", (_, write, sentence) => {
    expect(write).toThrow(sentence);
  });

  test("a name of ten million letters, half of them escaped", () => {
    const name = `${"x".repeat(5e6)}${"\\n".repeat(5e6)}`;
    const { tensors } = readSafetensors(file(`{"${name}":${entry("U8", [0], 0, 0)}}`));
    expect([...tensors.keys()][0].length).toBe(1e7);
  });
});
