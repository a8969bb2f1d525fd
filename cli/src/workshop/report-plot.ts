/** A report as an SVG: values, responses along the axes and over the plane, isotropy, signals. */

import type { ReportWords } from "@convoke/studies/words";
import { axisName, filled, inDigits, inPercent } from "@convoke/studies/words";
import type { Effect, Kernel, KernelReport } from "convoke/workshop";
import { curves } from "../train/picture/curves.ts";
import { sheet } from "../train/picture/sheet.ts";
import { heading, PANEL, round, text } from "../train/picture/svg.ts";
import { planesOf, shade } from "./values-text.ts";

export function reportPlot(
  name: string,
  found: KernelReport,
  effects: readonly Effect[],
  t: ReportWords,
): string {
  const { kernel, plane, isotropy } = found;
  const axes = kernel.shape.length;
  const panels = [
    valuesPanel(kernel, t),
    ...responsePanels(found, t),
    ...(plane
      ? [squares(t.plane, plane.magnitude, plane.frequencies.length, ["-1/2", "0", "1/2"])]
      : []),
    ...(isotropy
      ? [
          curves(
            t.isotropy,
            [[...isotropy.deviation], [...isotropy.worst]],
            [t.deviation, t.worst],
            inPercent,
            [...isotropy.radii].map((r, i) => ((i + 1) % 4 === 0 ? inDigits(r, 3) : "")),
          ),
        ]
      : []),
    ...effects.map((effect) =>
      signals(effect, filled(t.stepResponse, { axis: axisName(effect.axis, axes) }), t),
    ),
  ];
  return sheet(name, panels);
}

function valuesPanel(k: Kernel, t: ReportWords): string {
  const [{ rows, columns }] = planesOf(k);
  // The first plane of several.
  return squares(t.valuesOf, k.values.subarray(0, rows * columns), columns, []);
}

/** |H| for two axes to a panel. */
function responsePanels({ kernel, responses }: KernelReport, t: ReportWords): string[] {
  const axes = kernel.shape.length;
  const panels: string[] = [];
  for (let axis = 0; axis < axes; axis += 2) {
    const lines = responses.slice(axis, axis + 2);
    const last = lines[0].frequencies.length - 1;
    panels.push(
      curves(
        t.frequency,
        lines.map(({ magnitude }) => [...magnitude]),
        lines.map((_, i) => axisName(axis + i, axes)),
        (value) => inDigits(value, 3),
        [...lines[0].frequencies].map((f, i) => ((4 * i) % last === 0 ? inDigits(f, 3) : "")),
      ),
    );
  }
  return panels;
}

/** Blue above 0, red below, as strong as the value beside the largest. */
function squares(
  title: string,
  values: Float64Array,
  columns: number,
  ticks: readonly string[],
): string {
  const rows = values.length / columns;
  const size = PANEL.height - 80;
  const cell = size / Math.max(rows, columns);
  const left = (PANEL.width - cell * columns) / 2;
  const most = values.reduce((a, v) => Math.max(a, Math.abs(v)), 0) || 1;
  const marks = Array.from(values, (v, i) => {
    const [x, y] = [left + (i % columns) * cell, 40 + Math.floor(i / columns) * cell];
    // A little wider, so that no seams show.
    const side = (cell + 0.2).toFixed(2);
    return `<rect x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${side}" height="${side}" fill="rgb(${shade(v / most).join(",")})"/>`;
  });
  const frame = `<rect x="${round(left)}" y="40" width="${round(cell * columns)}" height="${round(cell * rows)}" fill="none" stroke="#999"/>`;
  const below = ticks.map((tick, i) =>
    text(
      left + (cell * columns * i) / (ticks.length - 1),
      40 + cell * rows + 16,
      tick,
      'text-anchor="middle"',
    ),
  );
  return [heading(title), ...marks, frame, ...below].join("");
}

/** What a step and a line become, place by place. */
function signals({ step, line }: Effect, title: string, t: ReportWords): string {
  const from = Math.min(-step.origin[0], -line.origin[0]);
  const to = Math.max(...[step, line].map(({ values, origin }) => values.length - 1 - origin[0]));
  const places = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const lineAt = (place: number) => line.values[place + line.origin[0]] ?? 0;
  const stepAt = (place: number) => {
    const at = Math.min(step.values.length - 1, Math.max(0, place + step.origin[0]));
    return step.values[at];
  };
  const every = Math.ceil(places.length / 9);
  return curves(
    title,
    [places.map(stepAt), places.map(lineAt)],
    [t.step, t.line],
    (value) => inDigits(value, 3),
    places.map((place) => (place % every === 0 ? `${place}` : "")),
  );
}
