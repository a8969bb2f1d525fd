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
  "i32.load8_u": plain(0x2d, "memory"),
  "i32.load16_s": plain(0x2e, "memory"),
  "i32.load16_u": plain(0x2f, "memory"),
  "i32.store": plain(0x36, "memory"),
  "f32.store": plain(0x38, "memory"),
  "i32.store8": plain(0x3a, "memory"),
  "i32.store16": plain(0x3b, "memory"),
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
  "v128.load8x8_u": simd(2, "memory"),
  "v128.load16x4_s": simd(3, "memory"),
  "v128.load16x4_u": simd(4, "memory"),
  "v128.load32_splat": simd(9, "memory"),
  "v128.store": simd(11, "memory"),
  "i8x16.shuffle": simd(13, "lanes"),
  "i16x8.splat": simd(16),
  "i32x4.splat": simd(17),
  "f32x4.splat": simd(19),
  "f32x4.extract_lane": simd(31, "lane"),
  "f32x4.lt": simd(67),
  "f32x4.ge": simd(70),
  "v128.or": simd(80),
  "v128.xor": simd(81),
  "v128.bitselect": simd(82),
  "v128.store8_lane": simd(88, "memory-lane"),
  "v128.store16_lane": simd(89, "memory-lane"),
  "v128.store32_lane": simd(90, "memory-lane"),
  "v128.store64_lane": simd(91, "memory-lane"),
  "f32x4.nearest": simd(106),
  "i8x16.narrow_i16x8_u": simd(102),
  "i16x8.narrow_i32x4_s": simd(133),
  "i16x8.narrow_i32x4_u": simd(134),
  "i16x8.extend_low_i8x16_u": simd(137),
  "i16x8.extend_high_i8x16_u": simd(138),
  "i16x8.shl": simd(139),
  "i16x8.shr_s": simd(140),
  "i16x8.shr_u": simd(141),
  "i16x8.add": simd(142),
  "i16x8.sub": simd(145),
  "i16x8.mul": simd(149),
  "i16x8.min_u": simd(151),
  "i32x4.extend_low_i16x8_s": simd(167),
  "i32x4.extend_high_i16x8_s": simd(168),
  "i32x4.extend_low_i16x8_u": simd(169),
  "i32x4.extend_high_i16x8_u": simd(170),
  "i32x4.shl": simd(171),
  "i32x4.shr_s": simd(172),
  "i32x4.shr_u": simd(173),
  "i32x4.add": simd(174),
  "i32x4.sub": simd(177),
  "i32x4.mul": simd(181),
  "i32x4.dot_i16x8_s": simd(186),
  "f32x4.sqrt": simd(227),
  "f32x4.add": simd(228),
  "f32x4.sub": simd(229),
  "f32x4.mul": simd(230),
  "f32x4.div": simd(231),
  "f32x4.min": simd(232),
  "f32x4.max": simd(233),
  "i32x4.trunc_sat_f32x4_s": simd(248),
  "f32x4.pmax": simd(235),
  "f32x4.convert_i32x4_s": simd(250),
  /** Relaxed SIMD: a·b + c, fused or not as the machine likes; the probe finds out which. */
  "f32x4.relaxed_madd": simd(0x105),
} as const satisfies Record<string, Opcode>;

export type OpcodeName = keyof typeof OPCODES;
export const SIMD_PREFIX = 0xfd;

/** Value types and their encodings. */
export const VALUE_TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = keyof typeof VALUE_TYPES;
