/** Results as they are before they are brought to 0 … 255 and rounded: with signs, in float32. */
import { compileImage, imageFilter } from "convoke/images";
import { bandsOf, gather } from "./bands.ts";
import type { Setting } from "./filters.ts";
import type { Planes } from "./planes.ts";

export interface Numbers extends Omit<Planes, "pixels"> {
  readonly pixels: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
}

/** In the bands of the page, as the filter of the page does, but for the rounding. */
export async function unrounded(
  planes: Planes,
  { kernel, border, threads }: Setting,
): Promise<Numbers> {
  const { width, height, channels } = planes;
  const bands = bandsOf(width, height);
  const plan = imageFilter({
    width,
    height: bands.height + kernel.rows - 1,
    channels,
    kernel,
    border,
    threads,
    output: "f32",
  });
  using band = await compileImage(plan);
  const pixels = new Float32Array(width * height * channels);
  for (const top of bands.tops) {
    gather(planes, top, band);
    await band.run();
    const from = plan.problem.anchor[0] * width * channels;
    const results = band.output.subarray(from, from + bands.height * width * channels);
    pixels.set(results as Float32Array, top * width * channels);
  }
  return { width, height, channels, pixels };
}
