/**
 * IDX files, the format of MNIST: two zero bytes, a letter for the type, the number of axes, the
 * extents, then the numbers, everything big endian.
 *
 * Source: Y. LeCun, C. Cortes, "The MNIST database of handwritten digits", "the IDX file format".
 */
import { FormatError, fault, guard, OptionError, ShapeError } from "../errors.ts";
import { sizeOf } from "../tensor/tensor.ts";

/** Type code → the array that holds the numbers. */
const TYPES = {
  8: Uint8Array,
  9: Int8Array,
  11: Int16Array,
  12: Int32Array,
  13: Float32Array,
  14: Float64Array,
} as const;

export type IdxArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

export interface IdxTensor {
  readonly shape: readonly number[];
  readonly data: IdxArray;
}

/**
 * The numbers in the type that the file says, row-major.
 *
 * @throws FormatError when the bytes are no IDX file, or are fewer or more than it says.
 */
export function readIdx(bytes: Uint8Array): IdxTensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new FormatError("expected an IDX file, got gzip, which has to be unpacked first");
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0)
    throw new FormatError("expected an IDX file, got other bytes");
  const [code, rank] = [bytes[2], bytes[3]];
  if (!Object.hasOwn(TYPES, code)) {
    const legal = Object.keys(TYPES).map((key) => `0x0${Number(key).toString(16)}`);
    throw new FormatError(
      `expected a type of ${legal.join(", ")} in the IDX file, got 0x${code.toString(16).padStart(2, "0")}`,
    );
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw new FormatError(
      `expected ${rank} extents in the IDX file, got ${Math.floor((bytes.length - 4) / 4)}`,
    );
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const Numbers = TYPES[code as keyof typeof TYPES];
  const width = Numbers.BYTES_PER_ELEMENT;
  const size = sizeOf(shape);
  if (bytes.length - start !== size * width) {
    throw new FormatError(
      `expected ${size * width} bytes for [${shape.join(", ")}] in the IDX file, got ${bytes.length - start}`,
    );
  }
  return { shape, data: new Numbers(reversed(bytes.subarray(start), width).buffer) };
}

/**
 * The file of these numbers, in the type that holds them.
 *
 * @throws ShapeError when there are more than 255 axes, an extent does not fit 32 bits, or there are
 *   not as many numbers as the shape says.
 * @throws OptionError when the array's type is none that the format has.
 */
export function writeIdx({ shape, data }: IdxTensor): Uint8Array<ArrayBuffer> {
  const found = Object.entries(TYPES).find(([, Numbers]) => data instanceof Numbers);
  if (!found) {
    throw fault(OptionError, {
      name: "the data of an IDX file",
      expected: Object.values(TYPES)
        .map((Numbers) => Numbers.name)
        .join(", "),
      got: data,
    });
  }
  guard(
    shape.length < 256 && shape.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 32),
    ShapeError,
    () => ({
      name: "the shape of an IDX file",
      expected: "at most 255 whole extents from 0 to 4294967295",
      got: shape,
    }),
  );
  guard(data.length === sizeOf(shape), ShapeError, () => ({
    name: "the data of an IDX file",
    expected: `${sizeOf(shape)} numbers`,
    got: data.length,
  }));
  const start = 4 + 4 * shape.length;
  const own = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const bytes = new Uint8Array(start + own.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, Number(found[0]), shape.length]);
  shape.forEach((extent, axis) => view.setUint32(4 + 4 * axis, extent));
  bytes.set(reversed(own, data.BYTES_PER_ELEMENT), start);
  return bytes;
}

/** A copy with the bytes of every number in the other order: ours is WebAssembly's, little endian. */
function reversed(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  if (width > 1)
    for (let at = 0; at < copy.length; at += width) copy.subarray(at, at + width).reverse();
  return copy;
}
