/** Blurs of a size: all weights alike, Pascal's triangle, and a bell. */
import { convolve, integerGaussian, type Kernel, kernel, transpose } from "convoke/workshop";

export const BLURS = ["box", "binomial", "gaussian"] as const;
export type Blur = (typeof BLURS)[number];

/** @param size odd, at least 3. */
export function blurOf(name: Blur, size: number): Kernel {
  if (name === "gaussian") return integerGaussian(Math.sqrt((size - 1) / 4), { size }).kernel;
  const line = name === "box" ? Array<number>(size).fill(1) : pascal(size);
  const sum = line.reduce((a, b) => a + b);
  const row = kernel([line.map((v) => `${v}/${sum}`)]);
  return convolve(row, transpose(row));
}

/** Row of Pascal's triangle with as many numbers. */
function pascal(count: number): number[] {
  let row = [1];
  while (row.length < count) row = [...row, 0].map((v, i) => v + (row[i - 1] ?? 0));
  return row;
}

/** How far a line of weights is from the Gaussian of its variance, in parts of the Gaussian's peak. */
export function offGaussian(line: ArrayLike<number>): number {
  const middle = (line.length - 1) / 2;
  const variance = varianceOf(line);
  const peak = 1 / Math.sqrt(2 * Math.PI * variance);
  return Array.from(line, (v, i) =>
    Math.abs(v / peak - Math.exp(-((i - middle) ** 2) / (2 * variance))),
  ).reduce((a, b) => Math.max(a, b));
}

export const varianceOf = (line: ArrayLike<number>): number =>
  Array.from(line, (v, i) => v * (i - (line.length - 1) / 2) ** 2).reduce((a, b) => a + b);
