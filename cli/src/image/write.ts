/** Pictures and stacks → bytes of a file. */

import { tensor } from "convoke";
import { writeNpy } from "convoke/formats";
import sharp from "sharp";
import { floatTiff } from "./float-tiff.ts";
import { type ImageFormat, whiteOf } from "./image.ts";

export type OutputFormat = ImageFormat | "npy";
export type Depth = 8 | 16 | "float";

/** One result, its planes one after another: gray or colour, then alpha where there is one. */
export interface Layer {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly color: Float32Array;
  readonly planes: 1 | 3;
  readonly alpha: Float32Array | null;
}

/** Several layers need a format with pages or axes: npy, TIFF. */
export async function encode(
  layers: readonly Layer[],
  format: OutputFormat,
  depth: Depth,
): Promise<Uint8Array> {
  if (format === "npy") return npy(layers);
  if (depth === "float")
    return floatTiff(
      layers.map((layer) => ({ ...layer, pixels: interleave(layer), channels: channelsOf(layer) })),
    );
  const { width, height } = layers[0];
  const channels = channelsOf(layers[0]);
  const size = width * height * channels;
  const codes =
    depth === 8 ? new Uint8Array(size * layers.length) : new Uint16Array(size * layers.length);
  layers.forEach((layer, i) => codes.set(rounded(interleave(layer), whiteOf(depth)), i * size));
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

const channelsOf = ({ planes, alpha }: Layer): 1 | 2 | 3 | 4 =>
  (planes + (alpha ? 1 : 0)) as 1 | 2 | 3 | 4;

/** Pixel after pixel, as files have them. */
function interleave(layer: Layer): Float32Array {
  const { width, height, color, planes, alpha } = layer;
  const channels = channelsOf(layer);
  const size = width * height;
  const pixels = new Float32Array(size * channels);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < planes; c++) pixels[i * channels + c] = color[c * size + i];
    if (alpha) pixels[i * channels + planes] = alpha[i];
  }
  return pixels;
}

/** Nearest code, ends included. */
const rounded = (values: Float32Array, white: number): Float32Array =>
  values.map((v) => (v > 0 ? Math.min(white, Math.floor(v + 0.5)) : 0));

/** [height, width, channels], or [layers, height, width, channels]; a single channel has no axis. */
function npy(layers: readonly Layer[]): Uint8Array {
  const { width, height } = layers[0];
  const channels = channelsOf(layers[0]);
  const shape = [
    ...(layers.length > 1 ? [layers.length] : []),
    height,
    width,
    ...(channels > 1 ? [channels] : []),
  ];
  const all = tensor(shape);
  layers.forEach((layer, i) => all.data.set(interleave(layer), i * width * height * channels));
  return writeNpy(all);
}
