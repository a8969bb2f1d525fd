/** Pixels whose channels lie next to each other ⇄ planes of floats, one after another. */
import type { Picture } from "./image.ts";

/** Gray, or red, green and blue. */
export const colorOf = (picture: Picture): Float32Array =>
  planesOf(
    picture,
    Array.from({ length: picture.planes }, (_, c) => c),
  );

/** Opacity on the scale of the file, or null. */
export const alphaOf = (picture: Picture): Float32Array | null =>
  picture.hasAlpha ? planesOf(picture, [picture.channels - 1]) : null;

function planesOf(
  { width, height, codes, channels }: Picture,
  wanted: readonly number[],
): Float32Array {
  const size = width * height;
  const planes = new Float32Array(wanted.length * size);
  wanted.forEach((channel, p) => {
    for (let i = 0, from = channel, to = p * size; i < size; i++, from += channels, to++)
      planes[to] = codes[from];
  });
  return planes;
}

/** Planes of `size` elements each, next to each other. */
export function interleave(planes: Float32Array, size: number): Float32Array {
  const count = planes.length / size;
  if (count === 1) return planes;
  const pixels = new Float32Array(planes.length);
  for (let c = 0; c < count; c++) {
    for (let i = 0, to = c; i < size; i++, to += count) pixels[to] = planes[c * size + i];
  }
  return pixels;
}

/** Pixels of `channels` with an opacity behind each. */
export function withAlpha(
  color: ArrayLike<number>,
  alpha: Float32Array,
  channels: number,
): Float32Array {
  const pixels = new Float32Array(alpha.length * (channels + 1));
  for (let i = 0, to = 0; i < alpha.length; i++) {
    for (let c = 0; c < channels; c++) pixels[to++] = color[i * channels + c];
    pixels[to++] = alpha[i];
  }
  return pixels;
}
