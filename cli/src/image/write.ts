/** Pictures and stacks → bytes of a file. */

import { tensor } from "convoke";
import { writeNpy } from "convoke/formats";
import sharp from "sharp";
import { floatTiff } from "./float-tiff.ts";
import { type Depth, type ImageFormat, whiteOf } from "./image.ts";

export type OutputFormat = ImageFormat | "npy";

/** One result; pixels that are no codes of the file yet are rounded when it is written. */
export interface Layer {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly planes: 1 | 3;
  /** `planes`, and opacity where there is one. */
  readonly channels: 1 | 2 | 3 | 4;
  /** height × width × channels */
  readonly pixels: Pixels;
  /** The value of white among them. */
  readonly white: number;
}

export type Pixels = Uint8Array | Uint16Array | Int16Array | Float32Array;

/** Several layers need a format with pages or axes: npy, TIFF. */
export async function encode(
  layers: readonly Layer[],
  format: OutputFormat,
  depth: Depth,
): Promise<Uint8Array> {
  if (format === "npy") return npy(layers);
  if (depth === "float")
    return floatTiff(
      layers.map((layer) => ({ ...layer, pixels: Float32Array.from(layer.pixels) })),
    );
  const { width, height, channels } = layers[0];
  const codes = codesOf(layers, depth);
  const gray = layers[0].planes === 1;
  const space = depth === 8 ? (gray ? "b-w" : "srgb") : gray ? "grey16" : "rgb16";
  const raw = {
    width,
    height: height * layers.length,
    channels,
    ...(layers.length > 1 ? { pageHeight: height } : {}),
  };
  const image = sharp(codes, { raw, limitInputPixels: false }).toColourspace(space);
  switch (format) {
    case "png":
      return image.png().toBuffer();
    case "jpeg":
      return image.jpeg({ quality: 95, chromaSubsampling: "4:4:4" }).toBuffer();
    case "webp":
      return image.webp({ lossless: true }).toBuffer();
    case "tiff":
      // The default compression of sharp is JPEG, which would turn 16 bits into 8.
      return image.tiff({ compression: "deflate" }).toBuffer();
    default:
      return format satisfies never;
  }
}

/** The codes of all layers, one after another. */
function codesOf(layers: readonly Layer[], depth: 8 | 16): Uint8Array | Uint16Array {
  const Codes = depth === 8 ? Uint8Array : Uint16Array;
  const [{ pixels }] = layers;
  if (layers.length === 1 && pixels instanceof Codes) return pixels;
  const codes = new Codes(pixels.length * layers.length);
  layers.forEach((layer, i) => {
    round(layer.pixels, whiteOf(depth), codes.subarray(i * pixels.length));
  });
  return codes;
}

/** Nearest code, ends included. */
function round(values: Pixels, white: number, codes: Uint8Array | Uint16Array): void {
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    codes[i] = v > 0 ? Math.min(white, Math.floor(v + 0.5)) : 0;
  }
}

/** [height, width, channels], or [layers, height, width, channels]; a single channel has no axis. */
function npy(layers: readonly Layer[]): Uint8Array {
  const { width, height, channels } = layers[0];
  const shape = [
    ...(layers.length > 1 ? [layers.length] : []),
    height,
    width,
    ...(channels > 1 ? [channels] : []),
  ];
  const all = tensor(shape);
  layers.forEach((layer, i) => all.data.set(layer.pixels, i * width * height * channels));
  return writeNpy(all);
}
