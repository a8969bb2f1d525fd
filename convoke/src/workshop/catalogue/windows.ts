/**
 * Windows: what a filter's taps are multiplied with, so that cutting them off does less harm. Sums of
 * cosines, at u from −1/2 to 1/2 over the window, Σ a[j] cos(2πju).
 *
 * | | highest side lobe |
 * | --- | --- |
 * | rectangular | −13 dB |
 * | hann | −31 dB |
 * | hamming | −43 dB |
 * | blackman | −58 dB |
 * | blackman-harris | −92 dB |
 *
 * Source: Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform",
 * Proceedings of the IEEE 66(1), 1978.
 */
export const WINDOWS = {
  hamming: [0.54, 0.46],
  hann: [0.5, 0.5],
  blackman: [0.42, 0.5, 0.08],
  "blackman-harris": [0.35875, 0.48829, 0.14128, 0.01168],
  rectangular: [1],
} as const satisfies Record<string, readonly number[]>;
export type WindowName = keyof typeof WINDOWS;
export const WINDOW_NAMES = Object.keys(WINDOWS) as WindowName[];

/** `taps` values, symmetric, the ends at u = ±1/2. */
export function windowOf(name: WindowName, taps: number): number[] {
  const radius = (taps - 1) / 2;
  return Array.from({ length: taps }, (_, i) => {
    const u = radius === 0 ? 0 : (i - radius) / (2 * radius);
    return WINDOWS[name].reduce<number>((sum, a, j) => sum + a * Math.cos(2 * Math.PI * j * u), 0);
  });
}
