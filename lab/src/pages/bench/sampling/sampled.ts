/** Stride as a choice of windows, dilation as holes: read off the taps of the library. */
import { resolve, type Tensor } from "convoke";
import { reference } from "convoke/reference";
import { flatTaps, type Layer } from "../layer.ts";
import type { Padded } from "../padded.ts";
import { placeOf } from "../row-major.ts";

/** By output along an axis (0 rows, 1 columns): the positions that its window reads, in order. */
export function comb(
  { tensor, windows }: Padded,
  y: Tensor<Float64Array>,
  axis: 0 | 1,
): number[][] {
  const [rows, columns] = y.shape.slice(-2);
  return Array.from({ length: axis === 0 ? rows : columns }, (_, o) => {
    const list = windows[axis === 0 ? o * columns : o];
    const places = list.map(({ input }) => placeOf(tensor.shape, input ?? 0)[axis + 1]);
    return [...new Set(places)].sort((a, b) => a - b);
  });
}

export interface Dense {
  /** The layer's output, had its stride been 1. */
  readonly y: Tensor<Float64Array>;
  /** By element of it: the layer's output that is the same window; null: dropped. */
  readonly kept: readonly (number | null)[];
}

/** Two windows are the same when they belong to one channel and begin at one position. */
export function denseOf({ problem, w, y: own }: Layer, { tensor, windows }: Padded): Dense {
  // With a stride of 1 nothing is dropped.
  if (problem.axes.every((axis) => axis.stride === 1))
    return { y: own, kept: Array.from(own.data, (_, output) => output) };
  const dense = resolve({
    input: tensor.shape,
    weight: w.shape,
    dilation: problem.axes.map((axis) => axis.dilation),
    groups: problem.groups,
    orientation: problem.orientation,
  });
  const y = reference(dense, { input: tensor, weight: w });
  const start = (list: Padded["windows"][number]) => `${list[0].weight} ${list[0].input}`;
  const outputs = new Map(windows.map((list, output) => [start(list), output]));
  return { y, kept: flatTaps(dense).map((list) => outputs.get(start(list)) ?? null) };
}

/** One plane of the kernel over the positions that its window spans: indexes of weights, null for holes. */
export function holed({ w }: Layer, { tensor, windows }: Padded) {
  const [rows, columns] = w.shape.slice(-2);
  const list = windows[0].slice(0, rows * columns);
  const places = list.map(({ input }) => placeOf(tensor.shape, input ?? 0));
  const height = Math.max(...places.map(([, row]) => row)) + 1;
  const width = Math.max(...places.map(([, , column]) => column)) + 1;
  const cells: (number | null)[] = Array.from({ length: height * width }, () => null);
  places.forEach(([, row, column], i) => {
    cells[row * width + column] = list[i].weight;
  });
  return { height, width, cells };
}
