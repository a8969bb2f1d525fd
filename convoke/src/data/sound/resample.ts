/**
 * Another sampling rate, by a windowed sinc: the ideal low-pass filter, faded out.
 *
 * Source: J. O. Smith, "Digital audio resampling", CCRMA, Stanford, 2002; the window and the defaults
 * are those of torchaudio.functional.resample ("sinc_interp_hann").
 */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import type { Sound } from "../../formats/sound.ts";
import { readOptions } from "../../options.ts";
import { expectTensor, type FloatArray } from "../../tensor/tensor.ts";

export interface ResampleOptions {
  /** Zero crossings of the sinc on either side: the wider, the sharper, and the dearer; default 6. */
  readonly lowpassFilterWidth?: number;
  /** Where the filter cuts off, as a share of half the lower rate; default 0.99. */
  readonly rolloff?: number;
}

/**
 * The sound at another rate: y[n] = Σₘ x[m]·h(n/new − m/old), with
 * h(t) = (c/old)·sinc(c·t)·cos²(π·c·t/2w) within |c·t| < w, c = rolloff·min(old, new), zeros beyond
 * the ends. ⌈samples·new/old⌉ samples come out, the first at the same moment. Only old/new in lowest
 * terms matters: from 44100 to 16000 Hz there are 160 sets of weights, made once.
 *
 * @throws OptionError unless the rates are whole numbers of hertz whose lowest terms are below 2²⁰,
 *   and the filter is at least 1 wide with a rolloff above 0 and up to 1.
 * @throws ShapeError unless the samples are [channels, samples].
 */
export function resample<A extends FloatArray>(
  sound: Sound<A>,
  sampleRate: number,
  options: ResampleOptions = {},
): Sound<A> {
  readOptions("resample", options, ["lowpassFilterWidth", "rolloff"]);
  const { lowpassFilterWidth: width = 6, rolloff = 0.99 } = options;
  const { samples } = sound;
  expectTensor("samples", samples);
  guard(samples.shape.length === 2, ShapeError, () => ({
    name: "the shape of samples",
    expected: "[channels, samples]",
    got: samples.shape,
  }));
  const rates = [sound.sampleRate, sampleRate];
  guard(
    rates.every((rate) => Number.isSafeInteger(rate) && rate >= 1),
    OptionError,
    () => ({ name: "the sampling rates", expected: "whole numbers of hertz", got: rates }),
  );
  guard(width >= 1 && width < 1024, OptionError, () => ({
    name: "lowpassFilterWidth",
    expected: "a number from 1 to below 1024",
    got: width,
  }));
  guard(rolloff > 0 && rolloff <= 1, OptionError, () => ({
    name: "rolloff",
    expected: "a number above 0, at most 1",
    got: rolloff,
  }));
  const common = divisor(sound.sampleRate, sampleRate);
  const [before, after] = rates.map((rate) => rate / common);
  guard(Math.max(before, after) < 2 ** 20, OptionError, () => ({
    name: "the sampling rates",
    expected: "a ratio whose lowest terms are below 1048576",
    got: rates,
  }));
  if (before === after)
    return { sampleRate, samples: { ...samples, data: samples.data.slice() as A } };

  const [channels, length] = samples.shape;
  const count = Math.ceil((length * after) / before);
  const phases = phasesOf(before, after, width, rolloff);
  const Numbers = samples.data.constructor as new (size: number) => A;
  const data = new Numbers(channels * count);
  for (let channel = 0; channel < channels; channel++) {
    const x = samples.data.subarray(channel * length, (channel + 1) * length);
    for (let n = 0; n < count; n++) {
      const { first, weights } = phases[n % after];
      const start = first + Math.floor(n / after) * before;
      const [from, to] = [Math.max(0, -start), Math.min(weights.length, length - start)];
      let sum = 0;
      for (let i = from; i < to; i++) sum += weights[i] * x[start + i];
      data[channel * count + n] = sum;
    }
  }
  return { sampleRate, samples: { shape: [channels, count], data } };
}

/** For each output of a period: the weights of the inputs that it sees, and the first of these. */
function phasesOf(before: number, after: number, width: number, rolloff: number) {
  const cut = rolloff * Math.min(before, after);
  return Array.from({ length: after }, (_, phase) => {
    const middle = (phase * before) / after;
    const reach = (width * before) / cut;
    const first = Math.ceil(middle - reach);
    const length = Math.floor(middle + reach) - first + 1;
    const weights = Float64Array.from({ length }, (_, i) => {
      const t = (cut * (phase * before - (first + i) * after)) / (before * after);
      const fade = Math.cos((Math.PI * t) / (2 * width)) ** 2;
      return (cut / before) * sinc(t) * fade;
    });
    return { first, weights };
  });
}

const sinc = (t: number): number => (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
