import { heading, text } from "./svg.ts";

/**
 * Rows are what it was, columns what it was taken for; errors are red by their share of the row.
 *
 * @param names of the classes; by default their numbers.
 */
export function matrix(
  title: string,
  counts: readonly (readonly number[])[],
  names: readonly string[] = counts.map((_, i) => `${i}`),
): string {
  const cell = Math.floor(240 / Math.max(4, counts.length));
  const [left, top, half] = [90, 44, cell / 2];
  const rows = counts.flatMap((row, r) => {
    const total = Math.max(
      1,
      row.reduce((a, b) => a + b, 0),
    );
    return [
      text(left - 10, top + r * cell + half + 4, names[r], 'text-anchor="end"'),
      text(left + r * cell + half, top - 6, names[r], 'text-anchor="middle"'),
      ...row.map((count, c) => {
        const color = r === c ? "#1f77b4" : "#d62728";
        const strength = r === c ? count / total : Math.min(1, (20 * count) / total);
        const [px, py] = [left + c * cell, top + r * cell];
        return `<rect x="${px}" y="${py}" width="${cell - 1}" height="${cell - 1}" fill="${color}" fill-opacity="${(0.04 + 0.8 * strength).toFixed(2)}"/>${count > 0 ? text(px + half, py + half + 4, `${count}`, 'text-anchor="middle" font-size="9"') : ""}`;
      }),
    ];
  });
  return heading(title) + rows.join("");
}
