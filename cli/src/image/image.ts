/** A decoded picture: the codes of the file (0 to 255, or 0 to 65535), pixel after pixel. */
export const FORMATS = ["png", "jpeg", "webp", "tiff"] as const;
export type ImageFormat = (typeof FORMATS)[number];

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** height × width × channels: gray or colour first, opacity last where there is one. */
  readonly codes: Uint8Array | Uint16Array;
  readonly channels: number;
  /** Gray (1), or red, green, blue (3). */
  readonly planes: 1 | 3;
  readonly hasAlpha: boolean;
  readonly bits: 8 | 16;
  readonly format: ImageFormat;
  /** Pages of the file, of which this is the first. */
  readonly pages: number;
}

/** The code value of white. */
export const whiteOf = (bits: 8 | 16): number => (bits === 8 ? 255 : 65535);
