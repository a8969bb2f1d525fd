/** Short sounds of whole numbers, and how far a stack of layers sees. */
import { random } from "convoke/data";
import type { Trial } from "../model/statement.ts";

type Layer = (x: Float32Array, kernel: Float32Array, stride: number) => Promise<Float32Array>;

export function wholeSound(
  count: number,
  seed: number,
): { x: Float32Array; kernel: Float32Array; step: number }[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const whole = (length: number) =>
    Float32Array.from({ length }, () => Math.floor(next() * 19) - 9);
  return Array.from({ length: count }, () => {
    const taps = upTo(7);
    return { kernel: whole(taps), x: whole(taps + upTo(40)), step: 1 + upTo(4) };
  });
}

export function unlike(value: Float32Array, other: Float32Array): Trial {
  if (value.length !== other.length) return { count: value.length, otherCount: other.length };
  const at = value.findIndex((v, i) => v !== other[i]);
  return at < 0 ? null : { at, value: value[at], other: other[at] };
}

/**
 * From the first to the last sample that the first output of two layers sees, the first with a stride:
 * found by touching each. Where the stride is more than the taps, some between them are not seen.
 */
export async function receptiveField(layer: Layer, taps: number, stride: number): Promise<number> {
  const ones = new Float32Array(taps).fill(1);
  const length = taps * (stride + 1) * 2;
  const seen: number[] = [];
  for (let i = 0; i < length; i++) {
    const x = new Float32Array(length);
    x[i] = 1;
    const [first] = await layer(await layer(x, ones, stride), ones, 1);
    if (first !== 0) seen.push(i);
  }
  return seen[seen.length - 1] - seen[0] + 1;
}
