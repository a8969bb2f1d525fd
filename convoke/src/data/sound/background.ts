/** Training sounds in front of others: stretches of recordings, and mixtures with them. */
import { guard, ShapeError } from "../../errors.ts";
import { wholeNumber } from "../../options.ts";
import type { FloatArray, Tensor } from "../../tensor/tensor.ts";
import { channelsOf, drawn, type Range } from "./augment.ts";

/**
 * `length` neighbouring samples of [channels, samples] from a place drawn evenly: [channels, length].
 * A recording that is shorter begins anywhere and goes round.
 *
 * @throws OptionError unless the length is a whole number from 1 on.
 * @throws ShapeError unless the recording is [channels, samples], with a sample at least.
 */
export function stretch<A extends FloatArray>(
  recording: Tensor<A>,
  length: number,
  next: () => number,
): Tensor<A> {
  const [channels, samples] = channelsOf("recording", recording);
  wholeNumber("the length of a stretch", length, 1);
  guard(samples >= 1, ShapeError, () => ({
    name: "the samples of a recording",
    expected: "at least 1",
    got: samples,
  }));
  const from = Math.floor(next() * (samples < length ? samples : samples - length + 1));
  const data = new (recording.data.constructor as new (size: number) => A)(channels * length);
  for (let channel = 0; channel < channels; channel++) {
    const row = recording.data.subarray(channel * samples, (channel + 1) * samples);
    for (let at = -from; at < length; at += samples) {
      const piece = row.subarray(Math.max(0, -at), Math.min(samples, length - at));
      data.set(piece, channel * length + Math.max(0, at));
    }
  }
  return { shape: [channels, length], data };
}

/**
 * [channels, samples] with a stretch of a recording of the same rate behind it, at a signal-to-noise
 * ratio in decibels drawn from the range: the ratio of their mean powers, over all channels and the
 * whole length. Silence stays silent, and silence adds nothing.
 *
 * @throws OptionError when the range is none.
 * @throws ShapeError unless the recording has a sample at least, and as many channels.
 */
export function addBackground<A extends FloatArray>(
  samples: Tensor<A>,
  recording: Tensor<FloatArray>,
  snr: Range,
  next: () => number,
): Tensor<A> {
  const [channels, length] = channelsOf("samples", samples);
  const [others] = channelsOf("recording", recording);
  guard(others === channels, ShapeError, () => ({
    name: "the channels of a background",
    expected: `${channels}, as the samples have`,
    got: others,
  }));
  const ratio = 10 ** (drawn("snr", snr, next) / 10);
  if (length === 0) return { shape: samples.shape, data: samples.data.slice() as A };
  const { data: noise } = stretch(recording, length, next);
  const [signal, other] = [powerOf(samples.data), powerOf(noise)];
  const factor = other === 0 ? 0 : Math.sqrt(signal / other / ratio);
  const data = samples.data.slice() as A;
  for (let i = 0; i < data.length; i++) data[i] += factor * noise[i];
  return { shape: samples.shape, data };
}

const powerOf = (data: FloatArray): number => {
  let sum = 0;
  for (const value of data) sum += value * value;
  return sum;
};
