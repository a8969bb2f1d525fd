/** Seeded random tensors: the same seed gives the same values everywhere. */
import { type Tensor, tensor } from "./tensor.ts";

/**
 * Constants of the random numbers: the step of the state, what a path's steps are spread by, and the
 * factors and shifts that mix.
 *
 * Source: splitmix32, after Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014.
 */
export const MIXING = {
  step: 0x9e3779b9,
  spread: 0x85ebca6b,
  factors: [0x21f0aaad, 0x735a2d97],
  shifts: [16, 15, 15],
} as const;

function mixed(state: number): number {
  const { factors, shifts } = MIXING;
  let z = state ^ (state >>> shifts[0]);
  z = Math.imul(z, factors[0]);
  z ^= z >>> shifts[1];
  z = Math.imul(z, factors[1]);
  return z ^ (z >>> shifts[2]);
}

/** Numbers in [0, 1) from a 32-bit seed. */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + MIXING.step) | 0;
    return (mixed(state) >>> 0) / 2 ** 32;
  };
}

/** 32 random bits for every number `step` below a key; kernels draw the same (`random-bits.ts`). */
export const below = (key: number, step: number): number =>
  mixed(((key ^ Math.imul(step + 1, MIXING.spread)) + MIXING.step) | 0);

/** Floats spread evenly from min to max. */
export function uniform(shape: readonly number[], seed: number, min = -1, max = 1): Tensor {
  return filled(shape, seed, (r) => min + (max - min) * r);
}

/** Whole numbers from min to max, both included: sums of their products stay exact in float32. */
export function integers(shape: readonly number[], seed: number, min = -4, max = 4): Tensor {
  return filled(shape, seed, (r) => min + Math.floor((max - min + 1) * r));
}

function filled(shape: readonly number[], seed: number, value: (r: number) => number): Tensor {
  const next = random(seed);
  const t = tensor(shape);
  for (let i = 0; i < t.data.length; i++) t.data[i] = value(next());
  return t;
}

/**
 * Numbers in [0, 1) of a stream of its own for every path below a seed, such as epoch and example:
 * what is drawn from one changes no other, whatever the order.
 */
export function stream(seed: number, ...path: readonly number[]): () => number {
  return random(path.reduce(below, seed | 0));
}

/**
 * Normally distributed numbers of mean 0 and variance 1, from evenly distributed ones.
 *
 * Source: Box and Muller, "A note on the generation of random normal deviates", 1958.
 */
export function normal(next: () => number): () => number {
  let kept: number | null = null;
  return () => {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
