import fc from "fast-check";
import { expect, test } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { type IdxArray, readIdx, writeIdx } from "../../src/formats/idx.ts";

test("the start of MNIST's own test images", () => {
  const bytes = Uint8Array.of(
    0,
    0,
    8,
    3,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    3,
    0,
    1,
    2,
    253,
    254,
    255,
  );
  const images = { shape: [1, 2, 3], data: Uint8Array.of(0, 1, 2, 253, 254, 255) };
  expect(readIdx(bytes)).toEqual(images);
  expect(writeIdx(images)).toEqual(bytes);
});

test("numbers are big endian", () => {
  const bytes = Uint8Array.of(0, 0, 0x0b, 1, 0, 0, 0, 2, 0x12, 0x34, 0xff, 0xfe);
  expect(readIdx(bytes)).toEqual({ shape: [2], data: Int16Array.of(0x1234, -2) });
});

test("Node's Buffer, which begins somewhere in a larger one, gives a copy", () => {
  const bytes = Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]);
  const { data } = readIdx(bytes);
  bytes.fill(0);
  expect(data).toEqual(Uint8Array.of(7, 9));
});

const arrays: readonly (new (data: readonly number[]) => IdxArray)[] = [
  Uint8Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Float32Array,
  Float64Array,
];
const tensors = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
    fc.constantFrom(...arrays),
    fc.infiniteStream(fc.double()),
  )
  .map(([shape, Numbers, values]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return { shape, data: new Numbers(Array.from({ length: size }, () => values.next().value)) };
  });

test("what is written is read back, every type and shape", () => {
  fc.assert(
    fc.property(tensors, (t) => {
      expect(readIdx(writeIdx(t))).toEqual(t);
    }),
  );
});

test("a file with one byte changed, cut off or added is read or refused, in one sentence", () => {
  fc.assert(
    fc.property(
      tensors,
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      fc.nat(2),
      (t, place, byte, how) => {
        const bytes = writeIdx(t);
        const at = place % bytes.length;
        const spoilt = [bytes.with(at, byte), bytes.subarray(0, at), Uint8Array.of(...bytes, byte)];
        try {
          const { shape, data } = readIdx(spoilt[how]);
          expect(how).toBe(0);
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

test.each<[string, number[], string]>([
  ["gzip", [0x1f, 0x8b, 8, 0], "expected an IDX file, got gzip, which has to be unpacked first"],
  ["nothing", [], "expected an IDX file, got other bytes"],
  ["other bytes", [1, 2, 3, 4], "expected an IDX file, got other bytes"],
  [
    "another type",
    [0, 0, 0x0a, 0],
    "expected a type of 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e in the IDX file, got 0x0a",
  ],
  ["a cut header", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0], "expected 3 extents in the IDX file, got 1"],
  ["cut data", [0, 0, 8, 1, 0, 0, 0, 2, 7], "expected 2 bytes for [2] in the IDX file, got 1"],
  ["more data", [0, 0, 8, 1, 0, 0, 0, 1, 7, 7], "expected 1 bytes for [1] in the IDX file, got 2"],
  [
    "more than memory",
    [0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255],
    "expected 18446744065119617000 bytes for [4294967295, 4294967295] in the IDX file, got 0",
  ],
])("%s is refused", (_, bytes, sentence) => {
  expect(() => readIdx(Uint8Array.from(bytes))).toThrow(sentence);
});

test.each<[string, Parameters<typeof writeIdx>[0], string]>([
  [
    "fewer numbers",
    { shape: [3], data: new Uint8Array(2) },
    "expected 3 numbers for the data of an IDX file, got 2",
  ],
  [
    "a broken shape",
    { shape: [1.5], data: new Uint8Array(2) },
    "whole extents from 0 to 4294967295",
  ],
  [
    "another type",
    { shape: [2], data: new Uint16Array(2) as unknown as Uint8Array },
    "expected Uint8Array, Int8Array",
  ],
])("%s is not written", (_, t, sentence) => {
  expect(() => writeIdx(t)).toThrow(sentence);
});
