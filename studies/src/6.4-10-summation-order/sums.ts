/** A 1×1 layer as a matrix product, with the order of its sums in hand. */
import { conv2d, type Problem, resolve, type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { errorBound, magnitude, reference } from "convoke/reference";

/** Adds float32 products to one float32 number. */
export type Sum = (products: Float32Array) => number;

/** One after the other, rounded each time: `sum` over the channels, as one writes it. */
export const inOrder: Sum = (products) => products.reduce((sum, v) => Math.fround(sum + v));

/** Each half by itself, then both. */
export const pairwise: Sum = (products) => {
  if (products.length === 1) return products[0];
  const middle = products.length >> 1;
  const halves = [products.subarray(0, middle), products.subarray(middle)].map(pairwise);
  return Math.fround(halves[0] + halves[1]);
};

/** Weights [outputs, channels] and pixels [channels, places]. */
export interface Pair {
  readonly w: Tensor;
  readonly x: Tensor;
}

/** The product [outputs, places], every product rounded to float32 and added in the order of `sum`. */
export function product({ w, x }: Pair, sum: Sum): Tensor {
  const [outputs, channels] = w.shape;
  const places = x.shape[1];
  const y = tensor([outputs, places]);
  const terms = new Float32Array(channels);
  for (let i = 0; i < y.data.length; i++) {
    const [row, place] = [Math.floor(i / places), i % places];
    for (let c = 0; c < channels; c++)
      terms[c] = w.data[row * channels + c] * x.data[c * places + place];
    y.data[i] = sum(terms);
  }
  return y;
}

/** The same as a convolution layer of the engine. */
export async function convolved({ w, x }: Pair): Promise<Tensor> {
  const { data } = await conv2d(
    { shape: [1, x.shape[0], 1, x.shape[1]], data: x.data },
    { shape: [...w.shape, 1, 1], data: w.data },
    { accuracy: "exact" },
  );
  return { shape: [w.shape[0], x.shape[1]], data };
}

export const problemOf = ({ w, x }: Pair): Problem =>
  resolve({ input: [1, x.shape[0], 1, x.shape[1]], weight: [...w.shape, 1, 1] });

export interface Truth {
  /** In float64. */
  readonly y: Float64Array;
  /** Most that a float32 sum may be off, where a product passes through so many roundings. */
  readonly bound: (roundings: number) => Float64Array;
}

export function truthOf(pair: Pair): Truth {
  const problem = problemOf(pair);
  const args = {
    input: { shape: [1, pair.x.shape[0], 1, pair.x.shape[1]], data: pair.x.data },
    weight: { shape: [...pair.w.shape, 1, 1], data: pair.w.data },
  };
  const sizes = magnitude(problem, args);
  return {
    y: reference(problem, args).data,
    bound: (roundings) => errorBound(problem, sizes, roundings),
  };
}

/** Numbers from −1 to 1, or whole ones from −9 to 9. */
export function pairOf(
  outputs: number,
  channels: number,
  places: number,
  whole: boolean,
  next: () => number,
): Pair {
  const numbers = (rows: number, columns: number) =>
    tensor(
      [rows, columns],
      Array.from({ length: rows * columns }, () =>
        whole ? Math.floor(19 * next()) - 9 : 2 * next() - 1,
      ),
    );
  return { w: numbers(outputs, channels), x: numbers(channels, places) };
}

/** Pairs of `from` to `to` channels. */
export function pairs(count: number, seed: number, whole: boolean, from = 3, to = 60): Pair[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  return Array.from({ length: count }, () =>
    pairOf(upTo(3), from - 1 + upTo(to - from + 1), upTo(7), whole, next),
  );
}
