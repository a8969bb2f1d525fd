/**
 * How far two chains of layers may be apart on inputs of at most 1 in size, when the engine runs them
 * in its class `exact`: a bound, in float32 with u = 2^−24.
 *
 *   m ← L·m + |b|                               most that any output is        L = max over outputs of Σ|w|
 *   e ← L·e + γ(n + 3)·(L·(m + e) + |b|)        most that it is off            n products a sum
 *
 * γ(k) = k·u / (1 − k·u); the 3 are the bias, the class's own slack and the rounding of the weights.
 */

import { sizeOf } from "../../tensor/tensor.ts";
import { composeLayers } from "../layers/compose.ts";
import { channelsOut, kernelShape, type Layer } from "../layers/layer.ts";

const UNIT = 2 ** -24;

/** Rounding of one chain. */
export function roundingOf(layers: readonly Layer[]): number {
  let [most, off] = [1, 0];
  for (const l of layers) {
    const n = l.weight.shape[1] * sizeOf(kernelShape(l));
    const gamma = ((n + 3) * UNIT) / (1 - (n + 3) * UNIT);
    const length = longestRow(l.weight.values, channelsOut(l));
    const bias = Math.max(0, ...(l.bias?.values ?? []).map(Math.abs));
    off = length * off + gamma * (length * (most + off) + bias);
    most = length * most + bias;
  }
  return off;
}

/** What the weights of a chain differ by, as outputs see it: max over outputs of Σ|w − w′|. */
export function weightGap(whole: Layer, chain: readonly Layer[]): number {
  const { weight } = chain.reduce(composeLayers);
  const gap = weight.values.map((v, i) => v - whole.weight.values[i]);
  return longestRow(gap, channelsOut(whole));
}

function longestRow(values: Float64Array, rows: number): number {
  const width = values.length / rows;
  let most = 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += Math.abs(values[row * width + i]);
    most = Math.max(most, sum);
  }
  return most;
}
