/** The numbers of a kernel as a person reads them, and its picture in characters. */

import { cellsOf, LONGEST } from "@convoke/studies/words";
import { type Kernel, wholeValues } from "convoke/workshop";
import { columns } from "../terminal/table.ts";

/** Columns and rows that are written out; what is larger is a picture only. */
const MOST_COLUMNS = 15;
const MOST_ROWS = 31;

/** Rows of a kernel of one or two axes, or of the planes of more, as flat lists. */
export function planesOf({
  shape,
  values,
}: Kernel): { rows: number; columns: number; from: number }[] {
  const width = shape[shape.length - 1];
  const height = shape.length > 1 ? shape[shape.length - 2] : 1;
  const size = width * height;
  return Array.from({ length: values.length / size }, (_, i) => ({
    rows: height,
    columns: width,
    from: i * size,
  }));
}

/** A line for each row; fractions where all are short ones. Null for what is too large to read. */
export function valuesText(k: Kernel, indent = "  "): string | null {
  const planes = planesOf(k);
  const [{ rows, columns: width }] = planes;
  if (width > MOST_COLUMNS || rows * planes.length > MOST_ROWS) return null;
  const over = overOne(k);
  const cells = over?.cells ?? cellsOf(k);
  const tables = planes.map(({ from }) =>
    columns(
      Array.from({ length: rows }, (_, y) => cells.slice(from + y * width, from + (y + 1) * width)),
      ["right"],
      indent,
    ),
  );
  return tables.join("\n\n") + (over ? `\n${indent}/ ${over.under}` : "");
}

/** Whole numbers over one denominator, where fractions of several would hide how they compare. */
function overOne(k: Kernel): { cells: string[]; under: bigint } | null {
  if (!k.exact || new Set(k.exact.map(({ under }) => under).filter((u) => u !== 1n)).size < 2)
    return null;
  const { over, under } = wholeValues(k);
  const cells = over.map(String);
  return cells.every((cell) => cell.length <= LONGEST) ? { cells, under } : null;
}

const ABOVE = [" ", "░", "▒", "▓", "█"] as const;
const BELOW = [" ", "·", "-", "=", "#"] as const;
const MOST_PICTURE = 48;

/**
 * Two characters a value: shades above 0, signs below, as strong as the value beside the largest.
 *
 * @param color whether the terminal shows 24-bit colours: then blue above 0, red below.
 */
export function pictureText(k: Kernel, color: boolean, indent = "  "): string | null {
  const planes = planesOf(k);
  const [{ rows, columns: width }] = planes;
  if (planes.length > 1 || width > MOST_PICTURE || rows > MOST_PICTURE) return null;
  const most = k.values.reduce((a, v) => Math.max(a, Math.abs(v)), 0) || 1;
  const cell = (value: number): string => {
    const share = value / most;
    if (color) {
      const [r, g, b] = shade(share);
      return `\x1b[48;2;${r};${g};${b}m  `;
    }
    const strength = share === 0 ? 0 : Math.max(1, Math.round(4 * Math.abs(share)));
    return (share < 0 ? BELOW : ABOVE)[strength].repeat(2);
  };
  const lines = Array.from({ length: rows }, (_, y) => {
    const line = Array.from(k.values.subarray(y * width, (y + 1) * width), cell).join("");
    return color ? `${indent}${line}\x1b[0m` : `${indent}│${line}│`;
  });
  return lines.join("\n");
}

/** −1 red, 0 white, 1 blue: bytes of red, green and blue. */
export function shade(share: number): readonly [number, number, number] {
  const other = Math.round(255 * (1 - Math.min(1, Math.abs(share))));
  const half = Math.round(127 + other / 2);
  return share < 0 ? [half + 0, other, other] : [other, half, 255];
}
