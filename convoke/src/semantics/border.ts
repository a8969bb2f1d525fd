/**
 * Padding as index maps: which input element stands at a position outside the input. Nothing is
 * ever copied here; kernels, reference and `pad` all read these maps or their transposes.
 *
 *     input a b c d       reflect   c b | a b c d | c b      symmetric  b a | a b c d | d c
 *                         wrap      c d | a b c d | a b      replicate  a a | a b c d | d d
 *
 * `reflect`, `symmetric` and `wrap` go on periodically, however wide the padding: NumPy's rule.
 */
import type { Axis, Border } from "./problem.ts";

/** Stands for a position that no input element fills: it holds zero, or the border's constant. */
export const OUTSIDE = -1;

/** Index of the element of an axis of `size` that stands at position `i`, or `OUTSIDE`. */
export function sourceIndex(border: Border, size: number, i: number): number {
  if (i >= 0 && i < size) return i;
  switch (border.kind) {
    case "zero":
    case "constant":
      return OUTSIDE;
    case "replicate":
      return i < 0 ? 0 : size - 1;
    case "reflect": {
      if (size === 1) return 0;
      const phase = modulo(i, 2 * (size - 1));
      return phase < size ? phase : 2 * (size - 1) - phase;
    }
    case "symmetric": {
      const phase = modulo(i, 2 * size);
      return phase < size ? phase : 2 * size - 1 - phase;
    }
    case "wrap":
      return modulo(i, size);
    default:
      return border satisfies never;
  }
}

/**
 * Input index of every position that some window of a `conv` axis covers, first to last:
 * (output − 1)·stride + (kernel − 1)·dilation + 1 of them, the first at −before.
 */
export function sourceTable(axis: Axis, border: Border): Int32Array {
  const { input, output, kernel, stride, dilation, before } = axis;
  const length = Math.max(0, (output - 1) * stride + (kernel - 1) * dilation + 1);
  return Int32Array.from({ length }, (_, i) => sourceIndex(border, input, i - before));
}

/** The transposed map of `count` positions from `first` on: which of them each index stands at. */
export function preimages(border: Border, size: number, first: number, count: number): number[][] {
  const lists = Array.from({ length: size }, (): number[] => []);
  for (let q = 0; q < count; q++) {
    const index = sourceIndex(border, size, q + first);
    if (index !== OUTSIDE) lists[index].push(q);
  }
  return lists;
}

const modulo = (a: number, n: number): number => ((a % n) + n) % n;
