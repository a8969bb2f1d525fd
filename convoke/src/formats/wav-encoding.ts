/** How a WAV file writes one sample; full scale is 1 whatever the width. */

interface Codec {
  /** What the format calls it: 1 is PCM, 3 is IEEE float. */
  readonly tag: 1 | 3;
  /** Bytes of one sample. */
  readonly width: number;
  read(view: DataView, at: number): number;
  write(view: DataView, at: number, value: number): void;
}

/** Whole numbers from −2^(bits−1) to 2^(bits−1) − 1 stand for −1 to almost 1. */
function pcm(
  bits: number,
  read: (view: DataView, at: number) => number,
  write: (view: DataView, at: number, code: number) => void,
): Codec {
  const scale = 2 ** (bits - 1);
  return {
    tag: 1,
    width: bits / 8,
    read: (view, at) => read(view, at) / scale,
    // 1 itself has no code: it takes the largest there is.
    write: (view, at, value) => write(view, at, Math.min(Math.round(value * scale), scale - 1)),
  };
}

/** Bytes are the one width that has no sign: 128 is silence. */
const WAV_CODECS = {
  pcm8: pcm(
    8,
    (v, at) => v.getUint8(at) - 128,
    (v, at, code) => v.setUint8(at, code + 128),
  ),
  pcm16: pcm(
    16,
    (v, at) => v.getInt16(at, true),
    (v, at, code) => v.setInt16(at, code, true),
  ),
  pcm24: pcm(
    24,
    (v, at) => v.getUint16(at, true) + v.getInt8(at + 2) * 65536,
    (v, at, code) => {
      v.setUint16(at, code & 0xffff, true);
      v.setInt8(at + 2, code >> 16);
    },
  ),
  pcm32: pcm(
    32,
    (v, at) => v.getInt32(at, true),
    (v, at, code) => v.setInt32(at, code, true),
  ),
  float32: {
    tag: 3,
    width: 4,
    read: (v, at) => v.getFloat32(at, true),
    write: (v, at, value) => v.setFloat32(at, value, true),
  },
  float64: {
    tag: 3,
    width: 8,
    read: (v, at) => v.getFloat64(at, true),
    write: (v, at, value) => v.setFloat64(at, value, true),
  },
} as const satisfies Record<string, Codec>;

export type WavEncoding = keyof typeof WAV_CODECS;
export const WAV_ENCODINGS = Object.keys(WAV_CODECS) as readonly WavEncoding[];
export const wavCodec = (encoding: WavEncoding): Codec => WAV_CODECS[encoding];
