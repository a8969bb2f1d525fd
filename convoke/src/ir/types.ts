/** What values and elements of buffers can be, how wide they are, and which instructions move them. */
import { InternalError } from "../errors.ts";
import type { OpcodeName, ValueType } from "../wasm/opcodes.ts";
import type { Element, TreeType } from "./tree.ts";

/** WebAssembly knows one type of vector; the tree knows how its 128 bits are meant. */
export const wasmType = (type: TreeType): ValueType =>
  type === "i32" || type === "f32" ? type : "v128";

/** Lanes of a value; a scalar is one. */
export const LANES = { i32: 1, f32: 1, v128: 4, i32x4: 4, i16x8: 8, i8x16: 16 } as const satisfies {
  readonly [T in TreeType]: number;
};

/** Bytes of an element. */
export const BYTES = { u8: 1, u16: 2, i16: 2, i32: 4, f32: 4 } as const satisfies {
  readonly [E in Element]: number;
};

type Moves = { readonly [E in Element]: { readonly [T in TreeType]?: OpcodeName } };

/** Which values an element can be read as: as it is, or each lane made wider. */
const LOADS: Moves = {
  u8: { i32: "i32.load8_u", i8x16: "v128.load", i16x8: "v128.load8x8_u" },
  u16: { i32: "i32.load16_u", i16x8: "v128.load", i32x4: "v128.load16x4_u" },
  i16: { i32: "i32.load16_s", i16x8: "v128.load", i32x4: "v128.load16x4_s" },
  i32: { i32: "i32.load", i32x4: "v128.load" },
  f32: { f32: "f32.load", v128: "v128.load" },
};

const STORES: Moves = {
  u8: { i32: "i32.store8", i8x16: "v128.store" },
  u16: { i32: "i32.store16", i16x8: "v128.store" },
  i16: { i32: "i32.store16", i16x8: "v128.store" },
  i32: { i32: "i32.store", i32x4: "v128.store" },
  f32: { f32: "f32.store", v128: "v128.store" },
};

const found = (moves: Moves, element: Element, type: TreeType, verb: string): OpcodeName => {
  const op = moves[element][type];
  if (!op) throw new InternalError(`${element} is not ${verb} as ${type}`);
  return op;
};

/** @throws InternalError when elements of this kind are not read as such a value. */
export const loadOp = (element: Element, type: TreeType): OpcodeName =>
  found(LOADS, element, type, "loaded");

/** @throws InternalError when such a value is not stored as elements of this kind. */
export const storeOp = (element: Element, type: TreeType): OpcodeName =>
  found(STORES, element, type, "stored");

/** Stores of a part of a vector, by bytes. */
export const LANE_STORES = {
  1: "v128.store8_lane",
  2: "v128.store16_lane",
  4: "v128.store32_lane",
  8: "v128.store64_lane",
} as const satisfies Record<number, OpcodeName>;
