/** A k×k correlation in strips Δ columns wide, and what a small cache has to fetch for it. */
import { conv2d, type Tensor, tensor } from "convoke";
import { rowsOf } from "../matrices.ts";

export interface Scan {
  readonly taps: number;
  /** Of the output. */
  readonly rows: number;
  readonly columns: number;
  /** Δ: output columns of a strip. */
  readonly width: number;
  /** Pixels that the cache holds. */
  readonly cache: number;
}

/**
 * Pixels fetched: the cache forgets the pixel longest unused. A strip is longer than the cache, so that
 * nothing is left for the next one.
 */
export function fetches({ taps, rows, columns, width, cache }: Scan): number {
  let count = 0;
  for (let left = 0; left < columns; left += width) {
    const held = new Set<number>();
    const right = Math.min(left + width, columns);
    for (let row = 0; row < rows; row++)
      for (let column = left; column < right; column++)
        for (let i = 0; i < taps; i++)
          for (let j = 0; j < taps; j++) {
            const pixel = (row + i) * (columns + taps - 1) + column + j;
            if (!held.delete(pixel)) count++;
            held.add(pixel);
            if (held.size > cache) held.delete(held.values().next().value!);
          }
  }
  return count;
}

/** [rows, columns] with [k, k], valid windows, each strip from the columns that it needs alone. */
export async function inStrips(x: Tensor, k: Tensor, width: number): Promise<Tensor> {
  const [rows, columns] = x.shape.map((extent) => extent - k.shape[0] + 1);
  const y = rowsOf(rows, columns, () => 0);
  for (let left = 0; left < columns; left += width) {
    const count = Math.min(width, columns - left);
    const strip = rowsOf(
      x.shape[0],
      count + k.shape[1] - 1,
      (row, column) => x.data[row * x.shape[1] + left + column],
    );
    const part = await whole(strip, k);
    for (let row = 0; row < rows; row++)
      y.data.set(part.data.subarray(row * count, (row + 1) * count), row * columns + left);
  }
  return y;
}

export async function whole(x: Tensor, k: Tensor): Promise<Tensor> {
  const y = await conv2d(tensor([1, 1, ...x.shape], x.data), tensor([1, 1, ...k.shape], k.data), {
    accuracy: "exact",
  });
  return tensor(y.shape.slice(2), y.data);
}

/** The same on plain arrays, output by output down each strip: to be timed. */
export function scanned(
  x: Float32Array,
  columns: number,
  k: Float32Array,
  taps: number,
  width: number,
): Float32Array {
  const rows = x.length / columns - taps + 1;
  const across = columns - taps + 1;
  const y = new Float32Array(rows * across);
  for (let left = 0; left < across; left += width) {
    const right = Math.min(left + width, across);
    for (let row = 0; row < rows; row++)
      for (let column = left; column < right; column++) {
        let sum = 0;
        for (let i = 0; i < taps; i++)
          for (let j = 0; j < taps; j++)
            sum += x[(row + i) * columns + column + j] * k[i * taps + j];
        y[row * across + column] = sum;
      }
  }
  return y;
}
