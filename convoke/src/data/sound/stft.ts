/** The short-time Fourier transform: a spectrum of every frame of a signal. */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { choice, readOptions, wholeNumber } from "../../options.ts";
import { OUTSIDE } from "../../semantics/border.ts";
import { borderMap, tableOf } from "../../semantics/index-map.ts";
import { BORDER_NAMES, type BorderName } from "../../semantics/spec.ts";
import { expectTensor, type FloatArray, type Tensor } from "../../tensor/tensor.ts";
import { realFourier } from "./real-fourier.ts";
import { type WindowName, windowOf } from "./windows.ts";

export interface StftOptions {
  /** Samples of a transform; default 400, which is 25 ms at 16 kHz. */
  readonly nFft?: number;
  /** Samples that the window covers, in the middle of the transform's; default nFft. */
  readonly winLength?: number;
  /** Samples from one frame to the next; default half the window. */
  readonly hopLength?: number;
  /** Default "hann". */
  readonly window?: WindowName;
  /** Whether frame t is centred on sample t·hopLength (default), or begins there. */
  readonly center?: boolean;
  /** How the signal goes on beyond its ends where frames are centred; default "reflect". */
  readonly border?: BorderName;
}

export const STFT_OPTIONS = [
  "nFft",
  "winLength",
  "hopLength",
  "window",
  "center",
  "border",
] as const;

/** Complex numbers, [channels, nFft/2 + 1 frequencies, frames]; row k is k·sampleRate/nFft hertz. */
export interface Spectra<A extends FloatArray = FloatArray> {
  readonly real: Tensor<A>;
  readonly imaginary: Tensor<A>;
}

/**
 * X[k, t] = Σₙ w[n]·x[t·hopLength + n]·e^(−2πikn/nFft), for samples [channels, samples]; nothing is
 * normalised. There are ⌊(samples − nFft)/hopLength⌋ + 1 frames, with 2·⌊nFft/2⌋ more samples when
 * they are centred. Reckoned in float64, rounded once to the type of the samples.
 *
 * @throws ShapeError unless the samples are [channels, samples] and fill a frame.
 * @throws OptionError for an unknown option, or one out of range.
 * @see torch.stft, torchaudio.transforms.Spectrogram, librosa.stft
 */
export function stft<A extends FloatArray>(
  samples: Tensor<A>,
  options: StftOptions = {},
): Spectra<A> {
  const { zeros, each } = framesOf(samples, options);
  const [real, imaginary] = [zeros(), zeros()];
  each((at, re, im) => {
    real.data[at] = re;
    imaginary.data[at] = im;
  });
  return { real, imaginary };
}

/**
 * |X[k, t]|^power of the transform above, [channels, frequencies, frames]: 2 (the default) is power,
 * 1 is magnitude.
 *
 * @throws OptionError unless the power is positive, and as `stft`.
 */
export function spectrogram<A extends FloatArray>(
  samples: Tensor<A>,
  options: StftOptions & { readonly power?: number } = {},
): Tensor<A> {
  const { power = 2, ...rest } = options;
  guard(power > 0 && power < Infinity, OptionError, () => ({
    name: "power",
    expected: "a positive number",
    got: power,
  }));
  const { zeros, each } = framesOf(samples, rest);
  const result = zeros();
  each((at, re, im) => {
    result.data[at] = power === 2 ? re * re + im * im : Math.hypot(re, im) ** power;
  });
  return result;
}

/** A tensor for the results, and a visit to every coefficient with its place in such a tensor. */
function framesOf<A extends FloatArray>(samples: Tensor<A>, options: StftOptions) {
  const { nFft, winLength, hopLength, window, border, before } = readStft(options);
  expectTensor("samples", samples);
  guard(samples.shape.length === 2, ShapeError, () => ({
    name: "the shape of samples",
    expected: "[channels, samples]",
    got: samples.shape,
  }));
  const [channels, length] = samples.shape;
  const least = Math.max(1, nFft - 2 * before);
  guard(length >= least, ShapeError, () => ({
    name: "the samples of a channel",
    expected: `at least ${least}, which fill a frame,`,
    got: length,
  }));
  const frames = Math.floor((length + 2 * before - nFft) / hopLength) + 1;
  const bins = Math.floor(nFft / 2) + 1;
  const shape = [channels, bins, frames];
  const Numbers = samples.data.constructor as new (size: number) => A;
  const zeros = (): Tensor<A> => ({ shape, data: new Numbers(channels * bins * frames) });

  const each = (visit: (at: number, re: number, im: number) => void): void => {
    // Places in the channel, −before to the last sample of the last frame.
    const sources = tableOf(
      borderMap({ kind: border }, length, -before, (frames - 1) * hopLength + nFft),
    );
    const weights = windowOf(window, winLength);
    const margin = Math.floor((nFft - winLength) / 2);
    const transform = realFourier(nFft);
    // Beside the window it stays zero.
    const numbers = new Float64Array(nFft);
    const [re, im] = [new Float64Array(bins), new Float64Array(bins)];
    for (let channel = 0; channel < channels; channel++) {
      const signal = samples.data.subarray(channel * length, (channel + 1) * length);
      for (let frame = 0; frame < frames; frame++) {
        for (let n = margin; n < margin + winLength; n++) {
          const source = sources[frame * hopLength + n];
          numbers[n] = source === OUTSIDE ? 0 : weights[n - margin] * signal[source];
        }
        transform(numbers, re, im);
        for (let bin = 0; bin < bins; bin++)
          visit((channel * bins + bin) * frames + frame, re[bin], im[bin]);
      }
    }
  };
  return { zeros, each };
}

/** @throws OptionError as `stft` says. */
export function readStft(options: StftOptions) {
  readOptions("stft", options, STFT_OPTIONS);
  const { nFft = 400, winLength = nFft } = options;
  const { hopLength = Math.max(1, Math.floor(winLength / 2)) } = options;
  const { window = "hann", center = true, border = "reflect" } = options;
  for (const [name, got, most] of [
    ["nFft", nFft, 2 ** 24],
    ["winLength", winLength, nFft],
    ["hopLength", hopLength, 2 ** 31 - 1],
  ] as const) {
    wholeNumber(name, got, 1, most);
  }
  choice("border", border, BORDER_NAMES);
  const before = center ? Math.floor(nFft / 2) : 0;
  return { nFft, winLength, hopLength, window, border, before };
}
