/** Layers to try what is said of all of them on. */
import { type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import type { Layer } from "./matrices.ts";

/** The book's: an image that counts from 1, a kernel that counts from 1. */
export const BOOK: Layer = {
  x: tensor([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
  w: tensor([1, 1, 2, 2], [1, 2, 3, 4]),
  stride: 1,
  padding: 0,
  dilation: 1,
};

/** Small layers of all kinds with whole numbers: sums of their products are exact in float32. */
export const layersOfIntegers = (count: number, seed: number): Layer[] =>
  layers(count, seed, (r) => Math.floor(9 * r) - 4);

/** The same with fractions: sums of their products are rounded. */
export const layersOfFractions = (count: number, seed: number): Layer[] =>
  layers(count, seed, (r) => 2 * r - 1);

/** Layers whose stride divides the image, padded so that each step of it has a window. */
export function evenLayers(count: number, seed: number): Layer[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  return Array.from({ length: count }, () => {
    const stride = upTo(3);
    return {
      x: tensor([1, upTo(3), stride * upTo(4), stride * upTo(4)]),
      w: tensor([1, 1, stride - 1 + upTo(3), stride - 1 + upTo(3)]),
      stride,
      padding: "same" as const,
      dilation: 1,
    };
  }).map((layer) => ({ ...layer, w: tensor([1, layer.x.shape[1], ...layer.w.shape.slice(2)]) }));
}

function layers(count: number, seed: number, value: (r: number) => number): Layer[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const filled = (shape: number[]): Tensor => {
    const made = tensor(shape);
    for (let i = 0; i < made.data.length; i++) made.data[i] = value(next());
    return made;
  };
  return Array.from({ length: count }, () => {
    const [channels, dilation] = [upTo(3), upTo(2)];
    const kernel = [upTo(3), upTo(3)];
    const image = kernel.map((k) => (k - 1) * dilation + upTo(5));
    return {
      x: filled([1, channels, ...image]),
      w: filled([upTo(3), channels, ...kernel]),
      stride: upTo(3),
      padding: upTo(3) - 1,
      dilation,
    };
  });
}
