/** Everything that codes cannot do as they are: transparency, light, other sizes, fine results. */
import type { Picture } from "../image/image.ts";
import { toCodes, toLight } from "../image/light.ts";
import { alphaOf, colorOf, interleave } from "../image/planes.ts";
import type { FilterKernel } from "../kernels/kernel.ts";
import { combine, premultiply } from "./alpha.ts";
import { convolve, type Planes } from "./convolve.ts";
import type { Filtered, FloatReason } from "./filtered.ts";
import type { FilterOptions } from "./options.ts";

/**
 * Filters in floats. Kernels of one size share a problem: the input is read once for all of them.
 *
 * @throws ShapeError when a kernel does not fit the picture.
 */
export async function filterFloats(
  picture: Picture,
  wanted: ReadonlyMap<FilterKernel, FloatReason>,
  options: FilterOptions,
  progress: (share: number) => void,
): Promise<Filtered[]> {
  const { white } = picture;
  const codes = colorOf(picture);
  const alpha = alphaOf(picture);
  const source: Planes = {
    data: options.linearLight ? toLight(codes, white) : codes,
    count: picture.planes,
    width: picture.width,
    height: picture.height,
  };
  const planes = alpha ? premultiply(source, alpha, white) : source;
  const sizeOf = ({ rows, columns }: FilterKernel) => `${rows}×${columns}`;
  const sizes = new Set([...wanted.keys()].map(sizeOf));
  const results: Filtered[] = [];
  for (const [i, size] of [...sizes].entries()) {
    const kernels = [...wanted.keys()].filter((kernel) => sizeOf(kernel) === size);
    const { results: filtered, ...pass } = await convolve(planes, kernels, options, (share) =>
      progress((i + share) / sizes.size),
    );
    for (const [k, kernel] of kernels.entries()) {
      const { width, height, data } = filtered[k];
      const { color, alpha: opacity } = alpha
        ? combine(filtered[k], kernel, { color: source, alpha, white }, pass.problem.axes)
        : { color: data, alpha: null };
      results.push({
        kernel,
        width,
        height,
        color: interleave(options.linearLight ? toCodes(color, white) : color, width * height),
        alpha: opacity,
        pass,
        floatsFor: wanted.get(kernel)!,
      });
    }
  }
  return results;
}
