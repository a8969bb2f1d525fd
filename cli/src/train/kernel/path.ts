/** The way of a kernel of two weights, in their plane. */
import { heading, PANEL, round, text } from "../picture/svg.ts";

export type Point = readonly [number, number];

/** First weights to the right, second ones upwards, on one scale; a cross is where it should end. */
export function pathPanel(title: string, path: readonly Point[], goal: Point): string {
  const { width, height, margin } = PANEL;
  const all = [...path, goal];
  const spans = [0, 1].map((axis) => {
    const values = all.map((point) => point[axis]);
    return [Math.min(...values), Math.max(...values)] as const;
  });
  const span = Math.max(...spans.map(([least, most]) => most - least), 1e-9);
  const side = height - 90;
  const place = ([a, b]: Point): Point => [
    round(margin + 30 + (side * (a - spans[0][0])) / span),
    round(height - 50 - (side * (b - spans[1][0])) / span),
  ];
  const [gx, gy] = place(goal);
  const corner = ([a, b]: Point) => `[${a.toFixed(2)}, ${b.toFixed(2)}]`;
  const [sx, sy] = place(path[0]);
  return [
    heading(title),
    `<polyline points="${path.map((point) => place(point).join(",")).join(" ")}" fill="none" stroke="#1f77b4" stroke-width="1.5"/>`,
    ...path.map((point) => {
      const [x, y] = place(point);
      return `<circle cx="${x}" cy="${y}" r="2.5" fill="#1f77b4"/>`;
    }),
    `<path d="M${gx - 7} ${gy}h14M${gx} ${gy - 7}v14" stroke="#d62728" stroke-width="1.5"/>`,
    text(sx - 20, sy + 18, corner(path[0]), ""),
    text(Math.min(gx + 8, width - 80), gy + 20, corner(goal), 'fill="#d62728"'),
  ].join("");
}
