/** Matrices of a run in TeX, short enough to be read. */
import type { FloatArray, Tensor } from "convoke";
import { shown } from "./model/facts.ts";

/** The matrix with its numbers; beyond `most` rows or columns, dots. */
export function texOf({ shape: [rows, columns], data }: Tensor<FloatArray>, most = 6): string {
  const across = columns > most ? most - 1 : columns;
  const down = rows > most ? most - 1 : rows;
  const line = (row: number) => [
    ...Array.from(data.subarray(row * columns, row * columns + across), shown),
    ...(across < columns ? ["\\cdots"] : []),
  ];
  const lines = Array.from({ length: down }, (_, row) => line(row).join(" & "));
  if (down < rows) lines.push("\\vdots");
  return `\\begin{bmatrix}${lines.join(" \\\\ ")}\\end{bmatrix}`;
}

/** A number as TeX writes it: `1.2\cdot10^{-7}`. */
export const texNumber = (value: number): string =>
  shown(value).replace(/e(-?)0*(\d+)$/, "\\cdot10^{$1$2}");
