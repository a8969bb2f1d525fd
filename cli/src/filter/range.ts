/**
 * Results of a filter → codes 0 to white. A derivative is signed and has no natural place in a
 * picture: the mode that was used is always reported.
 */
import { type FilterKernel, isDerivative } from "../kernels/kernel.ts";
import type { RangeMode } from "./options.ts";

export interface RangeReport {
  readonly mode: Exclude<RangeMode, "auto">;
  /** Smallest and largest result before the mapping. */
  readonly min: number;
  readonly max: number;
  /** Values that fell outside and were cut; `clip` and `abs` only. */
  readonly clipped: number;
}

/** `auto`: signed for derivatives, clip for the rest. */
export const chosenMode = (mode: RangeMode, kernel: FilterKernel): RangeReport["mode"] =>
  mode !== "auto" ? mode : isDerivative(kernel) ? "signed" : "clip";

/**
 *   clip     v                                     cut to 0..white
 *   abs      |v|                                   cut to white
 *   signed   middle gray is 0, the largest |v| is black or white
 *   stretch  the smallest result black, the largest white
 */
export function mapRange(
  values: Float32Array,
  mode: RangeReport["mode"],
  white: number,
): { readonly codes: Float32Array; readonly report: RangeReport } {
  let [min, max] = [Infinity, -Infinity];
  for (const v of values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  const largest = Math.max(Math.abs(min), Math.abs(max));
  let clipped = 0;
  const cut = (v: number) => {
    // Half a code is rounding, not a loss.
    if (v < -0.5 || v > white + 0.5) clipped++;
    return v;
  };
  const map = {
    clip: cut,
    abs: (v: number) => cut(Math.abs(v)),
    signed: (v: number) => white / 2 + (largest > 0 ? (v / largest) * (white / 2) : 0),
    stretch: (v: number) => (max > min ? ((v - min) / (max - min)) * white : v),
  }[mode];
  const codes = values.map(map);
  return { codes, report: { mode, min, max, clipped } };
}
