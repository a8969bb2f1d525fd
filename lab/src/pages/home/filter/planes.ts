/** A picture as the filter reads it: channels interleaved, 8 bits each, decoded by the browser. */

export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Beyond it one copy of the pixels takes over 300 MB. */
const MOST_PIXELS = 100e6;
/** Rows that are read from the canvas at once: all of them would hold 64 MB twice. */
const BAND = 256;

/**
 * The colours of a bitmap, over white where it is transparent. The bitmap stays open.
 *
 * @throws RangeError in one sentence for more than 100 megapixels.
 */
export function planesOf(bitmap: ImageBitmap): Planes {
  const { width, height } = bitmap;
  if (width * height > MOST_PIXELS)
    throw new RangeError(
      `expected at most ${MOST_PIXELS / 1e6} megapixels for a picture, got ${width} × ${height}`,
    );
  const rows = Math.min(BAND, height);
  const canvas = new OffscreenCanvas(width, rows);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("expected a canvas of the browser for the picture, got none");
  const pixels = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y += rows) {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, -y);
    const count = Math.min(rows, height - y) * width;
    const { data } = context.getImageData(0, 0, width, rows);
    for (let i = 0, to = 3 * y * width; i < 4 * count; i += 4, to += 3) {
      pixels[to] = data[i];
      pixels[to + 1] = data[i + 1];
      pixels[to + 2] = data[i + 2];
    }
  }
  return { width, height, channels: 3, pixels };
}

/** Luma as television weighs it (ITU-R BT.601), in whole numbers: 77 + 150 + 29 = 256. */
export function grayOf({ width, height, pixels }: Planes): Planes {
  const gray = new Uint8Array(width * height);
  for (let i = 0, from = 0; i < gray.length; i++, from += 3)
    gray[i] = (77 * pixels[from] + 150 * pixels[from + 1] + 29 * pixels[from + 2] + 128) >> 8;
  return { width, height, channels: 1, pixels: gray };
}
