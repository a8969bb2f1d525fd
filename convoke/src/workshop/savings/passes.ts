/** Kernels that replace one as the layers that would run: a channel for each term of a sum. */
import type { SeparableSum } from "../factor/separable.ts";
import { type Kernel, kernelOf } from "../kernel.ts";
import { type Layer, layer } from "../layers/layer.ts";

/** One behind the other, without padding: together they are the kernels' convolution. */
export const passesOf = (kernels: readonly Kernel[]): Layer[] =>
  kernels.map((k) => layer(kernelOf([1, 1, ...k.shape], k.exact ?? k.values)));

/** All columns at once, one channel each, and then all rows, which adds the channels up. */
export function passesOfSum({ terms }: SeparableSum): [Layer, Layer] {
  const stack = (kernels: readonly Kernel[], shape: readonly number[]) => {
    const exact = kernels.flatMap((k) => k.exact ?? []);
    const doubles = kernels.flatMap((k) => [...k.values]);
    return layer(kernelOf(shape, exact.length === doubles.length ? exact : doubles));
  };
  const r = terms.length;
  const [columns, rows] = [terms.map(([column]) => column), terms.map(([, row]) => row)];
  return [stack(columns, [r, 1, columns[0].shape[0], 1]), stack(rows, [1, r, 1, rows[0].shape[1]])];
}
