/** What a canvas shows of a picture: each of its pixels is one of the picture, or a mean of some. */
import type { Planes } from "./planes.ts";

/** Which part of the picture is seen, in pixels of the screen. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** Pixels of the screen for one of the picture. */
  readonly scale: number;
  /** Place in the picture of the upper left corner of the screen; may lie outside. */
  readonly left: number;
  readonly top: number;
}

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** First pixel of the picture that screen pixel `i` shows, and the first of the next one. */
const span = (start: number, scale: number, i: number): readonly [number, number] => {
  const from = Math.floor(start + i / scale);
  return scale >= 1
    ? [Math.floor(start + (i + 0.5) / scale), 0]
    : [from, Math.max(from + 1, Math.floor(start + (i + 1) / scale))];
};

/** Screen pixels of an axis that show something of `from` … `to` of the picture. */
function covered(start: number, scale: number, from: number, to: number, size: number) {
  const clip = (v: number) => Math.min(size, Math.max(0, v));
  return [
    clip(Math.floor((from - start) * scale) - 1),
    clip(Math.ceil((to - start) * scale) + 1),
  ] as const;
}

/** Whether any of it is on the screen. */
export function isSeen({ left, top, width, height }: Rectangle, view: View): boolean {
  const { scale } = view;
  return (
    left < view.left + view.width / scale &&
    left + width > view.left &&
    top < view.top + view.height / scale &&
    top + height > view.top
  );
}

/**
 * Draws what the screen shows of a part of the picture.
 *
 * @param fine where the screen is coarser than the picture, the mean of all pixels instead of one.
 */
export function draw(
  context: OffscreenCanvasRenderingContext2D,
  picture: Planes,
  part: Rectangle,
  view: View,
  fine: boolean,
): void {
  const { scale } = view;
  const [x0, x1] = covered(view.left, scale, part.left, part.left + part.width, view.width);
  const [y0, y1] = covered(view.top, scale, part.top, part.top + part.height, view.height);
  if (x1 <= x0 || y1 <= y0) return;
  const image = new ImageData(x1 - x0, y1 - y0);
  const to = new Uint32Array(image.data.buffer);
  const columns = spans(view.left, scale, x0, x1, picture.width);
  const rows = spans(view.top, scale, y0, y1, picture.height);
  if (fine && scale < 1) average(to, picture, columns, rows);
  else pick(to, picture, columns, rows);
  // Neighbours of the part may not be up to date, but they are no worse than what stands there.
  context.putImageData(image, x0, y0);
}

/** Pairs first, behind; −1 for what lies outside the picture. */
function spans(start: number, scale: number, from: number, to: number, size: number): Int32Array {
  const list = new Int32Array(2 * (to - from));
  for (let i = from; i < to; i++) {
    const [first, behind] = span(start, scale, i);
    const at = 2 * (i - from);
    list[at] = first < 0 || first >= size ? -1 : first;
    list[at + 1] = Math.min(size, behind);
  }
  return list;
}

const OPAQUE = 0xff000000;

function pick(
  to: Uint32Array,
  { width, channels, pixels }: Planes,
  columns: Int32Array,
  rows: Int32Array,
): void {
  for (let y = 0, at = 0; y < rows.length; y += 2) {
    const row = rows[y] * width;
    for (let x = 0; x < columns.length; x += 2, at++) {
      if (row < 0 || columns[x] < 0) continue;
      const from = (row + columns[x]) * channels;
      to[at] =
        channels === 1
          ? OPAQUE | (pixels[from] * 0x10101)
          : OPAQUE | (pixels[from + 2] << 16) | (pixels[from + 1] << 8) | pixels[from];
    }
  }
}

function average(
  to: Uint32Array,
  { width, channels, pixels }: Planes,
  columns: Int32Array,
  rows: Int32Array,
): void {
  const other = channels - 1;
  for (let y = 0, at = 0; y < rows.length; y += 2) {
    for (let x = 0; x < columns.length; x += 2, at++) {
      if (rows[y] < 0 || columns[x] < 0) continue;
      let [red, green, blue] = [0, 0, 0];
      for (let row = rows[y]; row < rows[y + 1]; row++) {
        const end = (row * width + columns[x + 1]) * channels;
        for (let from = (row * width + columns[x]) * channels; from < end; from += channels) {
          red += pixels[from];
          green += pixels[from + (other >> 1)];
          blue += pixels[from + other];
        }
      }
      const share = 1 / ((rows[y + 1] - rows[y]) * (columns[x + 1] - columns[x]));
      to[at] =
        OPAQUE | ((blue * share + 0.5) << 16) | ((green * share + 0.5) << 8) | (red * share + 0.5);
    }
  }
}
