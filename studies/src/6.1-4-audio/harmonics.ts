/** Where a note has its peaks. */
import { tensor } from "convoke";
import { stft } from "convoke/data";

/** Bins of the three lowest harmonics of a note, where a spectrum of 256 samples has its peaks. */
export function peaksOf(base: number): number[] {
  const note = Float32Array.from({ length: 256 }, (_, n) =>
    [1, 2, 3].reduce((sum, h) => sum + Math.cos((2 * Math.PI * base * h * n) / 256) / h, 0),
  );
  const { real } = stft(tensor([1, 256], note), { nFft: 256, center: false, hopLength: 128 });
  return [...real.data.keys()].filter((i) => {
    const [before, own, after] = [i - 1, i, i + 1].map((bin) => Math.abs(real.data[bin] ?? 0));
    return own > 10 && own > before && own > after;
  });
}
