/** From a sound to what nets listen to: mel and log-mel spectrograms, and cepstra. */
import { guard, OptionError } from "../../errors.ts";
import type { Sound } from "../../formats/sound.ts";
import { readOptions, wholeNumber } from "../../options.ts";
import type { FloatArray, Tensor } from "../../tensor/tensor.ts";
import { amplitudeToDb } from "./decibels.ts";
import { MEL_OPTIONS, type MelOptions, melFilterBank } from "./mel.ts";
import { readStft, STFT_OPTIONS, type StftOptions, spectrogram } from "./stft.ts";

export interface MelSpectrogramOptions extends StftOptions, MelOptions {
  /** Of the spectrogram that the filters see; default 2. */
  readonly power?: number;
}

const OPTIONS = [...STFT_OPTIONS, ...MEL_OPTIONS, "power"] as const;

/**
 * The spectrogram seen through mel filters: [channels, nMels, frames].
 *
 *     const mel = melSpectrogram(readWav(bytes), { nFft: 512, winLength: 400, hopLength: 160 });
 *
 * @throws ShapeError and OptionError as `stft` and `melFilterBank` do.
 * @see torchaudio.transforms.MelSpectrogram
 */
export function melSpectrogram<A extends FloatArray>(
  sound: Sound<A>,
  options: MelSpectrogramOptions = {},
): Tensor<A> {
  readOptions("melSpectrogram", options, OPTIONS);
  const stftOptions = only(STFT_OPTIONS, options);
  const { nFft } = readStft(stftOptions);
  const filters = melFilterBank(sound.sampleRate, nFft, only(MEL_OPTIONS, options));
  const power = options.power === undefined ? {} : { power: options.power };
  return applyRows(filters, spectrogram(sound.samples, { ...stftOptions, ...power }));
}

/**
 * The natural logarithm of the mel spectrogram, [channels, nMels, frames]; what is less than `floor`
 * (default 1e-10, as for decibels) counts as that.
 *
 * @throws OptionError unless the floor is positive, and as `melSpectrogram`.
 */
export function logMelSpectrogram<A extends FloatArray>(
  sound: Sound<A>,
  options: MelSpectrogramOptions & { readonly floor?: number } = {},
): Tensor<A> {
  const { floor = 1e-10, ...rest } = options;
  guard(floor > 0 && floor < Infinity, OptionError, () => ({
    name: "floor",
    expected: "a positive number",
    got: floor,
  }));
  const mel = melSpectrogram(sound, rest);
  for (let i = 0; i < mel.data.length; i++) mel.data[i] = Math.log(Math.max(mel.data[i], floor));
  return mel;
}

/**
 * Mel-frequency cepstral coefficients: the mel spectrogram in decibels, no more than 80 below its
 * peak, through an orthonormal cosine transform (II) of which the first `nMfcc` (default 13) rows
 * are kept: [channels, nMfcc, frames].
 *
 * @throws OptionError unless nMfcc is a whole number from 1 to nMels, and as `melSpectrogram`.
 * @see torchaudio.transforms.MFCC
 */
export function mfcc<A extends FloatArray>(
  sound: Sound<A>,
  options: MelSpectrogramOptions & { readonly nMfcc?: number } = {},
): Tensor<A> {
  const { nMfcc = 13, ...rest } = options;
  const decibels = amplitudeToDb(melSpectrogram(sound, rest), { topDb: 80 });
  const nMels = decibels.shape[1];
  wholeNumber("nMfcc", nMfcc, 1, nMels);
  const data = Float64Array.from({ length: nMfcc * nMels }, (_, i) => {
    const [k, m] = [Math.floor(i / nMels), i % nMels];
    const scale = Math.sqrt((k === 0 ? 1 : 2) / nMels);
    return scale * Math.cos((Math.PI * k * (m + 0.5)) / nMels);
  });
  return applyRows({ shape: [nMfcc, nMels], data }, decibels);
}

/** y[c] = matrix · x[c] for every channel of [channels, columns, frames]; zeros cost nothing. */
function applyRows<A extends FloatArray>(matrix: Tensor<Float64Array>, x: Tensor<A>): Tensor<A> {
  const [rows, columns] = matrix.shape;
  const [channels, , frames] = x.shape;
  const Numbers = x.data.constructor as new (size: number) => A;
  const y = { shape: [channels, rows, frames], data: new Numbers(channels * rows * frames) };
  const sums = new Float64Array(frames);
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < rows; row++) {
      sums.fill(0);
      for (let column = 0; column < columns; column++) {
        const weight = matrix.data[row * columns + column];
        if (weight === 0) continue;
        const at = (channel * columns + column) * frames;
        for (let frame = 0; frame < frames; frame++) sums[frame] += weight * x.data[at + frame];
      }
      y.data.set(sums, (channel * rows + row) * frames);
    }
  }
  return y;
}

/** The options of these names. */
function only<K extends keyof MelSpectrogramOptions>(
  names: readonly K[],
  options: MelSpectrogramOptions,
): Pick<MelSpectrogramOptions, K> {
  const known = Object.entries(options).filter(([name]) => names.some((n) => n === name));
  return Object.fromEntries(known) as Pick<MelSpectrogramOptions, K>;
}
