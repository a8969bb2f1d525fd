/** A sum over channels taken apart: which channels are joined, and what each of them brings. */
import { sizeOf } from "convoke";
import { unfold } from "convoke/reference";
import { type Layer, productsOf } from "../layer.ts";
import { indexOf, placeOf } from "../row-major.ts";

/** By output and input channel: the plane of the weight that joins them, or null. */
export function joined({ problem, taps, w, y }: Layer): (number | null)[][] {
  const plane = sizeOf(y.shape.slice(-2));
  return Array.from({ length: problem.outChannels }, (_, o) => {
    const planes = new Map<number, number>();
    // Outputs of a transposed layer may be met by nothing: then the next one is asked.
    const seen = problem.inChannels / problem.groups;
    for (let i = o * plane; i < (o + 1) * plane && planes.size < seen; i++)
      for (const tap of taps[i]) planes.set(tap.channel, placeOf(w.shape, tap.weight)[0]);
    return Array.from({ length: problem.inChannels }, (_v, c) => planes.get(c) ?? null);
  });
}

/** Products of the definition, those with what the border filled in included. */
export function productCount({ problem, taps }: Layer): number {
  // Every output of a convolution takes equally many.
  if (problem.op === "conv") return taps.length * taps[0].length;
  return taps.reduce((sum, list) => sum + list.length, 0);
}

/** What each input channel brings to output channel `o`: planes that are added up. */
export function partials(layer: Layer, o: number): Float64Array[] {
  const plane = sizeOf(layer.y.shape.slice(-2));
  const all = Array.from({ length: layer.problem.inChannels }, () => new Float64Array(plane));
  for (let i = 0; i < plane; i++)
    for (const { channel, x, w } of productsOf(layer, o * plane + i)) all[channel][i] += x * w;
  return all;
}

export interface Product {
  /** c_o × c_i; null where the channels are not joined. */
  readonly w: readonly (number | null)[];
  /** Their elements of the layer's weight: planes of one. */
  readonly weights: readonly (number | null)[];
  /** c_i × positions. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly positions: number;
  readonly equal: boolean;
}

/** A convolution of kernel 1 × 1 as a product of matrices; null for others. */
export function matrixProduct(layer: Layer): Product | null {
  const { problem, w } = layer;
  if (problem.op !== "conv" || problem.axes.some((axis) => axis.kernel > 1)) return null;
  const x = unfold(problem, layer.x);
  const [, rows, positions] = x.shape;
  const weights = joined(layer).flat();
  const matrix = weights.map((plane) => (plane === null ? null : w.data[plane]));
  const y = Float64Array.from({ length: problem.outChannels * positions }, (_, i) => {
    const [o, p] = indexOf([problem.outChannels, positions], i);
    let sum = 0;
    for (let c = 0; c < rows; c++) sum += (matrix[o * rows + c] ?? 0) * x.data[c * positions + p];
    return sum;
  });
  return {
    w: matrix,
    weights,
    x: x.data,
    y,
    positions,
    equal: y.every((value, i) => value === layer.y.data[i]),
  };
}
