/** A training as an SVG: loss and accuracy by epoch, the first layer's kernels, the confusion matrix. */
import type { Words } from "../strings.ts";
import type { Results } from "./digits.ts";

const PANEL = { width: 420, height: 300, margin: 56 } as const;
const COLORS = ["#1f77b4", "#d62728"] as const;

export function trainingPicture(results: Results, title: string, t: Words): string {
  const { history } = results;
  const series = (pick: (report: (typeof history)[number]) => readonly (number | null)[]) =>
    [0, 1].map((i) => history.map((report) => pick(report)[i] ?? Number.NaN));
  const names = [t.trainSet, t.testSet];
  const { width, height } = PANEL;
  const panels = [
    curves(
      t.loss,
      series(({ loss, validation }) => [loss, validation?.loss ?? null]),
      names,
      plain,
    ),
    curves(
      t.accuracy,
      series(({ accuracy, validation }) => [accuracy, validation?.accuracy ?? null]),
      names,
      percent,
    ),
    kernels(t.learnedKernels, results.kernels),
    matrix(`${t.confusion} (${percent(results.accuracy)})`, results.confusion),
  ];
  const placed = panels.map(
    (panel, i) =>
      `<g transform="translate(${(i % 2) * width} ${40 + Math.floor(i / 2) * height})">${panel}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * width}" height="${2 * height + 40}" viewBox="0 0 ${2 * width} ${2 * height + 40}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${text(width, 26, title, 'text-anchor="middle" font-size="16"')}
${placed.join("\n")}
</svg>
`;
}

const plain = (value: number): string => value.toFixed(2);
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** One line a series over the epochs; the axis spans what there is. */
function curves(
  title: string,
  series: readonly (readonly number[])[],
  names: readonly string[],
  show: (value: number) => string,
): string {
  const { width, height, margin } = PANEL;
  const values = series.flat().filter(Number.isFinite);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const count = series[0].length;
  const x = (i: number) => margin + ((width - margin - 20) * i) / Math.max(1, count - 1);
  const y = (value: number) =>
    height - 40 - ((height - 80) * (value - least)) / Math.max(most - least, 1e-9);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => least + share * (most - least));
  return [
    text(width / 2, 20, title, 'text-anchor="middle" font-weight="bold"'),
    ...ticks.flatMap((value) => [
      `<path d="M${margin} ${round(y(value))}H${width - 20}" stroke="#ddd"/>`,
      text(margin - 6, y(value) + 4, show(value), 'text-anchor="end"'),
    ]),
    ...series.map((numbers, s) => {
      const points = numbers.map((value, i) => `${round(x(i))},${round(y(value))}`).join(" ");
      return `<polyline points="${points}" fill="none" stroke="${COLORS[s]}" stroke-width="2"/>`;
    }),
    ...names.map((name, s) => text(margin + 10 + 150 * s, height - 4, name, `fill="${COLORS[s]}"`)),
    text(x(0), height - 22, "1", 'text-anchor="middle"'),
    text(x(count - 1), height - 22, `${count}`, 'text-anchor="middle"'),
  ].join("");
}

/** Each kernel as a square of squares: white is its largest weight, black its smallest. */
function kernels(title: string, list: readonly Float32Array[]): string {
  const columns = Math.ceil(Math.sqrt(2 * list.length));
  const size = Math.sqrt(list[0].length);
  const cell = Math.floor((PANEL.width - 40) / columns / (size + 1));
  const squares = list.map((weights, i) => {
    const [least, most] = [Math.min(...weights), Math.max(...weights)];
    const [left, top] = [
      20 + (i % columns) * (size + 1) * cell,
      40 + Math.floor(i / columns) * (size + 1) * cell,
    ];
    return Array.from(weights, (weight, j) => {
      const gray = Math.round((255 * (weight - least)) / Math.max(most - least, 1e-9));
      const [px, py] = [left + (j % size) * cell, top + Math.floor(j / size) * cell];
      return `<rect x="${px}" y="${py}" width="${cell}" height="${cell}" fill="rgb(${gray},${gray},${gray})"/>`;
    }).join("");
  });
  return (
    text(PANEL.width / 2, 20, title, 'text-anchor="middle" font-weight="bold"') + squares.join("")
  );
}

/** Rows are what it was, columns what it was taken for; errors are red by their share of the row. */
function matrix(title: string, counts: readonly (readonly number[])[]): string {
  const [cell, left, top] = [24, 90, 44];
  const rows = counts.flatMap((row, r) => {
    const total = Math.max(
      1,
      row.reduce((a, b) => a + b, 0),
    );
    return [
      text(left - 10, top + r * cell + 16, `${r}`, 'text-anchor="end"'),
      text(left + r * cell + 12, top - 6, `${r}`, 'text-anchor="middle"'),
      ...row.map((count, c) => {
        const color = r === c ? "#1f77b4" : "#d62728";
        const strength = r === c ? count / total : Math.min(1, (20 * count) / total);
        const [px, py] = [left + c * cell, top + r * cell];
        return `<rect x="${px}" y="${py}" width="${cell - 1}" height="${cell - 1}" fill="${color}" fill-opacity="${(0.04 + 0.8 * strength).toFixed(2)}"/>${count > 0 ? text(px + cell / 2, py + 16, `${count}`, 'text-anchor="middle" font-size="9"') : ""}`;
      }),
    ];
  });
  return (
    text(PANEL.width / 2, 20, title, 'text-anchor="middle" font-weight="bold"') + rows.join("")
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;

const text = (x: number, y: number, words: string, more: string): string =>
  `<text x="${round(x)}" y="${round(y)}" ${more}>${words.replace(/[<&]/g, (c) => (c === "<" ? "&lt;" : "&amp;"))}</text>`;
