/** Weights that fade a frame in and out. */
import { choice, wholeNumber } from "../../options.ts";

/** w[n] = a − (1 − a)·cos(2πn/N): the a of each. */
const RAISED_COSINES = { hann: 0.5, hamming: 0.54, rectangular: 1 } as const;

export type WindowName = keyof typeof RAISED_COSINES;

/**
 * The window's weights. Periodic ones, made for frames of a Fourier transform, go on with the first
 * weight behind the last; symmetric ones, made for filters, end as they began.
 *
 * @throws OptionError for another window, or a length that is no whole number from 1 on.
 * @see torch.hann_window, torch.hamming_window (periodic), scipy.signal.get_window (fftbins)
 */
export function windowOf(name: WindowName, length: number, periodic = true): Float64Array {
  choice("window", name, Object.keys(RAISED_COSINES) as WindowName[]);
  wholeNumber("the length of a window", length, 1);
  if (length === 1) return Float64Array.of(1);
  const a = RAISED_COSINES[name];
  const period = periodic ? length : length - 1;
  return Float64Array.from(
    { length },
    (_, n) => a - (1 - a) * Math.cos((2 * Math.PI * n) / period),
  );
}
