/** Photographs as tensors, and planes as pictures. */
import { type FloatArray, type Tensor, tensor } from "convoke";
import type { Picture } from "./model/exhibit.ts";
import type { GrayImage } from "./model/study.ts";

/** The middle of a photograph, at most `most` rows and columns of it: [rows, columns]. */
export function middleOf({ rows, columns, values }: GrayImage, most: number): Tensor {
  const [height, width] = [Math.min(rows, most), Math.min(columns, most)];
  const [top, left] = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)];
  const data = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * columns + left;
    data.set(values.subarray(from, from + width), y * width);
  }
  return tensor([height, width], data);
}

/** @param range black and white; by default the least and the greatest of the values. */
export function pictureOf(
  name: string,
  { shape, data }: Tensor<FloatArray>,
  range?: readonly [number, number],
): Picture {
  const [rows, columns] = shape.slice(-2);
  return {
    kind: "picture",
    name,
    rows,
    columns,
    channels: 1,
    values: data,
    range: range ?? spanOf(data),
  };
}

function spanOf(values: FloatArray): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of values) [low, high] = [Math.min(low, v), Math.max(high, v)];
  return low < high ? [low, high] : [low, low + 1];
}
