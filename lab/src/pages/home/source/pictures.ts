/** The pictures that are always there. */
import photograph from "virtual:photograph";
import type { Sample } from "../parameters.ts";

/** Decoded or drawn; to be handed to the worker. */
export async function sample(name: Sample): Promise<Blob | ImageBitmap> {
  if (name === "plate") return createImageBitmap(zonePlate(1024, 768));
  const response = await fetch(photograph);
  if (!response.ok) throw new Error(`expected the photograph to load, got ${response.status}`);
  return response.blob();
}

/**
 * Waves of every direction and wavelength: half = 1/2 + cos(k r²)/2 reaches the finest there is,
 * 2 pixels, at the nearest edge. Below it edges that are sharp, sloped, round and one pixel wide.
 */
export function zonePlate(width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  const band = Math.floor(height / 4);
  const [cx, cy] = [width / 2, (height - band) / 2];
  const rate = Math.PI / (2 * Math.min(cx, cy));
  const pixels = new Uint32Array(image.data.buffer);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const wave = 127.5 + 127.5 * Math.cos(rate * ((x - cx) ** 2 + (y - cy) ** 2));
      const value = y < height - band ? wave : edges(x / width, (y - height + band) / band, x);
      pixels[at] = 0xff000000 | (Math.round(value) * 0x10101);
    }
  }
  return image;
}

/** @param u from the left, @param v from the top, as shares; @param x the same in pixels. */
function edges(u: number, v: number, x: number): number {
  if (u < 0.2) return u < 0.1 ? 32 : 224;
  if (u < 0.4) return u + 0.06 * v < 0.33 ? 224 : 32;
  if (u < 0.6) return Math.hypot((u - 0.5) * 5.3, v - 0.5) < 0.35 ? 224 : 32;
  if (u < 0.8) return x % 16 === 0 ? 255 : 64;
  return 255 * ((u - 0.8) / 0.2);
}
