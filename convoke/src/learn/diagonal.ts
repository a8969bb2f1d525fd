/** A picture whose edges are learned from: ones with a diagonal of zeros, and its horizontal differences. */
import { type Tensor, tensor } from "../tensor/tensor.ts";

export interface Diagonal {
  /** [1, side, side] */
  readonly before: Tensor;
  /** [1, side, side - 1]: -1 on the diagonal, 1 just below it. */
  readonly after: Tensor;
  /** What makes one of the other, [1, -1], of one row. */
  readonly kernel: readonly [number, number];
}

export function diagonal(side: number): Diagonal {
  const before = tensor([1, side, side]);
  const after = tensor([1, side, side - 1]);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) before.data[y * side + x] = x === y ? 0 : 1;
    for (let x = 0; x + 1 < side; x++)
      after.data[y * (side - 1) + x] = before.data[y * side + x] - before.data[y * side + x + 1];
  }
  return { before, after, kernel: [1, -1] };
}
