/**
 * File → Picture. The content decides the format, never the name. Sixteen bits stay sixteen, floats
 * stay the numbers they are, the EXIF orientation is applied, and colours with an ICC profile come as
 * sRGB.
 */
import { readFile } from "node:fs/promises";
import sharp, { type Metadata, type OutputInfo } from "sharp";
import { Failure, reasonOf } from "../failure.ts";
import { whiteOfTiff } from "./float-tiff.ts";
import { FORMATS, type ImageFormat, type Picture, whiteOf } from "./image.ts";

/** The bytes of a file, or of standard input for `-`. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    if (path !== "-") return await readFile(path);
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    throw new Failure("input", `cannot read ${path}: ${reasonOf(error)}`);
  }
}

/** @throws Failure when the bytes are no picture we read, are damaged, or hold too many pixels. */
export async function readPicture(path: string, maxPixels: number): Promise<Picture> {
  return await decodePicture(path, await readBytes(path), maxPixels);
}

/** The same for bytes that have been read. */
export async function decodePicture(
  path: string,
  bytes: Buffer,
  maxPixels: number,
): Promise<Picture> {
  const name = path === "-" ? "the standard input" : path;
  const refuse = (what: string) =>
    new Failure("input", `expected a PNG, JPEG, WebP or TIFF picture in ${name}, ${what}`);
  if (bytes.length === 0) throw refuse("got no bytes at all");
  const meta = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw refuse(
        `got ${/unsupported/.test(String(error)) ? "something else" : `damaged data (${reasonOf(error)})`}`,
      );
    });
  const format = FORMATS.find((known) => known === meta.format);
  if (!format) throw refuse(`got ${meta.format}`);
  const floats = meta.depth === "float" || meta.depth === "double";
  // Other spaces, such as Lab, are no gray and no colours until they are converted.
  if (floats && meta.space !== "b-w" && meta.space !== "scrgb")
    throw refuse(`got floats in the colour space ${meta.space}`);
  if (!floats && meta.depth !== "uchar" && meta.depth !== "ushort")
    throw refuse(`got numbers of the type ${meta.depth}: 8 and 16 bits and floats are read`);
  const { width, height } = meta;
  if (width * height > maxPixels) {
    throw new Failure(
      "input",
      `expected at most ${maxPixels} pixels in ${name}, got ${width} × ${height} (raise the limit with --max-pixels)`,
    );
  }
  try {
    return await (floats ? decodeFloats : decodeCodes)(bytes, format, meta);
  } catch (error) {
    throw refuse(`got damaged data (${reasonOf(error)})`);
  }
}

async function decodeCodes(bytes: Buffer, format: ImageFormat, meta: Metadata): Promise<Picture> {
  const deep = meta.depth !== "uchar" && !/^(b-w|srgb|cmyk)$/.test(meta.space ?? "");
  const gray = meta.space === "b-w" || meta.space === "grey16";
  // Asked for b-w, sharp drops the alpha of an 8-bit picture: gray with alpha comes as colour.
  const space = deep ? (gray ? "grey16" : "rgb16") : gray && !meta.hasAlpha ? "b-w" : "srgb";
  const { data, info } = await raw(bytes, space, deep ? "ushort" : "uchar");
  const codes = deep ? new Uint16Array(bufferOf(data)) : data;
  const bits = deep ? 16 : 8;
  return { ...pictureOf(info, format, meta, gray), codes, bits, white: whiteOf(bits) };
}

/** In the space they are in: every conversion would change or cut the numbers. */
async function decodeFloats(bytes: Buffer, format: ImageFormat, meta: Metadata): Promise<Picture> {
  const gray = meta.space === "b-w";
  // Asked for b-w, sharp drops the alpha; as colour, it repeats the gray as it is.
  const space = gray ? (meta.hasAlpha ? "srgb" : "b-w") : "scrgb";
  const { data, info } = await raw(bytes, space, "float");
  const codes = new Float32Array(bufferOf(data));
  const white = whiteOfTiff(bytes);
  return { ...pictureOf(info, format, meta, gray), codes, bits: "float", white };
}

const raw = (bytes: Buffer, space: string, depth: "uchar" | "ushort" | "float") =>
  sharp(bytes, { limitInputPixels: false, failOn: "warning" })
    .autoOrient()
    .toColourspace(space)
    .raw({ depth })
    .toBuffer({ resolveWithObject: true });

const bufferOf = ({ buffer, byteOffset, byteLength }: Buffer) =>
  buffer.slice(byteOffset, byteOffset + byteLength);

const pictureOf = (
  { width, height, channels }: OutputInfo,
  format: ImageFormat,
  { pages = 1 }: Metadata,
  gray: boolean,
) =>
  ({
    ...{ width, height, channels, format, pages },
    planes: gray ? 1 : 3,
    hasAlpha: channels === 2 || channels === 4,
  }) as const;
