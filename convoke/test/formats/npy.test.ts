import fc from "fast-check";
import { expect, test } from "vitest";
import { readNpy, writeNpy } from "../../src/formats/npy.ts";

test("what is written is read back, float32 and float64, any shape", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
      fc.boolean(),
      (shape, double) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const data = double
          ? Float64Array.from({ length: size }, (_, i) => i / 3)
          : Float32Array.from({ length: size }, (_, i) => i / 3);
        const bytes = writeNpy({ shape, data });
        const back = readNpy(bytes);
        expect(back.shape).toEqual(shape);
        expect([...back.data]).toEqual([...data]);
        expect((bytes.length - data.byteLength) % 64).toBe(0);
      },
    ),
  );
});

test("column-major and big-endian files", () => {
  const header = "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }";
  const head = header.padEnd(117) + "\n";
  const bytes = new Uint8Array(10 + head.length + 12);
  bytes.set([
    0x93,
    ...new TextEncoder().encode("NUMPY"),
    1,
    0,
    head.length & 255,
    head.length >> 8,
  ]);
  bytes.set(new TextEncoder().encode(head), 10);
  const view = new DataView(bytes.buffer);
  [1, 4, 2, 5, 3, -6].forEach((v, i) => view.setInt16(10 + head.length + 2 * i, v));
  expect([...readNpy(bytes).data]).toEqual([1, 2, 3, 4, 5, -6]);
});

test("bytes stay bytes", () => {
  const bytes = writeNpy({ shape: [2, 3], data: Uint8Array.of(0, 1, 127, 128, 254, 255) });
  expect(bytes.length % 64).toBe(6);
  const { shape, data } = readNpy(bytes);
  expect({ shape, data: [...data] }).toEqual({ shape: [2, 3], data: [0, 1, 127, 128, 254, 255] });
});

const good = writeNpy({ shape: [3], data: Float32Array.of(1, 2, 3) });
test.each<[string, Uint8Array, string]>([
  ["no npy", new TextEncoder().encode("hello, world"), "expected an npy file, got other bytes"],
  ["nothing", new Uint8Array(0), "expected an npy file, got other bytes"],
  [
    "cut data",
    good.subarray(0, good.length - 1),
    "expected 12 bytes of data in the npy file, got 11",
  ],
  ["cut header", good.subarray(0, 40), "the npy header is cut short"],
])("%s is refused", (_, bytes, sentence) => {
  expect(() => readNpy(bytes)).toThrow(sentence);
});
