/** A study in the terminal: matrices, tables, plots and small pictures between its sentences. */
import { styleText } from "node:util";
import {
  type Exhibit,
  type Matrix,
  type Picture,
  type Series,
  shown,
  type Told,
} from "@convoke/studies/model";
import asciichart from "asciichart";
import type { Words } from "../strings.ts";
import { canPreview, preview } from "../terminal/preview.ts";
import { columns } from "../terminal/table.ts";
import { texToText } from "./tex.ts";

/** Rows and columns of a matrix that are written out. */
const MOST_CELLS = 14;
const PLOT_WIDTH = 64;
const PLOT_HEIGHT = 10;

export function terminalText(told: Told, verdict: string, t: Words): string {
  const bold = (text: string) => styleText("bold", text);
  return [
    bold(told.title),
    formulasIn(told.claim),
    "",
    ...told.why.flatMap((paragraph) => [formulasIn(paragraph), ""]),
    ...told.steps.flatMap(({ title, text, exhibits }) => [
      bold(title),
      formulasIn(text),
      "",
      ...exhibits.flatMap((exhibit) => [...exhibitLines(exhibit, told, t), ""]),
    ]),
    bold(t.evidence),
    columns(
      told.statements.map(({ by, sentence, cases, failures, refutedBy }) => [
        failures === 0 ? "✓" : "✗",
        t[by],
        `${formulasIn(sentence)}${refutedBy === "" ? "" : `\n${t.counterexample}${t.colon}${refutedBy}`}`,
        `${cases - failures}/${cases}`,
      ]),
      ["left", "left", "left", "right"],
    ),
    "",
    ...(told.planted === null ? [] : [`${t.planted}${t.colon}${told.planted}`]),
    `${bold(`${t.verdict}${t.colon}${verdict}`)}${t.stop}${formulasIn(told.boundary)}`,
  ].join("\n");
}

function exhibitLines(exhibit: Exhibit, told: Told, t: Words): string[] {
  const caption = formulasIn(told.words[exhibit.name] ?? exhibit.name);
  switch (exhibit.kind) {
    case "matrix":
      return [`  ${caption} [${exhibit.rows}×${exhibit.columns}]`, matrixLines(exhibit)];
    case "table":
      return [
        `  ${caption}`,
        columns(
          [
            exhibit.head.map((name) => formulasIn(told.words[name] ?? name)),
            ...exhibit.rows.map((row) => row.map((v) => told.words[`${v}`] ?? shown(v))),
          ],
          ["left", "right"],
        ),
      ];
    case "series":
      return [`  ${caption}`, plotLines(exhibit, told, t)];
    case "picture":
      return [
        `  ${caption} [${exhibit.rows}×${exhibit.columns}]`,
        canPreview(process.stdout) ? preview(layerOf(exhibit)) : `  ${figuresOf(exhibit, t)}`,
      ];
    case "sound":
      return [
        `  ${caption}${t.colon}${shown(exhibit.samples.length / exhibit.rate)} ${t.seconds}${t.comma}${exhibit.rate} ${t.hertz}${t.opening}${t.heardInPage}${t.closing}`,
      ];
    case "formula":
      return [`  ${texToText(exhibit.tex)}`];
    default:
      return exhibit satisfies never;
  }
}

function matrixLines({ rows, columns: width, values }: Matrix): string {
  const [height, most] = [Math.min(rows, MOST_CELLS), Math.min(width, MOST_CELLS)];
  const lines = Array.from({ length: height }, (_, y) => [
    ...Array.from({ length: most }, (_v, x) => shown(values[y * width + x])),
    ...(most < width ? ["…"] : []),
  ]);
  if (height < rows) lines.push(["…"]);
  return columns(lines, ["right"]);
}

export function plotLines({ lines, x, axis, scale }: Series, told: Told, t: Words): string {
  // Stretched to the width; what is not finite is left at the value before it.
  const spread = (y: readonly number[]) => {
    const width = Math.min(PLOT_WIDTH, Math.max(y.length, 2));
    let last = y.find(Number.isFinite) ?? 0;
    return Array.from({ length: width }, (_, i) => {
      const value = y[Math.round((i * (y.length - 1)) / (width - 1))];
      last = Number.isFinite(value) ? value : last;
      return scale === "logarithmic" ? Math.log10(Math.max(last, 1e-12)) : last;
    });
  };
  const colors = [
    asciichart.blue,
    asciichart.red,
    asciichart.green,
    asciichart.magenta,
    asciichart.cyan,
  ];
  const colored = process.stdout.hasColors?.() === true;
  const drawn = asciichart.plot(
    lines.map(({ y }) => spread(y)),
    { height: PLOT_HEIGHT, ...(colored ? { colors } : {}) },
  );
  const names = lines
    .map(({ name }, i) => {
      const word = told.words[name] ?? name;
      return colored ? `${colors[i % colors.length]}${word}${asciichart.reset}` : word;
    })
    .join(t.comma);
  const log = scale === "logarithmic" ? `${t.comma}log₁₀` : "";
  return `${drawn}\n    ${told.words[axis] ?? axis}${t.colon}${shown(x[0])} … ${shown(x[x.length - 1])}  ${t.opening}${names}${log}${t.closing}`;
}

/** Of a picture that cannot be shown: `0 … 255, mean 118`. */
function figuresOf({ values }: Picture, t: Words): string {
  let [least, most, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]);
    most = Math.max(most, values[i]);
    sum += values[i];
  }
  return `${shown(least)} … ${shown(most)}${t.comma}${t.mean} ${shown(sum / values.length)}`;
}

function layerOf({ rows, columns: width, channels, values, range: [black, white] }: Picture) {
  const pixels = Uint8Array.from(values, (v) =>
    Math.max(0, Math.min(255, Math.round((255 * (v - black)) / (white - black)))),
  );
  return { name: "", width, height: rows, planes: channels, channels, pixels, white: 255 } as const;
}

const formulasIn = (text: string): string =>
  text.replace(/\$([^$]+)\$/g, (_, tex: string) => texToText(tex));
