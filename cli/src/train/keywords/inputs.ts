/** What a net is given of sounds of a second: spectrograms, or the waveform itself. */
import { type Tensor, tensor } from "convoke";
import { frequencyMask, logMelSpectrogram, timeMask, timeShift } from "convoke/data";
import type { Examples } from "./examples.ts";
import { LENGTH, RATE, type Samples } from "./sounds.ts";

/** A frame is 30 ms, and comes every 20 ms. */
const MEL = {
  nFft: 512,
  winLength: 480,
  hopLength: 320,
  nMels: 40,
  fMin: 60,
  floor: 1e-4,
} as const;
export const MELS = MEL.nMels;
export const FRAMES = Math.floor(LENGTH / MEL.hopLength) + 1;
/** Middle and spread of such logarithms, and the inverse of usual amplitudes: they bring inputs to about one. */
const [MIDDLE, SPREAD, LOUDER] = [-4, 4, 10];

/** What becomes of a second of sound, [1, LENGTH]. */
export interface FrontEnd {
  readonly shape: readonly number[];
  readonly of: (samples: Samples) => Float32Array;
}

/** [1, MELS, FRAMES], filter 0 the lowest. */
export const SPECTROGRAM: FrontEnd = {
  shape: [1, MELS, FRAMES],
  of: (samples) => {
    const { data } = logMelSpectrogram({ sampleRate: RATE, samples }, MEL);
    return data.map((value) => (value - MIDDLE) / SPREAD);
  },
};

export const WAVEFORM: FrontEnd = {
  shape: [1, LENGTH],
  of: ({ data }) => data.map((value) => value * LOUDER),
};

/**
 * Examples as each front end makes them, [count, …shape] one each; now and then another event gets
 * its turn.
 */
export async function inputsOf(
  { labels, at }: Examples,
  ends: readonly FrontEnd[],
  made: () => void,
): Promise<Tensor<Float32Array>[]> {
  const count = labels.length;
  const out = ends.map(({ shape }) => tensor([count, ...shape]));
  let breath = performance.now();
  for (let i = 0; i < count; i++) {
    const samples = at(i);
    for (const [e, { data }] of out.entries())
      data.set(ends[e].of(samples), (i * data.length) / count);
    made();
    if (performance.now() - breath < 50) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    breath = performance.now();
  }
  return out;
}

/** A band of up to 8 frequencies and a stretch of up to 8 frames of each example set to the middle. */
export function masked(x: Samples, next: () => number): Samples {
  return timeMask(frequencyMask(x, 8, next), 8, next);
}

/** Up to 50 ms earlier or later, and turned over or not. */
export function moved(x: Samples, next: () => number): Samples {
  const { shape, data } = timeShift(x, 0.05 * RATE, next);
  if (next() < 0.5) for (let i = 0; i < data.length; i++) data[i] = -data[i];
  return { shape, data };
}

/** Each example of a batch by itself: what the training loop takes as `augment`. */
export const eachOf =
  (change: (x: Samples, next: () => number) => Samples) =>
  ({ shape, data }: Tensor, next: () => number, out: Tensor): void => {
    const [count, ...rest] = shape;
    const size = data.length / count;
    for (let i = 0; i < count; i++) {
      const x = { shape: rest, data: data.subarray(i * size, (i + 1) * size) };
      out.data.set(change(x, next).data, i * size);
    }
  };
