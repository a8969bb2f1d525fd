/** Seeded random tensors: the same seed gives the same values everywhere. */
import { type Tensor, tensor } from "./tensor.ts";

/**
 * Numbers in [0, 1) from a 32-bit seed.
 *
 * Source: splitmix32, after Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014.
 */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

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
  const below = (key: number, step: number) =>
    (random(key ^ Math.imul(step + 1, 0x85ebca6b))() * 2 ** 32) | 0;
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
