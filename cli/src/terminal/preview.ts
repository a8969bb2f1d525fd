/** A small picture in the terminal: two pixels a character, upper half block over background. */
import type { Layer } from "../image/write.ts";

const MOST_COLUMNS = 72;
const MOST_LINES = 24;

/** Whether the terminal is likely to show 24-bit colours. */
export function canPreview(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && stream.getColorDepth() >= 24;
}

export function preview(layer: Layer, columns = MOST_COLUMNS): string {
  const scale = Math.max(layer.width / columns, layer.height / (2 * MOST_LINES), 1e-9);
  const width = Math.max(1, Math.min(layer.width, Math.round(layer.width / scale)));
  const lines = Math.max(1, Math.ceil(Math.min(layer.height, layer.height / scale) / 2));
  const cell = (x: number, y: number, height: number) =>
    meanOf(layer, [
      Math.floor((x * layer.width) / width),
      Math.floor(((x + 1) * layer.width) / width),
      Math.floor((y * layer.height) / height),
      Math.floor(((y + 1) * layer.height) / height),
    ]);
  const rows: string[] = [];
  for (let line = 0; line < lines; line++) {
    let row = "";
    for (let x = 0; x < width; x++) {
      const [upper, lower] = [cell(x, 2 * line, 2 * lines), cell(x, 2 * line + 1, 2 * lines)];
      row += `\x1b[38;2;${upper.join(";")}m\x1b[48;2;${lower.join(";")}m▀`;
    }
    rows.push(`${row}\x1b[0m`);
  }
  return rows.join("\n");
}

function meanOf(layer: Layer, [x0, x1, y0, y1]: readonly number[]): number[] {
  const { width, height, pixels, planes, channels, white } = layer;
  const sums = [0, 0, 0];
  let count = 0;
  for (let y = y0; y < Math.max(y1, y0 + 1) && y < height; y++) {
    for (let x = x0; x < Math.max(x1, x0 + 1) && x < width; x++, count++) {
      for (let c = 0; c < 3; c++)
        sums[c] += pixels[(y * width + x) * channels + (planes === 3 ? c : 0)];
    }
  }
  return sums.map((sum) =>
    Math.max(0, Math.min(255, Math.round((255 * sum) / (white * Math.max(1, count))))),
  );
}
