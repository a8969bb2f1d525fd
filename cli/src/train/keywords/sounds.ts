/** What the keyword model learns from: clips of words, and recordings that are none of them. */
import type { Tensor } from "convoke";
import { normal, stream } from "convoke/data";

/** Samples a second, and of every clip: a second. */
export const RATE = 16_000;
export const LENGTH = 16_000;
/** The class of what is no keyword. */
export const OTHER = "other";

/** [1, samples] at RATE, full scale 1. */
export type Samples = Tensor<Float32Array>;

export interface Clip {
  /** Place of its class in `classes`. */
  readonly label: number;
  /** LENGTH samples. */
  readonly samples: Samples;
}

export interface Part {
  readonly clips: readonly Clip[];
  /** Played behind the clips, and cut into clips of the class OTHER; at least one. */
  readonly backgrounds: readonly Samples[];
}

export interface Keywords {
  /** Where they were found. */
  readonly source: string;
  /** The keywords, then OTHER. */
  readonly classes: readonly string[];
  readonly train: Part;
  readonly test: Part;
  /** Whether the test has the clips of the training, differently changed: there is one a word. */
  readonly lone: boolean;
}

/**
 * Two seconds of noise: white has the same power at all frequencies, pink half as much an octave
 * higher, brown a quarter. All sums of what leaky integrators make of white noise.
 */
export function noise(color: keyof typeof LEAKS, seed: number): Samples {
  const next = normal(stream(seed, LEAKS[color].length));
  const levels = LEAKS[color].map(() => 0);
  const data = Float32Array.from({ length: 2 * RATE }, () => {
    const value = next();
    return LEAKS[color].reduce<number>((sum, leak, i) => {
      levels[i] = leak * levels[i] + (1 - leak) * value;
      // White noise through one integrator has the variance (1 − leak)/(1 + leak).
      return sum + levels[i] * Math.sqrt((1 + leak) / (1 - leak));
    }, 0);
  });
  const most = data.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return { shape: [1, data.length], data: data.map((value) => value / most) };
}

/** What each integrator keeps from one sample to the next. */
const LEAKS = { white: [0], brown: [0.998], pink: [0.1, 0.7, 0.95, 0.99, 0.998] } as const;
