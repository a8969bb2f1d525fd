/** The one kernel as what it is made of, and its size by stride. */
import { type Tensor, tensor } from "convoke";
import { composeLayers, type Kernel, type Layer } from "convoke/workshop";
import { matrixOf } from "../matrices.ts";
import type { Matrix, Table } from "../model/exhibit.ts";
import { single } from "./cases.ts";

export const plane = ({ shape, values }: Kernel): Tensor => tensor(shape, values);

/** The one kernel; each tap linked to those of the first that it is made of. */
export function composedMatrix(one: Layer, second: Kernel, composed: Layer): Matrix {
  const [rows, columns] = composed.weight.shape.slice(2);
  const [height, width] = one.weight.shape.slice(2);
  const elements = Array.from({ length: rows * columns }, (_, at) => {
    const found: number[] = [];
    second.values.forEach((_v, tap) => {
      const [i, j] = [Math.floor(tap / second.shape[1]), tap % second.shape[1]];
      // Steps of the second layer are strides of the first, in units of the composed dilation.
      const y = Math.floor(at / columns) * composed.dilation[0] - i * one.stride[0];
      const x = (at % columns) * composed.dilation[1] - j * one.stride[1];
      if (y >= 0 && y < height && x >= 0 && x < width) found.push(y * width + x);
    });
    return found;
  });
  return {
    ...matrixOf("composed", tensor([rows, columns], composed.weight.values)),
    link: { to: "first", by: "element", elements },
  };
}

/** What becomes of size and stride when the first layer strides. */
export function stridesTable([first, second]: readonly [Kernel, Kernel]): Table {
  return {
    kind: "table",
    name: "sizes",
    head: ["stride", "unspreadSize", "size", "strideOfBoth"],
    rows: [1, 2, 3].map((stride) => {
      const two = single(second, 2);
      const composed = composeLayers(single(first, stride), two);
      const size = (s: number) => first.shape.map((k, axis) => k + (second.shape[axis] - 1) * s);
      return [stride, size(1).join("×"), size(stride).join("×"), composed.stride[0]];
    }),
  };
}
