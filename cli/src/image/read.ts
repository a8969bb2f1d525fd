/**
 * File → Picture. The content decides the format, never the name. Sixteen bits stay sixteen, the
 * EXIF orientation is applied, and colours with an ICC profile come as sRGB.
 */
import { readFile } from "node:fs/promises";
import sharp, { type Metadata } from "sharp";
import { Failure, reasonOf } from "../failure.ts";
import { FORMATS, type ImageFormat, type Picture } from "./image.ts";

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
  const bytes = await readBytes(path);
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
  const { width, height } = meta;
  if (width * height > maxPixels) {
    throw new Failure(
      "input",
      `expected at most ${maxPixels} pixels in ${name}, got ${width} × ${height} (raise the limit with --max-pixels)`,
    );
  }
  try {
    return await decode(bytes, format, meta);
  } catch (error) {
    throw refuse(`got damaged data (${reasonOf(error)})`);
  }
}

async function decode(bytes: Buffer, format: ImageFormat, meta: Metadata): Promise<Picture> {
  const deep = meta.depth !== "uchar" && !/^(b-w|srgb|cmyk)$/.test(meta.space ?? "");
  const gray = meta.space === "b-w" || meta.space === "grey16";
  // Asked for b-w, sharp drops the alpha of an 8-bit picture: gray with alpha comes as colour.
  const space = deep ? (gray ? "grey16" : "rgb16") : gray && !meta.hasAlpha ? "b-w" : "srgb";
  const { data, info } = await sharp(bytes, { limitInputPixels: false, failOn: "warning" })
    .autoOrient()
    .toColourspace(space)
    .raw({ depth: deep ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const codes = deep
    ? new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength))
    : data;
  return {
    width,
    height,
    codes,
    channels,
    planes: gray ? 1 : 3,
    hasAlpha: channels === 2 || channels === 4,
    bits: deep ? 16 : 8,
    format,
    pages: meta.pages ?? 1,
  };
}
