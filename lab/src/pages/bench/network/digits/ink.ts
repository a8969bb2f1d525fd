/**
 * Ink on a sheet of 28 × 28 pixels: how dark a pixel is follows from its distance to the line of the
 * pen. Only +, −, ×, ÷ and √, which are rounded the same everywhere: so are the pixels.
 */
import type { Point } from "./hands.ts";

export const SIDE = 28;

/** Squares of the distances from the middles of the pixels to the line, in pixels. */
export type Distances = Float64Array;

/** Squared distances above it do not count: the widest pen, and the soft edge. */
const FAR = 25;
const REACH = 5;

export const emptySheet = (): Distances => new Float64Array(SIDE * SIDE).fill(FAR);

/** A straight piece of line between two points of the unit square. */
export function drawLine(sheet: Distances, from: Point, to: Point): void {
  const [ax, ay, bx, by] = [from[0] * SIDE, from[1] * SIDE, to[0] * SIDE, to[1] * SIDE];
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const first = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - REACH));
  const last = (a: number, b: number) => Math.min(SIDE - 1, Math.floor(Math.max(a, b) + REACH));
  const [left, right, bottom] = [first(ax, bx), last(ax, bx), last(ay, by)];
  for (let y = first(ay, by); y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
      const share = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
      const [ex, ey] = [px - share * dx, py - share * dy];
      const at = y * SIDE + x;
      sheet[at] = Math.min(sheet[at], ex * ex + ey * ey);
    }
  }
}

/**
 * Ink between 0 and 1, [28, 28]: full up to half the pen's width from its line, none a pixel further.
 *
 * @param width of the pen, in pixels.
 */
export function inkOf(
  sheet: Distances,
  width: number,
  out = new Float32Array(SIDE * SIDE),
): Float32Array<ArrayBuffer> {
  for (let i = 0; i < sheet.length; i++)
    out[i] = Math.min(1, Math.max(0, width / 2 + 0.5 - Math.sqrt(sheet[i])));
  return out;
}
