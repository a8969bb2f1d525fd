/** Moving pixels: every pixel of the result looks up a place in the image, between four pixels. */
import type { FloatArray } from "../../tensor/tensor.ts";

/** Where each pixel of the result comes from: row and column in the image, as real numbers. */
export interface Field {
  readonly height: number;
  readonly width: number;
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Turned about the image's centre, then scaled about it, then moved. */
export interface Motion {
  /** Counter-clockwise, as seen with row 0 on top. */
  readonly degrees: number;
  readonly scale: number;
  /** Pixels down and to the right. */
  readonly shift: readonly [rows: number, columns: number];
}

export function field(height: number, width: number): Field {
  const size = height * width;
  return { height, width, rows: new Float64Array(size), columns: new Float64Array(size) };
}

/** Fills the field with the inverse of the motion, which leads from the result to the image. */
export function setMotion({ height, width, rows, columns }: Field, motion: Motion): void {
  const angle = (motion.degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / motion.scale, Math.sin(angle) / motion.scale];
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
  const [down, right] = motion.shift;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dy = y - middleY - down;
      const dx = x - middleX - right;
      rows[y * width + x] = middleY + cos * dy + sin * dx;
      columns[y * width + x] = middleX + cos * dx - sin * dy;
    }
  }
}

/**
 * One plane of `from` moved by a shift alone, in pixels down and to the right, zero outside: what `warp`
 * does for such a motion, with the same fractions at every pixel, so that each row of the image is
 * interpolated along x once, `lines` holding two of them ([2, width]). Ten times as fast.
 */
export function move(
  from: FloatArray,
  to: FloatArray,
  start: number,
  { height, width }: Pick<Field, "height" | "width">,
  [down, right]: Motion["shift"],
  lines: Float64Array,
): void {
  const [top, left] = [Math.floor(-down), Math.floor(-right)];
  const [v, u] = [-down - top, -right - left];
  const [most, next] = [width - 1, left + 1];
  // Columns of which both neighbours are in the image; those before and behind have one at the most.
  const first = Math.min(width, Math.max(0, -left));
  const end = Math.max(first, Math.min(width, most - left));
  const along = (y: number, line: number) => {
    const outside = y < 0 || y >= height;
    const row = start + y * width;
    for (let x = 0; x < first; x++)
      lines[line + x] = outside || x + next < 0 || x + next > most ? 0 : u * from[row + x + next];
    for (let x = first; x < end; x++) {
      const at = row + x + left;
      lines[line + x] = outside ? 0 : (1 - u) * from[at] + u * from[at + 1];
    }
    for (let x = end; x < width; x++)
      lines[line + x] = outside || x + left > most ? 0 : (1 - u) * from[row + x + left];
  };
  along(top, 0);
  for (let y = 0; y < height; y++) {
    const upper = (y % 2) * width;
    const lower = width - upper;
    along(y + top + 1, lower);
    const row = start + y * width;
    for (let x = 0; x < width; x++) to[row + x] = (1 - v) * lines[upper + x] + v * lines[lower + x];
  }
}

/**
 * One plane of `from` read at the field's places, bilinearly, zero outside the image.
 *
 * @see torch.nn.functional.grid_sample (bilinear, zeros, align_corners)
 */
export function warp(from: FloatArray, to: FloatArray, start: number, places: Field): void {
  const { height, width, rows, columns } = places;
  const pixel = (y: number, x: number) =>
    y >= 0 && y < height && x >= 0 && x < width ? from[start + y * width + x] : 0;
  for (let i = 0; i < rows.length; i++) {
    const y = Math.floor(rows[i]);
    const x = Math.floor(columns[i]);
    const v = rows[i] - y;
    const u = columns[i] - x;
    // Most places have all four neighbours in the image: they are read without asking for each.
    if (y >= 0 && y < height - 1 && x >= 0 && x < width - 1) {
      const at = start + y * width + x;
      to[start + i] =
        (1 - v) * ((1 - u) * from[at] + u * from[at + 1]) +
        v * ((1 - u) * from[at + width] + u * from[at + width + 1]);
    } else {
      to[start + i] =
        (1 - v) * ((1 - u) * pixel(y, x) + u * pixel(y, x + 1)) +
        v * ((1 - u) * pixel(y + 1, x) + u * pixel(y + 1, x + 1));
    }
  }
}
