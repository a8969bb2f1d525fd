/**
 * Training sounds made new each epoch. What is drawn comes from `next`, so a seed gives the same
 * sounds everywhere; every function gives a new tensor back.
 *
 * Source of the masks: Park et al., "SpecAugment", Interspeech 2019.
 */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { wholeNumber } from "../../options.ts";
import { normal } from "../../tensor/random.ts";
import { expectTensor, type FloatArray, type Tensor } from "../../tensor/tensor.ts";

/** Least and most of what is drawn evenly between them. */
export type Range = readonly [least: number, most: number];

/**
 * [channels, samples], all channels earlier or later by the same whole number of samples, up to
 * `most` either way; zeros come in at the end that is left.
 *
 * @throws OptionError unless `most` is a whole number from 0 on.
 */
export function timeShift<A extends FloatArray>(
  samples: Tensor<A>,
  most: number,
  next: () => number,
): Tensor<A> {
  wholeNumber("the shift", most, 0);
  const [channels, length] = channelsOf("samples", samples);
  const by = Math.floor(next() * (2 * most + 1)) - most;
  return mapRows(samples, channels, length, (row, out) => {
    out.fill(0);
    if (Math.abs(by) < length)
      out.set(row.subarray(Math.max(0, -by), length - Math.max(0, by)), Math.max(0, by));
  });
}

/**
 * Louder by a number of decibels drawn from the range (negative: softer).
 *
 * @throws OptionError when the range is none.
 */
export function gain<A extends FloatArray>(
  samples: Tensor<A>,
  decibels: Range,
  next: () => number,
): Tensor<A> {
  expectTensor("samples", samples);
  const factor = 10 ** (drawn("decibels", decibels, next) / 20);
  const data = samples.data.slice() as A;
  for (let i = 0; i < data.length; i++) data[i] *= factor;
  return { shape: samples.shape, data };
}

/**
 * With white Gaussian noise at a signal-to-noise ratio, in decibels, drawn from the range; the signal
 * is the mean power of all channels. Silence stays silent.
 *
 * @throws OptionError when the range is none.
 */
export function addNoise<A extends FloatArray>(
  samples: Tensor<A>,
  snr: Range,
  next: () => number,
): Tensor<A> {
  expectTensor("samples", samples);
  const ratio = 10 ** (drawn("snr", snr, next) / 10);
  const noise = normal(next);
  let power = 0;
  for (const value of samples.data) power += value * value;
  const deviation = Math.sqrt(power / Math.max(1, samples.data.length) / ratio);
  return {
    shape: samples.shape,
    data: samples.data.map((value) => value + deviation * noise()) as A,
  };
}

/**
 * [channels, frequencies, frames] with a band of neighbouring frequencies set to `value`; 0 to `most`
 * of them, the same for all channels.
 *
 * @throws OptionError unless `most` is a whole number from 0 on.
 * @see torchaudio.transforms.FrequencyMasking
 */
export function frequencyMask<A extends FloatArray>(
  spectrogram: Tensor<A>,
  most: number,
  next: () => number,
  value = 0,
): Tensor<A> {
  const [channels, bins, frames] = axesOf(
    "spectrogram",
    spectrogram,
    "[channels, frequencies, frames]",
  );
  const [from, to] = band(most, bins, next);
  return mapRows(spectrogram, channels, bins * frames, (row, out) => {
    out.set(row);
    out.fill(value, from * frames, to * frames);
  });
}

/**
 * [channels, frequencies, frames] with a stretch of neighbouring frames set to `value`; 0 to `most`
 * of them, the same for all channels.
 *
 * @throws OptionError unless `most` is a whole number from 0 on.
 * @see torchaudio.transforms.TimeMasking
 */
export function timeMask<A extends FloatArray>(
  spectrogram: Tensor<A>,
  most: number,
  next: () => number,
  value = 0,
): Tensor<A> {
  const [channels, bins, frames] = axesOf(
    "spectrogram",
    spectrogram,
    "[channels, frequencies, frames]",
  );
  const [from, to] = band(most, frames, next);
  return mapRows(spectrogram, channels * bins, frames, (row, out) => {
    out.set(row);
    out.fill(value, from, to);
  });
}

/** First and last + 1 of 0 to `most` neighbours among `count`. */
function band(most: number, count: number, next: () => number): readonly [number, number] {
  wholeNumber("the mask", most, 0);
  const width = Math.min(count, Math.floor(next() * (most + 1)));
  const from = Math.floor(next() * (count - width + 1));
  return [from, from + width];
}

function mapRows<A extends FloatArray>(
  t: Tensor<A>,
  rows: number,
  length: number,
  fill: (row: A, out: A) => void,
): Tensor<A> {
  const data = t.data.slice() as A;
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * length, (row + 1) * length];
    fill(t.data.subarray(from, to) as A, data.subarray(from, to) as A);
  }
  return { shape: t.shape, data };
}

/** @throws ShapeError unless it is [channels, samples]. */
export const channelsOf = (name: string, t: Tensor<FloatArray>): readonly number[] =>
  axesOf(name, t, "[channels, samples]");

function axesOf(name: string, t: Tensor<FloatArray>, axes: string): readonly number[] {
  expectTensor(name, t);
  guard(t.shape.length === axes.split(",").length, ShapeError, () => ({
    name: `the shape of ${name}`,
    expected: axes,
    got: t.shape,
  }));
  return t.shape;
}

/**
 * A number spread evenly over the range.
 *
 * @throws OptionError when the range is none.
 */
export function drawn(name: string, [least, most]: Range, next: () => number): number {
  guard(Number.isFinite(least) && Number.isFinite(most) && least <= most, OptionError, () => ({
    name,
    expected: "[least, most], finite",
    got: [least, most],
  }));
  return least + (most - least) * next();
}
