/** Exhibits as HTML that needs nothing from elsewhere. */
import {
  type Exhibit,
  type Language,
  type Matrix,
  type Picture,
  type Series,
  type Sound,
  shown,
  type Table,
  type Told,
} from "@convoke/studies/model";
import { writeWav } from "convoke/formats";
import sharp from "sharp";
import { escaped, formula, prose } from "./prose.ts";

/** Elements of a matrix that are written out: a page with more is slow and says less. */
const MOST_CELLS = 4000;

export async function exhibitHtml(
  exhibit: Exhibit,
  told: Told,
  language: Language,
): Promise<string> {
  const caption = `<figcaption>${prose(told.words[exhibit.name] ?? exhibit.name)}${sizeOf(exhibit)}</figcaption>`;
  return `<figure class="${exhibit.kind}">${caption}${await body(exhibit, told, language)}</figure>`;
}

async function body(exhibit: Exhibit, told: Told, language: Language): Promise<string> {
  switch (exhibit.kind) {
    case "matrix":
      return matrixHtml(exhibit);
    case "table":
      return tableHtml(exhibit, told);
    case "series":
      return seriesSvg(exhibit, told);
    case "picture":
      return `<img alt="${escaped(told.words[exhibit.name] ?? exhibit.name)}" src="${await pictureUri(exhibit)}">`;
    case "sound":
      return `<audio controls preload="metadata" src="${soundUri(exhibit)}"></audio>`;
    case "formula":
      return formula(exhibit.tex, true);
    default:
      void language;
      return exhibit satisfies never;
  }
}

const sizeOf = (exhibit: Exhibit): string =>
  exhibit.kind === "matrix" || exhibit.kind === "picture"
    ? ` <small>${exhibit.rows}×${exhibit.columns}</small>`
    : "";

function matrixHtml({ name, rows, columns, values, marks = [], link }: Matrix): string {
  if (rows * columns > MOST_CELLS) return `<p><small>${rows}×${columns}</small></p>`;
  const markOf = (at: number) => marks.findIndex((list) => list.includes(at));
  const lines = Array.from({ length: rows }, (_, y) => {
    const cells = Array.from({ length: columns }, (_v, x) => {
      const at = y * columns + x;
      const mark = markOf(at);
      const from = link?.elements[link.by === "column" ? x : at];
      const data = from ? ` data-to="${escaped(link!.to)}" data-from="${from.join(" ")}"` : "";
      return `<td data-at="${at}"${mark < 0 ? "" : ` class="mark${mark % 6}"`}${data}>${shown(values[at])}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<div class="scroll"><table data-matrix="${escaped(name)}">${lines.join("")}</table></div>`;
}

function tableHtml({ head, rows }: Table, told: Told): string {
  const word = (name: string) => prose(told.words[name] ?? name);
  const cells = rows.map(
    (row) =>
      `<tr>${row.map((v) => `<td>${typeof v === "string" ? word(v) : shown(v)}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll"><table class="words"><thead><tr>${head
    .map((name) => `<th>${word(name)}</th>`)
    .join("")}</tr></thead><tbody>${cells.join("")}</tbody></table></div>`;
}

async function pictureUri({
  rows,
  columns,
  channels,
  values,
  range: [black, white],
}: Picture): Promise<string> {
  const pixels = Uint8Array.from(values, (v) =>
    Math.max(0, Math.min(255, Math.round((255 * (v - black)) / (white - black)))),
  );
  const png = await sharp(pixels, { raw: { width: columns, height: rows, channels } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}

function soundUri({ samples, rate }: Sound): string {
  const bytes = writeWav(
    { sampleRate: rate, samples: { data: samples, shape: [1, samples.length] } },
    { overload: "clip" },
  );
  return `data:audio/wav;base64,${Buffer.from(bytes).toString("base64")}`;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [640, 260, 64, 34, 12];
const COLORS = ["#1f6feb", "#d1242f", "#1a7f37", "#8250df", "#bf8700", "#0a7ea4"];

/** Lines with axes that start and end at what was found. */
function seriesSvg({ x, lines, axis, scale = "linear" }: Series, told: Told): string {
  const value = (v: number) => (scale === "logarithmic" ? Math.log10(Math.max(v, 1e-300)) : v);
  const all = lines.flatMap(({ y }) => y.map(value)).filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const span = high - low || 1;
  const [first, last] = [x[0], x[x.length - 1]];
  const atX = (v: number) => LEFT + ((WIDTH - LEFT - 10) * (v - first)) / (last - first || 1);
  const atY = (v: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value(v) - low) / span);
  const paths = lines.map(({ y }, i) => {
    const points = y.map((v, j) => `${atX(x[j]).toFixed(1)},${atY(v).toFixed(1)}`).join(" ");
    return `<polyline fill="none" stroke="${COLORS[i % COLORS.length]}" stroke-width="1.8" points="${points}"/>`;
  });
  const back = (v: number) => shown(scale === "logarithmic" ? 10 ** v : v);
  const labels = [low, (low + high) / 2, high].map((v) => {
    const y = TOP + (HEIGHT - TOP - BOTTOM) * (1 - (v - low) / span);
    return (
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - 10}" y1="${y}" y2="${y}"/>` +
      `<text x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${back(v)}</text>`
    );
  });
  const ends =
    `<text x="${LEFT}" y="${HEIGHT - 12}">${shown(first)}</text>` +
    `<text x="${WIDTH - 10}" y="${HEIGHT - 12}" text-anchor="end">${shown(last)}</text>` +
    `<text x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${escaped(told.words[axis] ?? axis)}</text>`;
  const legend = lines
    .map(
      ({ name }, i) =>
        `<span style="color:${COLORS[i % COLORS.length]}">— ${escaped(told.words[name] ?? name)}</span>`,
    )
    .join(" ");
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(
    lines.map(({ name }) => told.words[name] ?? name).join(", "),
  )}">${labels.join("")}${paths.join("")}${ends}</svg><p class="legend">${legend}</p>`;
}
