import { heading, PANEL, round } from "./svg.ts";

/** Each kernel over time as a line of its own, as high as its largest weight asks. */
export function traces(title: string, list: readonly Float32Array[]): string {
  const columns = Math.ceil(Math.sqrt(list.length / 2));
  const rows = Math.ceil(list.length / columns);
  const [width, height] = [(PANEL.width - 40) / columns, (PANEL.height - 50) / rows];
  const lines = list.map((weights, i) => {
    const most = weights.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
    const [left, middle] = [
      20 + (i % columns) * width,
      40 + (Math.floor(i / columns) + 0.5) * height,
    ];
    const points = Array.from(weights, (weight, j) => {
      const x = left + (0.9 * width * j) / Math.max(1, weights.length - 1);
      return `${round(x)},${round(middle - (0.45 * height * weight) / most)}`;
    });
    return `<path d="M${points.join("L")}" fill="none" stroke="#1f77b4"/>`;
  });
  return heading(title) + lines.join("");
}
