import { heading, PANEL, round, text } from "./svg.ts";

const COLORS = ["#1f77b4", "#d62728"] as const;

/**
 * One line a series; the axis spans what there is.
 *
 * @param places what stands below each point; by default below the first and the last, from 1 on.
 */
export function curves(
  title: string,
  series: readonly (readonly number[])[],
  names: readonly string[],
  show: (value: number) => string,
  places?: readonly string[],
): string {
  const { width, height, margin } = PANEL;
  const values = series.flat().filter(Number.isFinite);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const count = series[0].length;
  const x = (i: number) => margin + ((width - margin - 20) * i) / Math.max(1, count - 1);
  const y = (value: number) =>
    height - 40 - ((height - 80) * (value - least)) / Math.max(most - least, 1e-9);
  const below: [number, string][] = places
    ? places.map((place, i) => [i, place])
    : [...new Set([0, count - 1])].map((i) => [i, `${i + 1}`]);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => least + share * (most - least));
  return [
    heading(title),
    ...ticks.flatMap((value) => [
      `<path d="M${margin} ${round(y(value))}H${width - 20}" stroke="#ddd"/>`,
      text(margin - 6, y(value) + 4, show(value), 'text-anchor="end"'),
    ]),
    ...series.map((numbers, s) => {
      const points = numbers.map((value, i) => `${round(x(i))},${round(y(value))}`).join(" ");
      return `<polyline points="${points}" fill="none" stroke="${COLORS[s]}" stroke-width="2"/>`;
    }),
    ...names.map((name, s) => text(margin + 10 + 150 * s, height - 4, name, `fill="${COLORS[s]}"`)),
    ...below.map(([i, place]) => text(x(i), height - 22, place, 'text-anchor="middle"')),
  ].join("");
}
