/** What makes one unit of a layer: its window below, and the sum or the maximum over it, by the library's taps. */
import { type Problem, resolve } from "convoke";
import { taps } from "convoke/reference";
import { CLASSES } from "./digits/digit.ts";
import { SIDE } from "./digits/ink.ts";
import type { Seen } from "./jobs.ts";
import { MAPS, type MapsName, type Setting, sidesOf } from "./net.ts";

export type LayerName = MapsName | "classes";

export interface Spot {
  readonly layer: LayerName;
  readonly channel: number;
  readonly y: number;
  readonly x: number;
}

/** Of one map below: the window, the kernel laid on it, and their product summed up. */
export interface Part {
  readonly channel: number;
  readonly patch: Float64Array;
  readonly kernel: Float64Array;
  readonly sum: number;
}

/** Rows and columns of the maps below. */
export interface Window {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

export type Making =
  | {
      readonly kind: "sum";
      readonly window: Window;
      readonly parts: readonly Part[];
      readonly bias: number;
    }
  | { readonly kind: "max"; readonly window: Window; readonly patch: Float64Array }
  | { readonly kind: "cut"; readonly window: Window; readonly from: number };

/** Number of maps in every layer. */
export const mapsOf = ({ filters }: Pick<Setting, "filters">, layer: LayerName): number =>
  layer === "classes" ? CLASSES : layer.endsWith("1") ? filters : 2 * filters;

/** The layer that it reads; null is the digit itself. */
export const below = (layer: LayerName): MapsName | null =>
  layer === "classes" ? "pool2" : (MAPS[MAPS.indexOf(layer) - 1] ?? null);

/** The layer as the convolution that it is: the last one's kernels are as large as the maps. */
export function problemOf(setting: Setting, layer: "conv1" | "conv2" | "classes"): Problem {
  const from = below(layer);
  const side = from === null ? SIDE : sidesOf(setting.size)[from];
  const inputs = from === null ? 1 : mapsOf(setting, from);
  const kernel = layer === "classes" ? side : setting.size;
  return resolve({
    input: [1, inputs, side, side],
    weight: [mapsOf(setting, layer), inputs, kernel, kernel],
  });
}

const halving = (side: number): Problem =>
  resolve({ input: [1, 1, side, side], weight: [1, 1, 2, 2], stride: 2 });

export function makingOf(setting: Setting, seen: Seen, { layer, channel, y, x }: Spot): Making {
  const from = below(layer);
  const side = from === null ? SIDE : sidesOf(setting.size)[from];
  const values = from === null ? seen.pixels : seen.maps[from];
  const at = (map: number, [row, column]: readonly number[]) =>
    values[(map * side + row) * side + column];
  if (layer === "relu1" || layer === "relu2") {
    const window = { top: y, left: x, rows: 1, columns: 1 };
    return { kind: "cut", window, from: at(channel, [y, x]) };
  }
  if (layer === "pool1" || layer === "pool2") {
    const places = taps(halving(side), { batch: 0, channel: 0, spatial: [y, x] });
    const spots = places.map(({ input }) => input.spatial!);
    const patch = Float64Array.from(spots, (spot) => at(channel, spot));
    return { kind: "max", window: windowOf(spots), patch };
  }
  const problem = problemOf(setting, layer);
  const list = taps(problem, { batch: 0, channel, spatial: [y, x] });
  const [rows, columns] = problem.axes.map(({ kernel }) => kernel);
  const weights = seen.parameters[`${layer}.weight`];
  const size = rows * columns;
  const parts = Array.from({ length: problem.inChannels }, (_, map): Part => {
    const [patch, kernel] = [new Float64Array(size), new Float64Array(size)];
    let sum = 0;
    for (const { input, weight } of list.filter(({ input }) => input.channel === map)) {
      const place = weight.spatial[0] * columns + weight.spatial[1];
      patch[place] = at(map, input.spatial!);
      kernel[place] = weights[(weight.out * problem.inChannels + weight.in) * size + place];
      sum += patch[place] * kernel[place];
    }
    return { channel: map, patch, kernel, sum };
  });
  const window = windowOf(list.map(({ input }) => input.spatial!));
  return { kind: "sum", window, parts, bias: seen.parameters[`${layer}.bias`][channel] };
}

function windowOf(spots: readonly (readonly number[])[]): Window {
  const [ys, xs] = [spots.map(([y]) => y), spots.map(([, x]) => x)];
  const [top, left] = [Math.min(...ys), Math.min(...xs)];
  return { top, left, rows: Math.max(...ys) - top + 1, columns: Math.max(...xs) - left + 1 };
}

/** What the engine made of it. */
export function unitOf(setting: Setting, seen: Seen, { layer, channel, y, x }: Spot): number {
  if (layer === "classes") return seen.scores[channel];
  const side = sidesOf(setting.size)[layer];
  return seen.maps[layer][(channel * side + y) * side + x];
}
