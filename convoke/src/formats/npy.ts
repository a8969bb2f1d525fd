/**
 * NumPy's .npy files: a header in Python's own notation, then the numbers.
 *
 * Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", versions 1 to 3.
 */
import { FormatError } from "../errors.ts";
import { type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";

const MAGIC = "\x93NUMPY";

/** dtype letter and width → reader of one number. Complex and structured types are refused. */
const READERS = {
  f8: [8, (v: DataView, at: number, le: boolean) => v.getFloat64(at, le)],
  f4: [4, (v: DataView, at: number, le: boolean) => v.getFloat32(at, le)],
  i8: [8, (v: DataView, at: number, le: boolean) => Number(v.getBigInt64(at, le))],
  u8: [8, (v: DataView, at: number, le: boolean) => Number(v.getBigUint64(at, le))],
  i4: [4, (v: DataView, at: number, le: boolean) => v.getInt32(at, le)],
  u4: [4, (v: DataView, at: number, le: boolean) => v.getUint32(at, le)],
  i2: [2, (v: DataView, at: number, le: boolean) => v.getInt16(at, le)],
  u2: [2, (v: DataView, at: number, le: boolean) => v.getUint16(at, le)],
  i1: [1, (v: DataView, at: number) => v.getInt8(at)],
  u1: [1, (v: DataView, at: number) => v.getUint8(at)],
  b1: [1, (v: DataView, at: number) => v.getUint8(at)],
} as const satisfies Record<
  string,
  readonly [number, (v: DataView, at: number, le: boolean) => number]
>;

/**
 * Numbers of any real dtype as float64, row-major whatever the file's order.
 *
 * @throws FormatError when the bytes are no npy file, are cut short, or hold another kind of data.
 */
export function readNpy(bytes: Uint8Array): Tensor<Float64Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== MAGIC || bytes.length < 10)
    throw new FormatError("expected an npy file, got other bytes");
  const major = bytes[6];
  if (major < 1 || major > 3) throw new FormatError(`expected npy version 1 to 3, got ${major}`);
  const wide = major > 1;
  if (wide && bytes.length < 12) throw new FormatError("the npy header is cut short");
  const headerLength = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (wide ? 12 : 10) + headerLength;
  if (start > bytes.length) throw new FormatError("the npy header is cut short");
  const header = new TextDecoder().decode(bytes.subarray(wide ? 12 : 10, start));

  const dtype = /'descr'\s*:\s*'([<>|=])([a-z]\d+)'/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const extents = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header);
  if (!order || !extents)
    throw new FormatError("expected fortran_order and shape in the npy header");
  if (!dtype || !Object.hasOwn(READERS, dtype[2])) {
    throw new FormatError(
      `expected real numbers (${Object.keys(READERS).join(", ")}) in the npy file`,
    );
  }
  const shape = extents[1]
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  const [width, read] = READERS[dtype[2] as keyof typeof READERS];
  const size = sizeOf(shape);
  if (!Number.isSafeInteger(size) || bytes.length - start < size * width) {
    throw new FormatError(
      `expected ${size * width} bytes of data in the npy file, got ${bytes.length - start}`,
    );
  }
  const data = new Float64Array(size);
  const little = dtype[1] !== ">";
  const place = order[1] === "True" ? fromColumnMajor(shape) : (i: number) => i;
  for (let i = 0; i < size; i++) data[place(i)] = read(view, start + i * width, little);
  return { shape, data };
}

const DTYPES = { 1: "|u1", 4: "<f4", 8: "<f8" } as const;

/** float32, float64 or bytes, as the tensor holds them; little endian, row-major, version 1. */
export function writeNpy({
  shape,
  data,
}: {
  readonly shape: readonly number[];
  readonly data: FloatArray | Uint8Array;
}): Uint8Array<ArrayBuffer> {
  const width = data.BYTES_PER_ELEMENT as keyof typeof DTYPES;
  const comma = shape.length === 1 ? "," : "";
  const head = `{'descr': '${DTYPES[width]}', 'fortran_order': False, 'shape': (${shape.join(", ")}${comma}), }`;
  // The data begin at a multiple of 64; a line feed ends the header.
  const padding = 63 - ((10 + head.length) % 64);
  const header = `${MAGIC}\x01\x00`;
  const bytes = new Uint8Array(10 + head.length + padding + 1 + data.length * width);
  const view = new DataView(bytes.buffer);
  [...header].forEach((c, i) => view.setUint8(i, c.charCodeAt(0)));
  view.setUint16(8, head.length + padding + 1, true);
  [...`${head}${" ".repeat(padding)}\n`].forEach((c, i) => view.setUint8(10 + i, c.charCodeAt(0)));
  let at = bytes.length - data.length * width;
  if (width === 1) bytes.set(data, at);
  else
    for (const value of data) {
      if (width === 8) view.setFloat64(at, value, true);
      else view.setFloat32(at, value, true);
      at += width;
    }
  return bytes;
}

/** Row-major place of the i-th number of a column-major array. */
function fromColumnMajor(shape: readonly number[]): (i: number) => number {
  return (i) => {
    let rest = i;
    const index = shape.map((extent) => {
      const own = rest % extent;
      rest = Math.floor(rest / extent);
      return own;
    });
    return index.reduce((sum, own, axis) => sum * shape[axis] + own, 0);
  };
}
