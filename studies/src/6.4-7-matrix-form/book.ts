/** The section's example of several channels: 6.4.1 and 6.4.2 of the book. */
import { resolve, tensor } from "convoke";

const counting = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

const x = tensor([1, 2, 3, 3], [...counting(0, 9), ...counting(1, 9)]);
/** A kernel of two channels, and the same with all weights larger by one. */
const w = tensor(
  [2, 2, 2, 2],
  [0, 1].flatMap((more) => [...counting(more, 4), ...counting(1 + more, 4)]),
);

export const BOOK = { problem: resolve({ input: x.shape, weight: w.shape }), x, w };
export const BOOK_RESULT = tensor([1, 2, 2, 2], [56, 72, 104, 120, 76, 100, 148, 172]);
