import { heading, PANEL } from "./svg.ts";

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
