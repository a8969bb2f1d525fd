/** Recordings as tensors, spectrograms as pictures, samples as sounds. */
import { type FloatArray, type Tensor, tensor } from "convoke";
import { amplitudeToDb, resample, spectrogram } from "convoke/data";
import type { Picture, Sound } from "./model/exhibit.ts";
import type { Recording } from "./model/study.ts";

/** Decibels from black to white. */
const DEPTH = 80;
/** Samples a second. */
const LEAST_RATE = 4000;

/** At most so many seconds of a recording, around its loudest sample: [samples]. */
export function loudestPart({ rate, samples }: Recording, seconds: number): Float32Array {
  const length = Math.min(samples.length, Math.round(rate * seconds));
  let loudest = 0;
  for (let i = 0; i < samples.length; i++)
    if (Math.abs(samples[i]) > Math.abs(samples[loudest])) loudest = i;
  const from = Math.max(0, Math.min(loudest - (length >> 1), samples.length - length));
  return samples.slice(from, from + length);
}

/**
 * A sound to listen to. Browsers play no rates below 3,000: such sounds are resampled to a multiple,
 * which adds no tone. What is louder than full scale is cut off there.
 */
export function soundOf(name: string, samples: Float32Array, rate: number): Sound {
  const own = Math.round(rate);
  const playable = own * Math.ceil(LEAST_RATE / own);
  const sound = { sampleRate: own, samples: tensor([1, samples.length], samples) };
  const { data } = resample(sound, playable).samples;
  return {
    ...{ kind: "sound", name, rate: playable },
    samples: Float32Array.from(data, (v) => Math.max(-1, Math.min(1, v))),
  };
}

/** Power in decibels below the loudest of it: [frequencies, frames], the lowest frequency last. */
export function decibelsOf(samples: Float32Array, nFft: number, hopLength: number): Tensor {
  const power = spectrogram(tensor([1, samples.length], samples), {
    nFft,
    hopLength,
    center: false,
  });
  const { data } = amplitudeToDb(power, { topDb: DEPTH });
  const [, rows, columns] = power.shape;
  const upwards = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    upwards.set(data.subarray((rows - 1 - row) * columns, (rows - row) * columns), row * columns);
  return { shape: [rows, columns], data: upwards };
}

export function spectrogramOf(
  name: string,
  samples: Float32Array,
  nFft: number,
  hopLength = nFft >> 1,
): Picture {
  const { shape, data } = decibelsOf(samples, nFft, hopLength);
  const loudest = largestOf(data);
  return {
    ...{ kind: "picture", name, rows: shape[0], columns: shape[1], channels: 1 },
    values: data,
    range: [loudest - DEPTH, loudest],
  };
}

export function largestOf(values: FloatArray): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) largest = Math.max(largest, value);
  return largest;
}

/** Root of the mean square. */
export const strengthOf = (values: FloatArray): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / Math.max(1, values.length));
};

/** Strengths as decibels: 20 of them are a factor of ten; nothing is below `least`. */
export const decibels = (strength: number, least = -120): number =>
  Math.max(least, 20 * Math.log10(strength));
