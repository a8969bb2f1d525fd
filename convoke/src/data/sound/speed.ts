/** Training sounds played faster or slower. */
import { guard, OptionError } from "../../errors.ts";
import type { FloatArray, Tensor } from "../../tensor/tensor.ts";
import { channelsOf, drawn, type Range } from "./augment.ts";
import { resample } from "./resample.ts";

/**
 * [channels, samples] played so many times as fast, which makes it as many times higher: by whole
 * hundredths of the speed, drawn from the range. The middle stays in the middle and there are as many
 * samples as before: the ends of what became longer go, around what became shorter come zeros.
 *
 * @throws OptionError unless the range is within 0.01 to 100.
 * @throws ShapeError unless the samples are [channels, samples].
 */
export function speed<A extends FloatArray>(
  samples: Tensor<A>,
  factors: Range,
  next: () => number,
): Tensor<A> {
  const [channels, length] = channelsOf("samples", samples);
  const factor = drawn("factors", factors, next);
  guard(factors[0] >= 0.01 && factors[1] <= 100, OptionError, () => ({
    name: "factors",
    expected: "a range within 0.01 to 100",
    got: factors,
  }));
  // As if a second had so many samples where it ought to have a hundred.
  const played = resample({ sampleRate: Math.round(100 * factor), samples }, 100).samples;
  const count = played.shape[1];
  const before = Math.floor((count - length) / 2);
  const data = samples.data.slice().fill(0) as A;
  for (let channel = 0; channel < channels; channel++) {
    const row = played.data.subarray(channel * count, (channel + 1) * count);
    const kept = row.subarray(Math.max(0, before), Math.max(0, before) + length);
    data.set(kept, channel * length + Math.max(0, -before));
  }
  return { shape: samples.shape, data };
}
