/** A training as an SVG: loss and accuracy by epoch, and what its task adds. */
import type { EpochReport } from "convoke/nets";
import type { Words } from "../../strings.ts";
import { percent } from "../lines.ts";
import { curves } from "./curves.ts";
import { PANEL, text } from "./svg.ts";

/** The curves, then others. */
export function trainingPicture(
  title: string,
  history: readonly EpochReport[],
  more: readonly string[],
  t: Words,
): string {
  return sheet(title, [...curvesOf(history, t), ...more]);
}

/** Panels two to a row, under a title. */
export function sheet(title: string, panels: readonly string[]): string {
  const { width, height } = PANEL;
  const placed = panels.map(
    (panel, i) =>
      `<g transform="translate(${(i % 2) * width} ${40 + Math.floor(i / 2) * height})">${panel}</g>`,
  );
  const size = { width: 2 * width, height: Math.ceil(panels.length / 2) * height + 40 };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${text(width, 26, title, 'text-anchor="middle" font-size="16"')}
${placed.join("\n")}
</svg>
`;
}

/** Of the loss, and of the accuracy where there is one; of the test set where it was measured. */
function curvesOf(history: readonly EpochReport[], t: Words): string[] {
  const tested = history.some(({ validation }) => validation !== null);
  const names = tested ? [t.trainSet, t.testSet] : [t.trainSet];
  const panel = (title: string, key: "loss" | "accuracy", show: (value: number) => string) => {
    const train = history.map((report) => report[key] ?? Number.NaN);
    const test = history.map(({ validation }) => validation?.[key] ?? Number.NaN);
    return curves(title, tested ? [train, test] : [train], names, show);
  };
  const loss = panel(t.loss, "loss", (value) => value.toFixed(2));
  const classes = history.some(({ accuracy }) => accuracy !== null);
  return classes ? [loss, panel(t.accuracy, "accuracy", percent)] : [loss];
}
