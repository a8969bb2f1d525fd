/**
 * Padding as index maps: which input element stands at a position outside the input. Nothing is
 * ever copied here; kernels, reference and `pad` all read these maps or their transposes.
 *
 *     input a b c d       reflect   c b | a b c d | c b      symmetric  b a | a b c d | d c
 *                         wrap      c d | a b c d | a b      replicate  a a | a b c d | d d
 *
 * `reflect`, `symmetric` and `wrap` go on periodically, however wide the padding: NumPy's rule.
 */
import type { Border } from "./problem.ts";

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
 * Position behind `i` where an index map bends or breaks: until there the index moves by the same
 * step from one position to the next.
 */
export function pieceEnd(border: Border, size: number, i: number): number {
  if (i >= 0 && i < size) return size;
  const { kind } = border;
  if (kind === "zero" || kind === "constant" || kind === "replicate") return i < 0 ? 0 : Infinity;
  if (size <= 1) return Infinity;
  const period = kind === "wrap" ? size : kind === "reflect" ? 2 * (size - 1) : 2 * size;
  const phase = modulo(i, period);
  return i - phase + (phase < size ? size : period);
}

const modulo = (a: number, n: number): number => ((a % n) + n) % n;
