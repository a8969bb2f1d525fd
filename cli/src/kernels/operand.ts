/** What a word of the command line may stand for: a kernel, or a layer out of a file. */
import { add, type Kernel, kernelOf, type Layer, middleOf, rational } from "convoke/workshop";
import { Failure } from "../failure.ts";
import type { FilterKernel } from "./kernel.ts";

export type Operand =
  | { readonly kind: "kernel"; readonly name: string; readonly kernel: Kernel }
  | { readonly kind: "layer"; readonly name: string; readonly layer: Layer };

/** Taps along an axis of what filters a picture. */
const MOST_EXTENT = 511;

/**
 * As pictures are filtered: one or two axes, the origin in the middle.
 *
 * @throws Failure for layers, other numbers of axes and kernels of more than 511 taps along one.
 */
export function filterKernel(operand: Operand): FilterKernel {
  const { name } = operand;
  if (operand.kind === "layer")
    throw new Failure(
      "usage",
      `expected a kernel of one or two axes for --kernel, got the layer ${name} (one of its kernels: ${name}[0,0])`,
    );
  const { shape, values } = centred(operand.kernel);
  if (shape.length > 2)
    throw new Failure(
      "usage",
      `expected a kernel of one or two axes for --kernel, got ${shape.join("×")} in ${name}`,
    );
  const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
  if (rows > MOST_EXTENT || columns > MOST_EXTENT)
    throw new Failure(
      "usage",
      `expected at most ${MOST_EXTENT}×${MOST_EXTENT} numbers in the kernel ${name}, got ${rows}×${columns}`,
    );
  return { name, rows, columns, weights: [...values] };
}

/**
 * The same kernel on a grid whose middle is its origin, for whoever keeps none: zeros are added at
 * one end of an axis.
 */
export function centred(k: Kernel): Kernel {
  if (isCentred(k)) return k;
  const sides = k.shape.map((n, axis) => {
    const [before, behind] = [k.origin[axis], n - 1 - k.origin[axis]];
    const most = Math.max(before, behind);
    return before === Math.floor((n - 1) / 2) ? [before, behind] : [most, most];
  });
  const shape = sides.map(([before, behind]) => before + 1 + behind);
  const zeros = new Array(shape.reduce((a, b) => a * b, 1)).fill(rational(0));
  return add(k, kernelOf(shape, zeros, middleOf(shape)));
}

export const isCentred = ({ shape, origin }: Kernel): boolean =>
  `${origin}` === `${middleOf(shape)}`;
