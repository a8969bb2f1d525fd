/**
 * Which inputs a window holds, one axis at a time: the one place where pooling's shape arithmetic is
 * done. i input, k kernel, s stride, d dilation, p⁻ and p⁺ padding, r = (k − 1)·d + 1, o output.
 *
 *   P1  floor          o = ⌊(i + p⁻ + p⁺ − r) / s⌋ + 1                              (R2)
 *   P2  ceil           o = ⌈(i + p⁻ + p⁺ − r) / s⌉ + 1, less one where the last window would begin
 *                      behind the input: (o − 1)·s ≥ i + p⁻
 *   P3  sliding        window n holds n·s − p⁻ + t·d for t < k, where that lies in [0, i)
 *   P4  adaptive       window n holds [⌊n·i / o⌋, ⌈(n + 1)·i / o⌉)
 *   P5  padded size    the taps of P3 that lie below i + p⁺: padding counts, what a rounded-up last
 *                      window has beyond it does not
 *
 * Source: PyTorch, torch.nn.MaxPool2d, AvgPool2d, AdaptiveAvgPool2d; ONNX MaxPool (22), AveragePool (22).
 */
import { InternalError } from "../errors.ts";
import { reach } from "./extents.ts";
import type { AdaptiveAxis, PoolAxis, SlidingAxis } from "./pool-problem.ts";

/** Window n holds the positions first[n] + t·step, t < count[n]. */
export interface Windows {
  readonly step: number;
  readonly first: readonly number[];
  readonly count: readonly number[];
}

type Sizes = Omit<SlidingAxis, "kind" | "output">;

/** P1 or P2. Less than 1 when no window fits. */
export function pooledExtent(axis: Sizes, ceilMode: boolean): number {
  const { input, stride, before, after } = axis;
  const room = input + before + after - reach(axis);
  if (!ceilMode) return Math.floor(room / stride) + 1;
  const output = Math.ceil(room / stride) + 1;
  return (output - 1) * stride >= input + before ? output - 1 : output;
}

/** P3 or P4. */
export function windowsOf(axis: PoolAxis): Windows {
  return axis.kind === "sliding" ? slidingWindows(axis) : adaptiveWindows(axis);
}

function slidingWindows(axis: SlidingAxis): Windows {
  const { input, kernel, stride, dilation, before, output } = axis;
  const [first, count]: number[][] = [[], []];
  for (let n = 0; n < output; n++) {
    const start = n * stride - before;
    const from = Math.max(0, Math.ceil(-start / dilation));
    const to = Math.min(kernel, Math.floor((input - 1 - start) / dilation) + 1);
    first.push(to > from ? start + from * dilation : 0);
    count.push(Math.max(0, to - from));
  }
  return { step: dilation, first, count };
}

function adaptiveWindows({ input, output }: AdaptiveAxis): Windows {
  const bounds = Array.from({ length: output }, (_, n) => [
    Math.floor((n * input) / output),
    Math.ceil(((n + 1) * input) / output),
  ]);
  return {
    step: 1,
    first: bounds.map(([from]) => from),
    count: bounds.map(([from, to]) => to - from),
  };
}

/** P5: what a window counts for in an average that counts padding. */
export function paddedSizes(axis: PoolAxis): readonly number[] {
  if (axis.kind === "adaptive") return windowsOf(axis).count;
  const { input, kernel, stride, dilation, before, after, output } = axis;
  return Array.from({ length: output }, (_, n) => {
    const end = input + after - (n * stride - before);
    return Math.max(0, Math.min(kernel, Math.floor((end - 1) / dilation) + 1));
  });
}

/** By input position, the windows that hold it: the transposed relation, again in equal steps. */
export function windowsWith({ first, count, step }: Windows, input: number): Windows {
  const [holder, holders] = [new Array<number>(input).fill(0), new Array<number>(input).fill(0)];
  let apart = 0;
  first.forEach((from, n) => {
    for (let t = 0; t < count[n]; t++) {
      const i = from + t * step;
      const already = holders[i]++;
      if (already === 0) holder[i] = n;
      else if (apart === 0) apart = n - holder[i];
      if (n !== holder[i] + already * apart)
        throw new InternalError(`windows that hold ${i} are not ${apart} apart`);
    }
  });
  return { step: apart || 1, first: holder, count: holders };
}
