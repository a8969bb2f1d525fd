/** A decoded picture: planes of float32 in the code values of the file (0 to 255, or 0 to 65535). */
export const FORMATS = ["png", "jpeg", "webp", "tiff"] as const;
export type ImageFormat = (typeof FORMATS)[number];

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 (gray) or 3 (red, green, blue) planes, one after another. */
  readonly color: Float32Array;
  readonly planes: 1 | 3;
  /** Opacity on the same scale, or null. */
  readonly alpha: Float32Array | null;
  readonly bits: 8 | 16;
  readonly format: ImageFormat;
  /** Pages of the file, of which this is the first. */
  readonly pages: number;
}

/** The code value of white. */
export const whiteOf = (bits: 8 | 16): number => (bits === 8 ? 255 : 65535);
