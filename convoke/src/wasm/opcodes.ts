/**
 * The WebAssembly instructions the engine emits: one literal table, walked by the encoder and by
 * the text printer. `code` is the opcode byte, or the number behind the prefix `0xfd` (SIMD).
 *
 * Source: WebAssembly core specification 3.0, appendix "Index of Instructions".
 */

/** What follows the opcode: how `encode` writes it and how `text` prints it. */
export type Immediate =
  | "none"
  | "index" // a local or function index, or a branch depth
  | "i32"
  | "f32"
  | "memory" // alignment exponent and byte offset
  | "lane"
  | "memory-lane"
  | "lanes" // of i8x16.shuffle: sixteen bytes
  | "void-block"; // a block without a result

interface Opcode {
  readonly code: number;
  readonly simd?: true;
  readonly immediate: Immediate;
}

const plain = (code: number, immediate: Immediate = "none") => ({ code, immediate }) as const;
const simd = (code: number, immediate: Immediate = "none") =>
  ({ code, simd: true, immediate }) as const;

export const OPCODES = {
  block: plain(0x02, "void-block"),
  loop: plain(0x03, "void-block"),
  if: plain(0x04, "void-block"),
  else: plain(0x05),
  end: plain(0x0b),
  br: plain(0x0c, "index"),
  br_if: plain(0x0d, "index"),
  call: plain(0x10, "index"),
  select: plain(0x1b),
  "local.get": plain(0x20, "index"),
  "local.set": plain(0x21, "index"),
  "local.tee": plain(0x22, "index"),
  "i32.load": plain(0x28, "memory"),
  "f32.load": plain(0x2a, "memory"),
  "i32.store": plain(0x36, "memory"),
  "f32.store": plain(0x38, "memory"),
  "i32.const": plain(0x41, "i32"),
  "f32.const": plain(0x43, "f32"),
  "i32.eqz": plain(0x45),
  "i32.eq": plain(0x46),
  "i32.lt_s": plain(0x48),
  "i32.ge_s": plain(0x4e),
  "i32.add": plain(0x6a),
  "i32.sub": plain(0x6b),
  "i32.mul": plain(0x6c),
  "i32.div_u": plain(0x6e),
  "i32.rem_u": plain(0x70),
  "i32.shl": plain(0x74),
  "f32.add": plain(0x92),
  "f32.sub": plain(0x93),
  "f32.mul": plain(0x94),
  "f32.div": plain(0x95),
  "f32.min": plain(0x96),
  "f32.max": plain(0x97),
  "v128.load": simd(0, "memory"),
  "v128.load32_splat": simd(9, "memory"),
  "v128.store": simd(11, "memory"),
  "i8x16.shuffle": simd(13, "lanes"),
  "f32x4.splat": simd(19),
  "f32x4.extract_lane": simd(31, "lane"),
  "v128.store32_lane": simd(90, "memory-lane"),
  "f32x4.add": simd(228),
  "f32x4.sub": simd(229),
  "f32x4.mul": simd(230),
  "f32x4.div": simd(231),
  "f32x4.min": simd(232),
  "f32x4.max": simd(233),
  /** Relaxed SIMD: a·b + c, fused or not as the machine likes; the probe finds out which. */
  "f32x4.relaxed_madd": simd(0x105),
} as const satisfies Record<string, Opcode>;

export type OpcodeName = keyof typeof OPCODES;
export const SIMD_PREFIX = 0xfd;

/** Value types and their encodings. */
export const VALUE_TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = keyof typeof VALUE_TYPES;
