/** A decoded picture: the numbers of the file (codes 0 to 255 or 65535, or floats), pixel after pixel. */
export const FORMATS = ["png", "jpeg", "webp", "tiff"] as const;
export type ImageFormat = (typeof FORMATS)[number];

/** Bits of a code; floats are no codes: they have signs, and no end. */
export type Depth = 8 | 16 | "float";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** height × width × channels: gray or colour first, opacity last where there is one. */
  readonly codes: Uint8Array | Uint16Array | Float32Array;
  readonly channels: number;
  /** Gray (1), or red, green, blue (3). */
  readonly planes: 1 | 3;
  readonly hasAlpha: boolean;
  readonly bits: Depth;
  /** The value of white. */
  readonly white: number;
  readonly format: ImageFormat;
  /** Pages of the file, of which this is the first. */
  readonly pages: number;
}

/** The code value of white. */
export const whiteOf = (bits: 8 | 16): number => (bits === 8 ? 255 : 65535);
