/** Layers with strides, and their products counted one by one. */
import { type ConvOptions, inputShape, outputShape, resolve, type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { taps } from "convoke/reference";

export interface StridedLayer {
  readonly input: readonly number[];
  readonly weight: readonly number[];
  readonly padding: number;
  readonly stride: readonly [number, number];
}

export const unstrided = (layer: StridedLayer): StridedLayer => ({ ...layer, stride: [1, 1] });

/** Rows and columns of the result. */
export const extentOf = (layer: StridedLayer): readonly number[] =>
  outputShape(resolve(layer)).slice(2);

/** Products that make the result, listed by the definition: one call for each output position. */
export function listedProducts(layer: StridedLayer): number {
  const problem = resolve(layer);
  const [batch, channels, rows, columns] = outputShape(problem);
  let count = 0;
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++)
      count += taps(problem, { batch: 0, channel: 0, spatial: [y, x] }).length;
  return batch * channels * count;
}

export const inputBytes = (layer: StridedLayer): number =>
  4 * inputShape(resolve(layer)).reduce((a, b) => a * b);

/** Small layers of odd sizes; strides from 1 to 5, at least one of them above 1. */
export function layers(count: number, seed: number): StridedLayer[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  return Array.from({ length: count }, () => {
    const [kh, kw] = [upTo(3), upTo(4)];
    const [down, across] = [upTo(5), upTo(5)];
    return {
      input: [1, upTo(3), kh + upTo(11), kw + upTo(11)],
      weight: [upTo(3), 1, kh, kw],
      padding: upTo(3) - 1,
      stride: [down === 1 && across === 1 ? 2 : down, across] as const,
    };
  }).map(({ weight: [outputs, , ...taps], ...layer }) => ({
    ...layer,
    weight: [outputs, layer.input[1], ...taps],
  }));
}

/** Whole numbers for a layer: its sums are exact. */
export function numbersFor({ input, weight }: StridedLayer, seed: number): [Tensor, Tensor] {
  const next = random(seed);
  const whole = (shape: readonly number[]) =>
    tensor(
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b) }, () => Math.floor(next() * 9) - 4),
    );
  return [whole(input), whole(weight)];
}

export const optionsOf = ({ padding, stride }: StridedLayer): ConvOptions => ({
  padding,
  stride,
  accuracy: "exact",
});

/** Every s-th row and column, from the first on. */
export function everyOther(y: Tensor, [down, across]: readonly [number, number]): Tensor {
  const [images, channels, rows, columns] = y.shape;
  const [height, width] = [Math.ceil(rows / down), Math.ceil(columns / across)];
  const data = new Float32Array(images * channels * height * width);
  data.forEach((_, i) => {
    const [plane, row, column] = [
      Math.floor(i / (height * width)),
      Math.floor(i / width) % height,
      i % width,
    ];
    data[i] = y.data[(plane * rows + row * down) * columns + column * across];
  });
  return { shape: [images, channels, height, width], data };
}
