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
