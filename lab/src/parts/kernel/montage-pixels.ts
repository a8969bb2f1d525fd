/** The pixels of many kernels beside each other, one pixel between them. */
import type { MontageProps } from "./montage.tsx";
import { ABOVE, BELOW } from "./signs.ts";

type Grid = Pick<MontageProps, "down" | "across" | "rows" | "columns">;

/** In pixels of the canvas, and CSS pixels for each of them. */
export function sizeOfMontage({ down, across, rows, columns }: Grid) {
  const width = across * (columns + 1) + 1;
  const height = down * (rows + 1) + 1;
  const each = Math.max(rows, columns);
  const scale = Math.max(1, Math.min(Math.floor(900 / width), Math.ceil(56 / each)));
  return { width, height, scale };
}

/** Which kernel lies there. */
export function placeOf({ down, across, rows, columns }: Grid, x: number, y: number): number {
  const [left, top] = [Math.floor(x / (columns + 1)), Math.floor(y / (rows + 1))];
  return Math.min(down - 1, Math.max(0, top)) * across + Math.min(across - 1, Math.max(0, left));
}

/** Blue above 0 and red below, or a third of each colour about gray; each as strong as beside the largest of all. */
export function paintMontage(
  props: Grid & Pick<MontageProps, "values" | "rgb" | "count">,
): ImageData {
  const { across, rows, columns, values, rgb, count } = props;
  const { width, height } = sizeOfMontage(props);
  const pixels = new ImageData(width, height);
  const most = values.reduce((a, v) => Math.max(a, Math.abs(v)), 0) || 1;
  const plane = rows * columns;
  const each = plane * (rgb ? 3 : 1);
  for (let k = 0; k < count; k++) {
    const top = Math.floor(k / across) * (rows + 1) + 1;
    const left = (k % across) * (columns + 1) + 1;
    for (let i = 0; i < plane; i++) {
      const at = 4 * ((top + Math.floor(i / columns)) * width + left + (i % columns));
      const value = values[k * each + i];
      if (rgb) {
        const shade = (c: number) => 127.5 + (127.5 * values[k * each + c * plane + i]) / most;
        pixels.data.set([shade(0), shade(1), shade(2), 255], at);
      } else {
        // Maps are painted many times a second: no array a pixel.
        const colour = value < 0 ? BELOW : ABOVE;
        for (let c = 0; c < 3; c++) pixels.data[at + c] = colour[c];
        pixels.data[at + 3] = (255 * Math.abs(value)) / most;
      }
    }
  }
  return pixels;
}
