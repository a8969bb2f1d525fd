/** A picture that was drawn as SVG → a file, as it is or as PNG. */
import { extname } from "node:path";
import sharp from "sharp";
import { Failure } from "../../failure.ts";
import { writeWhole } from "../../image/atomic.ts";

/** @throws Failure for other names than .svg and .png. */
export function checkPicture(path: string): void {
  if (/\.(svg|png)$/i.test(path)) return;
  throw new Failure(
    "usage",
    `expected a name that ends in .svg or .png for --picture, got ${extname(path) || path}`,
  );
}

export async function writePicture(path: string, svg: string): Promise<void> {
  const bytes = new TextEncoder().encode(svg);
  const png = /\.png$/i.test(path);
  await writeWhole(path, png ? await sharp(bytes, { density: 144 }).png().toBuffer() : bytes);
}
