import type { Net } from "convoke/nets";
import { heading, PANEL } from "./svg.ts";

/** The kernels of a net's first layer, `conv1`, over its only input channel, and their extents. */
export function firstKernels(net: Net): {
  readonly extents: readonly number[];
  readonly list: readonly Float32Array[];
} {
  const { shape, origin } = net.parameters.get("conv1.weight")!;
  const [count, , ...extents] = shape;
  const size = origin.data.length / count;
  const list = Array.from({ length: count }, (_, i) => origin.data.slice(i * size, (i + 1) * size));
  return { extents, list };
}

/**
 * Each kernel as squares, as many to a row as a row of it has weights (by default it is a square):
 * white is its largest weight, black its smallest.
 */
export function kernels(
  title: string,
  list: readonly Float32Array[],
  width = Math.sqrt(list[0].length),
): string {
  const columns = Math.ceil(Math.sqrt(2 * list.length));
  const height = list[0].length / width;
  const cell = Math.floor((PANEL.width - 40) / columns / (width + 1));
  const squares = list.map((weights, i) => {
    const [least, most] = [Math.min(...weights), Math.max(...weights)];
    const [left, top] = [
      20 + (i % columns) * (width + 1) * cell,
      40 + Math.floor(i / columns) * (height + 1) * cell,
    ];
    return Array.from(weights, (weight, j) => {
      const gray = Math.round((255 * (weight - least)) / Math.max(most - least, 1e-9));
      const [px, py] = [left + (j % width) * cell, top + Math.floor(j / width) * cell];
      return `<rect x="${px}" y="${py}" width="${cell}" height="${cell}" fill="rgb(${gray},${gray},${gray})"/>`;
    }).join("");
  });
  return heading(title) + squares.join("");
}
