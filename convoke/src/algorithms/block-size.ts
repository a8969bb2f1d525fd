/** How large the blocks of a stencil are: large windows copy little twice, small ones stay in the cache. */
import type { Schedule } from "../plan/plan.ts";
import type { Block, Stencil } from "./stencil.ts";

/** Bytes of a window, and columns that it has at most. */
const WINDOW_BYTES = 2 ** 20;
const MOST_COLUMNS = 12288;

/**
 * Rows as wide as the image, as many as fit the cache: memory is read and written in long runs.
 * Measured on 4096² with 3×3, one core: 9.1 ms in blocks of 64 × 4096, 12.9 ms in 76 × 1024.
 */
export function blockOf(
  { inputs, out, kernel, dilation }: Stencil,
  threads: number,
): Block & Schedule {
  const [rd, rh, rw] = kernel.map((extent, axis) => (extent - 1) * dilation[axis]);
  const planes = Math.min(out[0], rd > 0 ? 4 : 1);
  // One row has to be shared by all threads.
  const lines = Math.ceil(out[0] / planes) * out[1];
  const part = lines >= 4 * threads ? out[2] : Math.ceil((out[2] * lines) / (4 * threads));
  // A tall kernel needs as many rows again: its blocks are narrower.
  const most = rh > 32 ? MOST_COLUMNS / 4 : MOST_COLUMNS;
  const columns = even(out[2], Math.min(most, Math.max(1024, part)), 8);
  const room = WINDOW_BYTES / (4 * inputs * (planes + rd) * (columns + rw));
  const tall = Math.max(8, rh, Math.floor(room) - rh);
  const fair = Math.max(4, Math.ceil(out[1] / (4 * threads)));
  return { planes, rows: even(out[1], Math.min(tall, fair), 4), columns };
}

/** Cuts `extent` into equal parts of about `most`, whole multiples of `step` where it can. */
function even(extent: number, most: number, step: number): number {
  const part = Math.ceil(extent / Math.ceil(extent / most));
  return Math.min(extent, step * Math.ceil(part / step));
}
