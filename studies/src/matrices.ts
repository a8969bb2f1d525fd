/** Matrices as tensors [rows, columns]: made, transposed, compared, shown. */
import { type FloatArray, type Tensor, tensor } from "convoke";
import type { Matrix } from "./model/exhibit.ts";
import type { Trial } from "./model/statement.ts";

export const rowsOf = (
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
): Tensor =>
  tensor(
    [rows, columns],
    Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns)),
  );

export const turned = ({ shape: [rows, columns], data }: Tensor): Tensor =>
  rowsOf(columns, rows, (row, column) => data[column * columns + row]);

/** Null where two matrices are equal, else where they are not. */
export function differs(a: Tensor, b: Tensor): Trial {
  if (`${a.shape}` !== `${b.shape}`)
    return { shape: a.shape.join("×"), otherShape: b.shape.join("×") };
  const at = a.data.findIndex((v, i) => v !== b.data[i]);
  const columns = a.shape[1];
  return at < 0
    ? null
    : { row: Math.floor(at / columns), column: at % columns, value: a.data[at], other: b.data[at] };
}

export const matrixOf = (
  name: string,
  { shape: [rows, columns], data }: Tensor<FloatArray>,
): Matrix => ({
  kind: "matrix",
  name,
  rows,
  columns,
  values: [...data],
});
