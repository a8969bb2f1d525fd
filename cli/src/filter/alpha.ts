/**
 * Filtering with transparency: what cannot be seen must not colour what can. With opacity a, colour
 * c, kernel w, its sum S, and W·x the filtered x:
 *
 *   smoothing (no negative weight)   alpha′ = W·a,  colour′ = W·(a·c) / W·a
 *   anything else                    alpha′ = a,    colour′ = W·(a·c) + c·(S − W·a)
 *
 * The second says: a neighbour counts as far as it is opaque, and as the centre for the rest. Both
 * are the plain filter where everything is opaque.
 *
 * Source: Knutsson and Westin, "Normalized and differential convolution", CVPR 1993.
 */
import type { Axis } from "convoke";
import { type FilterKernel, isSmoothing, sumOf } from "../kernels/kernel.ts";
import type { Planes } from "./convolve.ts";

/** Colour planes multiplied by opacity, and the opacity behind them, 0 to 1. */
export function premultiply(color: Planes, alpha: Float32Array, white: number): Planes {
  const size = color.width * color.height;
  const data = new Float32Array((color.count + 1) * size);
  for (let i = 0; i < size; i++) {
    const a = alpha[i] / white;
    for (let c = 0; c < color.count; c++) data[c * size + i] = color.data[c * size + i] * a;
    data[color.count * size + i] = a;
  }
  return { ...color, data, count: color.count + 1 };
}

export interface Combined {
  readonly color: Float32Array;
  /** On the scale of the file. */
  readonly alpha: Float32Array;
}

export function combine(
  filtered: Planes,
  kernel: FilterKernel,
  source: { readonly color: Planes; readonly alpha: Float32Array; readonly white: number },
  axes: readonly Axis[],
): Combined {
  const { width, height, count, data } = filtered;
  const size = width * height;
  const planes = count - 1;
  const opacity = data.subarray(planes * size);
  const color = new Float32Array(planes * size);
  const alpha = new Float32Array(size);
  const sum = sumOf(kernel);
  const smoothing = isSmoothing(kernel);
  const [rows, columns] = axes.map(centres);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const from = rows[y] * source.color.width + columns[x];
      if (smoothing) {
        alpha[i] = (opacity[i] / sum) * source.white;
        for (let c = 0; c < planes; c++) {
          color[c * size + i] = opacity[i] > 1e-6 ? (data[c * size + i] / opacity[i]) * sum : 0;
        }
      } else {
        alpha[i] = source.alpha[from];
        for (let c = 0; c < planes; c++) {
          const centre = source.color.data[c * source.color.width * source.color.height + from];
          // What cannot be seen at all has no surroundings to be compared with.
          const seen = source.alpha[from] > 0;
          color[c * size + i] = seen
            ? data[c * size + i] + centre * (sum - opacity[i])
            : centre * sum;
        }
      }
    }
  }
  return { color, alpha };
}

/** The input index under the middle of the kernel, for every output of an axis. */
function centres({ input, output, stride, dilation, kernel, before }: Axis): Int32Array {
  const middle = Math.floor((kernel - 1) / 2) * dilation - before;
  return Int32Array.from({ length: output }, (_, o) =>
    Math.min(input - 1, Math.max(0, o * stride + middle)),
  );
}
