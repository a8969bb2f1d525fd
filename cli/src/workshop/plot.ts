/** A kernel as an SVG: squares of colour with their values, stems for a line, planes side by side. */

import { cellsOf } from "@convoke/studies/words";
import type { Kernel } from "convoke/workshop";
import { round, text } from "../train/picture/svg.ts";
import { planesOf, shade } from "./values-text.ts";

/** Planes of a layer that are drawn. */
const MOST_PLANES = 64;
const SIDE = 560;

export function kernelPlot(title: string, k: Kernel): string {
  const planes = planesOf(k);
  const body =
    planes.length > 1
      ? gallery(k)
      : planes[0].rows === 1 && planes[0].columns > 1
        ? stems(k)
        : squares(k);
  const [width, height] = [SIDE + 40, body.height + 70];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${text(width / 2, 28, title, 'text-anchor="middle" font-size="16"')}
<g transform="translate(20 44)">${body.marks}</g>
</svg>
`;
}

interface Drawing {
  readonly marks: string;
  readonly height: number;
}

const color = (share: number): string => `rgb(${shade(share).join(",")})`;
const mostOf = (k: Kernel): number => k.values.reduce((a, v) => Math.max(a, Math.abs(v)), 0) || 1;

function squares(k: Kernel): Drawing {
  const [{ rows, columns }] = planesOf(k);
  const cell = Math.min(80, SIDE / columns, SIDE / rows);
  const left = (SIDE - cell * columns) / 2;
  const most = mostOf(k);
  const cells = cellsOf(k);
  const longest = Math.max(...cells.map((c) => c.length));
  const size = Math.min(16, (1.6 * cell) / longest);
  const marks = Array.from(k.values, (value, i) => {
    const [x, y] = [left + (i % columns) * cell, Math.floor(i / columns) * cell];
    const square = `<rect x="${round(x)}" y="${round(y)}" width="${round(cell)}" height="${round(cell)}" fill="${color(value / most)}" stroke="#ccc" stroke-width="${cell > 12 ? 1 : 0}"/>`;
    const dark = Math.abs(value / most) > 0.6 ? "white" : "black";
    const label =
      size >= 7
        ? text(
            x + cell / 2,
            y + cell / 2 + size / 3,
            cells[i],
            `text-anchor="middle" font-size="${round(size)}" fill="${dark}"`,
          )
        : "";
    return square + label;
  });
  return { marks: marks.join("") + originMark(k, left, cell), height: rows * cell };
}

/** A ring around the tap that lies on the output. */
function originMark({ shape, origin }: Kernel, left: number, cell: number): string {
  const [y, x] = origin.length === 1 ? [0, origin[0]] : origin;
  const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
  if (y < 0 || y >= rows || x < 0 || x >= columns) return "";
  return `<rect x="${round(left + x * cell + 1.5)}" y="${round(y * cell + 1.5)}" width="${round(cell - 3)}" height="${round(cell - 3)}" fill="none" stroke="black" stroke-width="2"/>`;
}

function stems(k: Kernel): Drawing {
  const height = 280;
  const top = Math.max(0, ...k.values);
  const bottom = Math.min(0, ...k.values);
  const y = (v: number) => 20 + ((height - 50) * (top - v)) / (top - bottom || 1);
  const x = (i: number) => 30 + ((SIDE - 60) * (i + 0.5)) / k.values.length;
  const at = k.origin[k.origin.length - 1];
  const cells = cellsOf(k);
  const written = k.values.length <= 15;
  const marks = Array.from(k.values, (v, i) => {
    const stem = `<path d="M${round(x(i))} ${round(y(0))}V${round(y(v))}" stroke="#1f77b4" stroke-width="2"/><circle cx="${round(x(i))}" cy="${round(y(v))}" r="4" fill="${v < 0 ? "#d62728" : "#1f77b4"}"/>`;
    const label = written
      ? text(x(i), v < 0 ? y(v) + 18 : y(v) - 8, cells[i], 'text-anchor="middle" font-size="11"')
      : "";
    const place =
      written || i === at
        ? text(x(i), height - 2, `${i - at}`, 'text-anchor="middle" fill="#666"')
        : "";
    return stem + label + place;
  });
  const axis = `<path d="M20 ${round(y(0))}H${SIDE - 20}" stroke="#999"/>`;
  return { marks: axis + marks.join(""), height };
}

function gallery(k: Kernel): Drawing {
  const planes = planesOf(k).slice(0, MOST_PLANES);
  const across = Math.ceil(Math.sqrt(planes.length));
  const [{ rows, columns }] = planes;
  const side = SIDE / across;
  const cell = (side * 0.9) / Math.max(rows, columns);
  const most = mostOf(k);
  const marks = planes.flatMap(({ from }, i) => {
    const [left, top] = [(i % across) * side, Math.floor(i / across) * side];
    return Array.from(k.values.subarray(from, from + rows * columns), (v, j) => {
      const [x, y] = [left + (j % columns) * cell, top + Math.floor(j / columns) * cell];
      return `<rect x="${round(x)}" y="${round(y)}" width="${round(cell)}" height="${round(cell)}" fill="${color(v / most)}"/>`;
    });
  });
  const frames = planes.map((_, i) => {
    const [left, top] = [(i % across) * side, Math.floor(i / across) * side];
    return `<rect x="${round(left)}" y="${round(top)}" width="${round(columns * cell)}" height="${round(rows * cell)}" fill="none" stroke="#999"/>`;
  });
  return {
    marks: marks.join("") + frames.join(""),
    height: Math.ceil(planes.length / across) * side,
  };
}
