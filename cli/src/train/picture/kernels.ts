import { heading, PANEL } from "./svg.ts";

/** Each kernel as a square of squares: white is its largest weight, black its smallest. */
export function kernels(title: string, list: readonly Float32Array[]): string {
  const columns = Math.ceil(Math.sqrt(2 * list.length));
  const size = Math.sqrt(list[0].length);
  const cell = Math.floor((PANEL.width - 40) / columns / (size + 1));
  const squares = list.map((weights, i) => {
    const [least, most] = [Math.min(...weights), Math.max(...weights)];
    const [left, top] = [
      20 + (i % columns) * (size + 1) * cell,
      40 + Math.floor(i / columns) * (size + 1) * cell,
    ];
    return Array.from(weights, (weight, j) => {
      const gray = Math.round((255 * (weight - least)) / Math.max(most - least, 1e-9));
      const [px, py] = [left + (j % size) * cell, top + Math.floor(j / size) * cell];
      return `<rect x="${px}" y="${py}" width="${cell}" height="${cell}" fill="rgb(${gray},${gray},${gray})"/>`;
    }).join("");
  });
  return heading(title) + squares.join("");
}
