/**
 * safetensors: the length of a header (64 bits, little endian), the header in JSON, then the numbers
 * of all tensors, without a gap between them. Nothing in such a file is code.
 *
 * Source: Hugging Face, "safetensors", README of the format, 2022.
 */
import { FormatError, fault, guard, OptionError, ShapeError } from "../errors.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { fromBfloat16, fromFloat16 } from "./halves.ts";
import { type Entry, readHeader } from "./safetensors-header.ts";

export type StoredArray =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

type Numbers = new (buffer: ArrayBuffer) => StoredArray;
type Widen = (code: number) => number;

/** dtype → the array that has its bytes and, for halves, how one code becomes a float32. */
const DTYPES = {
  F64: [Float64Array],
  F32: [Float32Array],
  F16: [Uint16Array, fromFloat16],
  BF16: [Uint16Array, fromBfloat16],
  I64: [BigInt64Array],
  U64: [BigUint64Array],
  I32: [Int32Array],
  U32: [Uint32Array],
  I16: [Int16Array],
  U16: [Uint16Array],
  I8: [Int8Array],
  U8: [Uint8Array],
  BOOL: [Uint8Array],
} as const satisfies Record<string, readonly [Numbers & { BYTES_PER_ELEMENT: number }, Widen?]>;

export type Dtype = keyof typeof DTYPES;

export interface StoredTensor {
  readonly shape: readonly number[];
  /** F16 and BF16 as float32, BOOL as bytes of 0 and 1, the others in their own type. */
  readonly data: StoredArray;
  /** As the file names it. When writing, needed for BOOL alone. */
  readonly dtype?: Dtype;
}

export interface Safetensors {
  /** By name, in the order of their bytes. */
  readonly tensors: ReadonlyMap<string, Required<StoredTensor>>;
  /** Whatever the writer noted about the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * All tensors of the file, copied out of it.
 *
 * @throws FormatError when the bytes do not follow the format: a header that is cut short, longer
 *   than 100 MB or not its JSON, a name twice, tensors that overlap, leave a gap, reach beyond the
 *   file or do not fill their bytes, a dtype that is not read.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { entries, metadata, start } = readHeader(bytes);
  const tensors = new Map<string, Required<StoredTensor>>();
  let end = 0;
  for (const [name, entry] of entries) {
    const tensor = `the tensor ${JSON.stringify(name)} of the safetensors file`;
    if (entry.begin !== end)
      throw new FormatError(`expected ${tensor} to begin at byte ${end}, got ${entry.begin}`);
    if (entry.end > bytes.length - start) {
      throw new FormatError(
        `expected ${entry.end} bytes of numbers for ${tensor}, got ${bytes.length - start}`,
      );
    }
    // A copy by the constructor: what `slice` of Node's Buffer gives is none.
    const own = new Uint8Array(bytes.subarray(start + entry.begin, start + entry.end));
    tensors.set(name, load(tensor, entry, own.buffer));
    end = entry.end;
  }
  if (end !== bytes.length - start) {
    throw new FormatError(
      `expected ${end} bytes of numbers in the safetensors file, got ${bytes.length - start}`,
    );
  }
  return { tensors, metadata };
}

function load(name: string, entry: Entry, buffer: ArrayBuffer): Required<StoredTensor> {
  const { dtype, shape } = entry;
  if (!isDtype(dtype)) {
    throw new FormatError(
      `expected one of ${Object.keys(DTYPES).join(", ")} as the dtype of ${name}, got ${JSON.stringify(dtype)}`,
    );
  }
  const [Numbers, widen]: readonly [Numbers & { BYTES_PER_ELEMENT: number }, Widen?] =
    DTYPES[dtype];
  const size = sizeOf(shape) * Numbers.BYTES_PER_ELEMENT;
  if (buffer.byteLength !== size) {
    throw new FormatError(
      `expected ${size} bytes for ${dtype} of [${shape.join(", ")}] in ${name}, got ${buffer.byteLength}`,
    );
  }
  const stored = new Numbers(buffer);
  if (dtype === "BOOL" && !(stored as Uint8Array).every((code) => code <= 1))
    throw new FormatError(`expected bytes of 0 and 1 in ${name}, got others`);
  return { shape, dtype, data: widen ? Float32Array.from(stored as Uint16Array, widen) : stored };
}

/**
 * The file of these tensors, in the types that hold them. They are written widest first, then by
 * name, which aligns every one of them and makes the bytes depend on nothing but the contents.
 *
 * @throws ShapeError when a tensor has not as many numbers as its shape says.
 * @throws OptionError when a dtype is not that of the array, a name comes twice or is the reserved
 *   `__metadata__`, or metadata are no text.
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, StoredTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort(
    ([a, x], [b, y]) => y.data.BYTES_PER_ELEMENT - x.data.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push(["__metadata__", metadata]);
  for (const [key, value] of Object.entries(metadata)) {
    guard(typeof value === "string", OptionError, () => ({
      name: `the metadata ${JSON.stringify(key)}`,
      expected: "text",
      got: value,
    }));
  }
  const names = new Set(["__metadata__"]);
  let end = 0;
  for (const [name, tensor] of sorted) {
    guard(!names.has(name), OptionError, () => ({
      name: "the names of the tensors",
      expected: "each once, and none __metadata__",
      got: name,
    }));
    names.add(name);
    const { shape, data } = tensor;
    const dtype = dtypeOf(name, tensor);
    const begin = end;
    end += data.byteLength;
    entries.push([name, { dtype, shape, data_offsets: [begin, end] }]);
  }

  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Spaces up to a multiple of 8, so that the numbers are aligned in the file.
  const length = 8 * Math.ceil(header.length / 8);
  const bytes = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(header, 8);
  let at = 8 + length;
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** The dtype that a tensor is written as, after its shape and claims were checked. */
function dtypeOf(name: string, { shape, data, dtype }: StoredTensor): Dtype {
  const tensor = `the tensor ${JSON.stringify(name)}`;
  const whole = shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
  guard(whole && sizeOf(shape) === data.length, ShapeError, () => ({
    name: tensor,
    expected: `whole extents whose product is its ${data.length} numbers`,
    got: shape,
  }));
  const legal = (Object.keys(DTYPES) as Dtype[]).filter((key) => {
    const [Numbers, widen]: readonly [Numbers, Widen?] = DTYPES[key];
    return data instanceof Numbers && !widen;
  });
  if (legal.length === 0 || (dtype !== undefined && !legal.includes(dtype))) {
    throw fault(OptionError, {
      name: `the dtype of ${tensor}`,
      expected: legal.length > 0 ? legal.join(" or ") : "an array of a type that is stored",
      got: legal.length > 0 ? dtype : data,
    });
  }
  if (dtype === "BOOL") {
    const stray = (data as Uint8Array).find((code) => code > 1);
    guard(stray === undefined, OptionError, () => ({
      name: `the data of ${tensor}`,
      expected: "0 and 1",
      got: stray,
    }));
  }
  return dtype ?? legal[0];
}

const isDtype = (text: string): text is Dtype => Object.hasOwn(DTYPES, text);
