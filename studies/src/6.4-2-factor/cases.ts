/** Kernels to take apart: of whole numbers, drawn, and products of such. */
import { random } from "convoke/data";
import { convolve, type Kernel, kernelOf, rational } from "convoke/workshop";

export type Size = readonly [rows: number, columns: number];

/** Of every size so many, no kernel of zeros on its rim: its size is what it says. */
export function kernelsOf([rows, columns]: Size, count: number, seed: number): Kernel[] {
  const next = random(seed + 31 * rows + columns);
  const value = () => {
    const v = Math.floor(8 * next()) - 4;
    return rational(v < 0 ? v : v + 1);
  };
  return Array.from({ length: count }, () =>
    kernelOf([rows, columns], Array.from({ length: rows * columns }, value), [0, 0]),
  );
}

/** Products of two kernels of 2×2: no row or column is a factor of either but by chance. */
export const productsOf = (count: number, seed: number): Kernel[] => {
  const second = kernelsOf([2, 2], count, seed + 7);
  return kernelsOf([2, 2], count, seed).map((first, i) => convolve(first, second[i]));
};

/** A column times a row. */
export const outerProducts = (count: number, seed: number): Kernel[] => {
  const rows = kernelsOf([1, 4], count, seed);
  return kernelsOf([3, 1], count, seed).map((column, i) => convolve(column, rows[i]));
};

export const sizeText = ([rows, columns]: readonly number[]): string => `${rows}×${columns}`;
export const rowsText = ({ shape, values }: Kernel): string =>
  Array.from({ length: shape[0] }, (_, y) =>
    [...values.subarray(y * shape[1], (y + 1) * shape[1])].join(" "),
  ).join("; ");
