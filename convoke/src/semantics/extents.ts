/**
 * All shape arithmetic, one axis at a time. i input, k kernel, s stride, d dilation, p⁻ and p⁺
 * padding before and after, a output padding, o output.
 *
 *   R1  reach of a kernel             r = (k − 1)·d + 1
 *   R2  convolution                   o = ⌊(i + p⁻ + p⁺ − r) / s⌋ + 1
 *   R3  transposed convolution        o = (i − 1)·s − p⁻ − p⁺ + r + a
 *   R4  `valid`                       p⁻ = p⁺ = 0
 *   R5  `full`                        p⁻ = p⁺ = r − 1
 *   R6  `same`, convolution           o = ⌈i / s⌉, so p⁻ + p⁺ = max(0, (o − 1)·s + r − i)
 *   R7  `same`, transposed            o = i·s, so p⁻ + p⁺ = r + a − s; where that is negative (a
 *                                     kernel that leaves gaps), all of it is after
 *   R8  odd padding of `same`         one more after; `same-lower`: one more before
 *   R9  output padding                0 ≤ a < max(s, d)
 *
 * Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016
 * (relations 1 to 14); R6 and R8 as ONNX's SAME_UPPER and SAME_LOWER.
 */
import type { Problem } from "./problem.ts";
import type { PaddingName } from "./spec.ts";

/** What decides the padding and the output of an axis. */
export interface Window {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly outputPadding: number;
}

type Op = Problem["op"];
type Padding = readonly [before: number, after: number];

/** R1: elements from the first to the last tap of the kernel. */
export const reach = ({ kernel, dilation }: Pick<Window, "kernel" | "dilation">): number =>
  (kernel - 1) * dilation + 1;

/** R2 or R3. Less than 1 when no window fits. */
export function outputExtent(op: Op, w: Window, [before, after]: Padding): number {
  if (op === "convTranspose") {
    return (w.input - 1) * w.stride - before - after + reach(w) + w.outputPadding;
  }
  return Math.floor((w.input + before + after - reach(w)) / w.stride) + 1;
}

/** What windows lie in: the padded input of a convolution, the uncropped output of a transpose. */
export function wholeExtent(op: Op, w: Window, [before, after]: Padding): number {
  return op === "conv" ? w.input + before + after : outputExtent(op, w, [0, 0]);
}

/** R4 to R8. */
export function namedPadding(name: PaddingName, op: Op, w: Window): Padding {
  switch (name) {
    case "valid":
      return [0, 0];
    case "full":
      return [reach(w) - 1, reach(w) - 1];
    case "same":
    case "same-lower": {
      const total = samePadding(op, w);
      if (total < 0) return [0, total];
      const less = Math.floor(total / 2);
      return name === "same" ? [less, total - less] : [total - less, less];
    }
    default:
      return name satisfies never;
  }
}

function samePadding(op: Op, w: Window): number {
  if (op === "convTranspose") return reach(w) + w.outputPadding - w.stride;
  const output = Math.ceil(w.input / w.stride);
  return Math.max(0, (output - 1) * w.stride + reach(w) - w.input);
}

/** R9: the least output padding that is not allowed. */
export const outputPaddingLimit = ({ stride, dilation }: Window): number =>
  Math.max(stride, dilation);
