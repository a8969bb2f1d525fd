/**
 * The element types of ONNX's tensors: code → name, bits, the list that holds them when they are not
 * raw bytes, and the array that they become.
 *
 * Source: ONNX, `onnx.proto`, TensorProto.DataType and the comments at its lists.
 */
import { fromBfloat16, fromFloat16 } from "../halves.ts";
import type { StoredArray } from "../safetensors.ts";
import type { Encoding } from "./fields.ts";

/** The lists of a TensorProto: field number, and how their numbers are encoded. */
export const LISTS = {
  floats: [4, "float"],
  int32s: [5, "int"],
  strings: [6, "bytes"],
  int64s: [7, "int"],
  doubles: [10, "double"],
  uint64s: [11, "uint"],
} as const satisfies Record<string, readonly [number, Encoding]>;

export type List = keyof typeof LISTS;

type Numbers = new (length: number) => StoredArray;

interface Element {
  readonly code: number;
  /** 0 where it depends on the element. */
  readonly bits: number;
  readonly list: List;
  /** Numbers of the list that make one element; 1 where nothing is said. */
  readonly parts?: 2;
  /** Missing where the numbers are not decoded. */
  readonly array?: Numbers;
  /** Code of 16 bits → float. */
  readonly widen?: (code: number) => number;
}

export const ELEMENTS = {
  float32: { code: 1, bits: 32, list: "floats", array: Float32Array },
  uint8: { code: 2, bits: 8, list: "int32s", array: Uint8Array },
  int8: { code: 3, bits: 8, list: "int32s", array: Int8Array },
  uint16: { code: 4, bits: 16, list: "int32s", array: Uint16Array },
  int16: { code: 5, bits: 16, list: "int32s", array: Int16Array },
  int32: { code: 6, bits: 32, list: "int32s", array: Int32Array },
  int64: { code: 7, bits: 64, list: "int64s", array: BigInt64Array },
  string: { code: 8, bits: 0, list: "strings" },
  bool: { code: 9, bits: 8, list: "int32s", array: Uint8Array },
  float16: { code: 10, bits: 16, list: "int32s", array: Uint16Array, widen: fromFloat16 },
  float64: { code: 11, bits: 64, list: "doubles", array: Float64Array },
  uint32: { code: 12, bits: 32, list: "uint64s", array: Uint32Array },
  uint64: { code: 13, bits: 64, list: "uint64s", array: BigUint64Array },
  complex64: { code: 14, bits: 64, list: "floats", parts: 2 },
  complex128: { code: 15, bits: 128, list: "doubles", parts: 2 },
  bfloat16: { code: 16, bits: 16, list: "int32s", array: Uint16Array, widen: fromBfloat16 },
  float8e4m3fn: { code: 17, bits: 8, list: "int32s" },
  float8e4m3fnuz: { code: 18, bits: 8, list: "int32s" },
  float8e5m2: { code: 19, bits: 8, list: "int32s" },
  float8e5m2fnuz: { code: 20, bits: 8, list: "int32s" },
  uint4: { code: 21, bits: 4, list: "int32s" },
  int4: { code: 22, bits: 4, list: "int32s" },
  float4e2m1: { code: 23, bits: 4, list: "int32s" },
  float8e8m0: { code: 24, bits: 8, list: "int32s" },
  uint2: { code: 25, bits: 2, list: "int32s" },
  int2: { code: 26, bits: 2, list: "int32s" },
} as const satisfies Record<string, Element>;

export type OnnxDtype = keyof typeof ELEMENTS;

/** What the table says, with the optional parts there may be. */
export const elementOf = (dtype: OnnxDtype): Element => ELEMENTS[dtype];

const BY_CODE = new Map<number, OnnxDtype>(
  (Object.keys(ELEMENTS) as OnnxDtype[]).map((name) => [ELEMENTS[name].code, name]),
);

/** Undefined for a code that has no meaning. */
export const dtypeOfCode = (code: number): OnnxDtype | undefined => BY_CODE.get(code);

/** Bytes of so many elements, the last one filled up; null where they are texts. */
export function bytesOfElements(dtype: OnnxDtype, count: number): number | null {
  const { bits } = elementOf(dtype);
  return bits === 0 ? null : Math.ceil((count * bits) / 8);
}
