/** Examples in a new order each epoch, a batch at a time. An example is a row of its tensor. */
import { guard, ShapeError } from "../errors.ts";
import { readOptions, wholeNumber } from "../options.ts";
import type { FloatArray } from "../tensor/tensor.ts";

/** Anything whose first axis counts examples: tensors, tokens, labels. */
export interface Rows {
  readonly shape: readonly number[];
  readonly data: FloatArray | Int32Array;
}

/**
 * 0 to count − 1 in an order of which every one is equally likely: Fisher and Yates' shuffle.
 * `shuffled(count, stream(seed, epoch))` is the order of an epoch, whatever ran before it.
 */
export function shuffled(count: number, next: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * The order in pieces of `size`, which share its memory; the last may be shorter, or is left out.
 *
 * @throws OptionError unless the size is a whole number from 1 on.
 * @see torch.utils.data.DataLoader (batch_size, drop_last)
 */
export function* batches(
  order: Int32Array,
  size: number,
  options: { readonly dropLast?: boolean } = {},
): Generator<Int32Array> {
  readOptions("batches", options, ["dropLast"]);
  const { dropLast = false } = options;
  wholeNumber("the size of a batch", size, 1);
  const end = dropLast ? order.length - (order.length % size) : order.length;
  for (let at = 0; at < end; at += size) yield order.subarray(at, Math.min(at + size, end));
}

/**
 * The chosen rows, [rows.length, …rest], in `out` where there is one: a loop that gives the same one
 * each time allocates nothing.
 *
 * @throws ShapeError when a row is not in `from`, or `out` has another shape.
 */
export function gather<T extends Rows>(from: T, rows: ArrayLike<number>, out?: T): T {
  const [count, ...rest] = from.shape;
  const shape = [rows.length, ...rest];
  const length = rest.reduce((size, extent) => size * extent, 1);
  const to = out ?? { shape, data: new (from.data.constructor as Numbers)(rows.length * length) };
  guard(to.shape.join() === shape.join(), ShapeError, () => ({
    name: "the shape of out",
    expected: `[${shape.join(", ")}]`,
    got: to.shape,
  }));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    guard(Number.isInteger(row) && row >= 0 && row < count, ShapeError, () => ({
      name: `row ${i}`,
      expected: `a whole number from 0 to ${count - 1}`,
      got: row,
    }));
    to.data.set(from.data.subarray(row * length, (row + 1) * length), i * length);
  }
  return to as T;
}

type Numbers = new (length: number) => Rows["data"];
