/** One axis of the definition: for every output position, which inputs meet which kernel elements. */
import { sourceIndex } from "./border.ts";
import { reach } from "./extents.ts";
import { borderMap, preimages } from "./index-map.ts";
import type { Axis, Problem } from "./problem.ts";

export interface AxisTap {
  /** Index of the input, or `OUTSIDE`. */
  readonly input: number;
  /** Index of the kernel element. */
  readonly weight: number;
}

type Settings = Pick<Problem, "op" | "border" | "orientation">;

/** By output position. For a transposed convolution only pairs that meet are listed. */
export function axisTaps(settings: Settings, axis: Axis): AxisTap[][] {
  return settings.op === "conv" ? gather(settings, axis) : scatter(settings, axis);
}

/** y[o] = Σₖ w[k] · x̂[o·s + k·d − p⁻], x̂ the input continued by the border. */
function gather({ border, orientation }: Settings, axis: Axis): AxisTap[][] {
  const { input, kernel, stride, dilation, before, output } = axis;
  return Array.from({ length: output }, (_, o) =>
    Array.from({ length: kernel }, (_, k) => ({
      input: sourceIndex(border, input, o * stride + k * dilation - before),
      weight: orientation === "correlation" ? k : kernel - 1 - k,
    })),
  );
}

/**
 * The adjoint of `gather`: x[i] is spread to i·s + k·d − p⁻, and what falls outside is folded back
 * to where the border took it from.
 */
function scatter({ border, orientation }: Settings, axis: Axis): AxisTap[][] {
  const { input, kernel, stride, dilation, before, output } = axis;
  const spread = (input - 1) * stride + reach(axis);
  const arrivals = Array.from({ length: Math.max(0, spread) }, (): AxisTap[] => []);
  for (let i = 0; i < input; i++) {
    for (let k = 0; k < kernel; k++) {
      arrivals[i * stride + k * dilation].push({
        input: i,
        weight: orientation === "correlation" ? k : kernel - 1 - k,
      });
    }
  }
  const { starts, items } = preimages(borderMap(border, output, -before, arrivals.length));
  return Array.from({ length: output }, (_, o) =>
    [...items.subarray(starts[o], starts[o + 1])].flatMap((q) => arrivals[q]),
  );
}
