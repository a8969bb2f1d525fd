/**
 * Results of a filter → codes 0 to white. A derivative is signed and has no natural place in a
 * picture: the mode that was used is always reported.
 */
import type { Pixels } from "../image/write.ts";
import { type FilterKernel, isDerivative } from "../kernels/kernel.ts";
import type { RangeMode } from "./options.ts";

export interface RangeReport {
  readonly mode: Exclude<RangeMode, "auto">;
  /** Smallest and largest result before the mapping; whole numbers where codes were filtered. */
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
 *
 * @param code from one code to the next, on the scale of the values
 */
export function mapRange(
  values: Pixels,
  mode: RangeReport["mode"],
  { white, code }: { readonly white: number; readonly code: number },
): { readonly codes: Pixels; readonly report: RangeReport } {
  let [min, max, clipped] = [Infinity, -Infinity, 0];
  const cuts = mode === "clip" || mode === "abs";
  const least = mode === "abs" ? -white : 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v < min) min = v;
    if (v > max) max = v;
    // Half a code is rounding, not a loss.
    if (cuts && (v < least - code / 2 || v > white + code / 2)) clipped++;
  }
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const mapped = (map: (v: number) => number) => {
    const codes = new Float32Array(values.length);
    for (let i = 0; i < codes.length; i++) codes[i] = map(values[i]);
    return codes;
  };
  const codes = {
    clip: () => values,
    abs: () => mapped(Math.abs),
    signed: () => mapped((v) => white / 2 + (largest > 0 ? (v / largest) * (white / 2) : 0)),
    stretch: () => mapped((v) => (max > min ? ((v - min) / (max - min)) * white : v)),
  }[mode]();
  return { codes, report: { mode, min, max, clipped } };
}
