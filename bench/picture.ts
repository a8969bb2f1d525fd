/** The photograph that is filtered: 12 megapixels, gray or RGB, from the shared data or enlarged. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "convoke";
import { load } from "./engine.ts";
import { ROOT } from "./places.ts";

interface Pipeline {
  resize(options: { width: number; height: number; fit: "fill" }): Pipeline;
  removeAlpha(): Pipeline;
  grayscale(): Pipeline;
  raw(): Pipeline;
  toBuffer(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Interleaved bytes of the problem's input. */
export async function pictureOf({ axes, inChannels }: Problem): Promise<Uint8Array<ArrayBuffer>> {
  const { default: sharp } = await load<{ default: (path: string) => Pipeline }>("sharp");
  const [height, width] = axes.map((axis) => axis.input);
  const picture = sharp(photograph()).resize({ width, height, fit: "fill" }).removeAlpha();
  return await (inChannels === 1 ? picture.grayscale() : picture).raw().toBuffer();
}

function photograph(): string {
  const shared = process.env.CONVOKE_SHARED ?? join(ROOT, "..", "shared");
  const large = join(shared, "data", "images", "dandelion-16mp-5312x2988.jpg");
  return existsSync(large) ? large : join(ROOT, "docs", "acanthus.jpg");
}
