/** What was learned as an SVG: the way down, both kernels, and how far they are apart. */

import { inDigits } from "@convoke/studies/words";
import type { LearnedKernel } from "convoke/learn";
import type { Words } from "../strings.ts";
import { curves } from "../train/picture/curves.ts";
import { sheet } from "../train/picture/sheet.ts";
import { heading, PANEL, round, text } from "../train/picture/svg.ts";
import { type Learned, most, rowsOf } from "./report.ts";

/** Weights along a side up to which they are written out. */
const MOST_WRITTEN = 7;

export function learnedPicture(title: string, list: readonly Learned[], t: Words): string {
  return sheet(
    title,
    list.flatMap(({ channel, found }) => {
      const { learned, solved, size } = found;
      const of = (words: string) => (channel === null ? words : `${words}, ${channel}`);
      const apart = learned.kernel.map((v, i) => v - solved.kernel[i]);
      return [
        way(of(t.rmsByStep), found),
        weights(of(t.learned), rowsOf(learned, size)),
        weights(of(t.difference), rowsOf({ kernel: apart }, size)),
        weights(of(t.solved), rowsOf(solved, size)),
      ];
    }),
  );
}

/** Every error by its logarithm. */
function way(title: string, { learned: { history } }: LearnedKernel): string {
  const least = Math.max(...history.map(({ rms }) => rms), 1e-300) * 1e-9;
  const points = history.map(({ rms }) => Math.log10(Math.max(rms, least)));
  if (points.length === 0) return heading(title);
  return curves(title, [points], [], (power) => inDigits(10 ** power, 2));
}

/** Blue above 0, red below, by the largest weight. */
export function weights(title: string, rows: readonly (readonly number[])[]): string {
  const [left, top] = [20, 36];
  const side = Math.min(
    (PANEL.width - 2 * left) / rows[0].length,
    (PANEL.height - top - 20) / rows.length,
  );
  const largest = most(Float64Array.from(rows.flat())) || 1;
  const written = Math.max(rows.length, rows[0].length) <= MOST_WRITTEN;
  const start = (PANEL.width - side * rows[0].length) / 2;
  const cells = rows.flatMap((row, y) =>
    row.map((value, x) => {
      const [px, py] = [start + x * side, top + y * side];
      const color = value < 0 ? "#d62728" : "#1f77b4";
      const strength = ((0.75 * Math.abs(value)) / largest).toFixed(3);
      const square = `<rect x="${round(px)}" y="${round(py)}" width="${round(side)}" height="${round(side)}" fill="${color}" fill-opacity="${strength}" stroke="#ccc"/>`;
      const label = inDigits(Math.abs(value) < 1e-3 * largest ? 0 : value, 3);
      return written
        ? square + text(px + side / 2, py + side / 2 + 4, label, 'text-anchor="middle"')
        : square;
    }),
  );
  return heading(title) + cells.join("");
}
