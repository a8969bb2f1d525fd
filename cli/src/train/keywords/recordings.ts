/** WAV files as clips and backgrounds: one channel, RATE samples a second. */

import { FormatError } from "convoke";
import { resample } from "convoke/data";
import { readWav } from "convoke/formats";
import { Failure } from "../../failure.ts";
import { readBytes } from "../../image/read.ts";
import { LENGTH, RATE, type Samples } from "./sounds.ts";

/** The mean of its channels. @throws Failure when it is no WAV file, or is empty. */
export async function readRecording(path: string): Promise<Samples> {
  const bytes = await readBytes(path);
  try {
    const { sampleRate, samples } = readWav(bytes);
    const [channels, length] = samples.shape;
    if (length === 0) throw new Failure("input", `expected a sound in ${path}, got no samples`);
    const one = new Float32Array(length);
    samples.data.forEach((value, i) => {
      one[i % length] += value / channels;
    });
    return resample({ sampleRate, samples: { shape: [1, length], data: one } }, RATE).samples;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new Failure("input", `cannot read ${path}: ${error.message}`);
  }
}

/** LENGTH samples around the middle, with zeros beyond the ends. */
export const clipOf = (samples: Samples): Samples => around(samples, samples.data.length / 2);

/** LENGTH samples around the mean moment of the power: where a lone word is. */
export function clipAroundPower({ data, shape }: Samples): Samples {
  let [sum, moment] = [0, 0];
  data.forEach((value, i) => {
    sum += value * value;
    moment += i * value * value;
  });
  return around({ shape, data }, sum === 0 ? data.length / 2 : moment / sum);
}

function around({ data }: Samples, middle: number): Samples {
  const from = Math.round(middle - LENGTH / 2);
  const clip = new Float32Array(LENGTH);
  clip.set(data.subarray(Math.max(0, from), Math.max(0, from + LENGTH)), Math.max(0, -from));
  return { shape: [1, LENGTH], data: clip };
}
