/** Kernels about the middle of their grid, for whoever keeps no origin. */
import { rational } from "../numbers/rational.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { add } from "./algebra.ts";
import { type Kernel, kernelOf, middleOf } from "./kernel.ts";

/** Whether the tap on the output is the one in the middle (of an even number, the one before it). */
export const isCentred = ({ shape, origin }: Kernel): boolean =>
  `${origin}` === `${middleOf(shape)}`;

/**
 * The same kernel on a grid whose middle is its origin: zeros are added at one end of an axis.
 *
 * @throws ShapeError when that grid would be too large.
 */
export function centred(k: Kernel): Kernel {
  if (isCentred(k)) return k;
  const sides = k.shape.map((n, axis) => {
    const [before, behind] = [k.origin[axis], n - 1 - k.origin[axis]];
    const most = Math.max(before, behind);
    return before === Math.floor((n - 1) / 2) ? [before, behind] : [most, most];
  });
  const shape = sides.map(([before, behind]) => before + 1 + behind);
  const zeros = new Array(sizeOf(shape)).fill(rational(0));
  return add(k, kernelOf(shape, zeros, middleOf(shape)));
}
