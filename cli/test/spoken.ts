/** Sounds in the place of words, made of numbers alone. */
import { type Keywords, LENGTH, noise, RATE, type Samples } from "../src/train/keywords/sounds.ts";

/** A fifth of a second from one frequency to another, in the middle of a clip. */
export function chirp(from: number, to: number, middle = LENGTH / 2): Samples {
  const [count, data] = [RATE / 5, new Float32Array(LENGTH)];
  let phase = 0;
  for (let i = 0; i < count; i++) {
    phase += (2 * Math.PI * from * (to / from) ** (i / count)) / RATE;
    const fade = Math.sin((Math.PI * i) / count) ** 2;
    data[Math.round(middle - count / 2) + i] = 0.5 * fade * Math.sin(phase);
  }
  return { shape: [1, LENGTH], data };
}

/** Two lone words, in noises. */
export function spoken(...words: readonly Samples[]): Keywords {
  const clips = words.map((samples, label) => ({ label, samples }));
  return {
    source: "tones",
    classes: ["one", "two", "other"],
    train: { clips, backgrounds: [noise("white", 1), noise("brown", 1)] },
    test: { clips, backgrounds: [noise("pink", 1)] },
    lone: true,
  };
}
export const CHIRPS = spoken(chirp(700, 1400), chirp(1400, 700));
export const TONES = spoken(chirp(700, 700), chirp(2000, 2000));
