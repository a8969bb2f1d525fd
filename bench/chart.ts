/** A bar chart as SVG, in plain code: speeds relative to Convoke's, a group of bars for each workload. */

export interface Bar {
  readonly name: string;
  /** Relative speed; Convoke's is 1. */
  readonly value: number;
  /** Written behind the bar. */
  readonly label: string;
}

export interface Group {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** Distinct for colour-blind readers too; the first is Convoke's. */
const COLOURS = ["#1f4e79", "#d1752c", "#e3b23c", "#7a9e5a", "#5aa3a3", "#8d6ca8", "#b0b0b0"];
/** To the right there is room for the label of the longest bar. */
const [WIDTH, LEFT, RIGHT] = [900, 250, 130];
const [BAR, GAP, GROUP_GAP, TOP] = [12, 3, 14, 76];
/** Longer bars are cut, with their label telling. */
const MOST = 2;
/** Pixels a letter of the legend takes, about. */
const LETTER = 6.2;

export function chart(title: string, subtitle: string, groups: readonly Group[]): string {
  const names = [...new Set(groups.flatMap(({ bars }) => bars.map(({ name }) => name)))];
  const colour = (name: string) => COLOURS[names.indexOf(name) % COLOURS.length];
  const scale = (WIDTH - LEFT - RIGHT) / MOST;
  const parts: string[] = [];
  let y = TOP;
  for (const group of groups) {
    const height = group.bars.length * (BAR + GAP);
    parts.push(text(LEFT - 10, y + height / 2 + 3, group.title, 'text-anchor="end"'));
    for (const { name, value, label } of group.bars) {
      const length = Math.max(1, Math.min(value, MOST) * scale);
      parts.push(
        `<rect x="${LEFT}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" fill="${colour(name)}"/>`,
        text(LEFT + length + 5, y + BAR - 2, label, 'font-size="10"'),
      );
      y += BAR + GAP;
    }
    y += GROUP_GAP;
  }
  const one = LEFT + scale;
  let x = 16 - LETTER;
  const legend = names.map((name, i) => {
    x += i === 0 ? LETTER : 16 + 12 + LETTER * names[i - 1].length;
    return `<rect x="${x}" y="50" width="11" height="11" fill="${colour(name)}"/>${text(x + 16, 60, name, 'font-size="11"')}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="${WIDTH}" height="${y}" fill="#fff"/>`,
    text(16, 22, title, 'font-size="15" font-weight="bold"'),
    text(16, 40, subtitle, 'font-size="11" fill="#555"'),
    ...legend,
    `<line x1="${one}" x2="${one}" y1="${TOP - 6}" y2="${y - GROUP_GAP}" stroke="#1f4e79" stroke-dasharray="3 3"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

const text = (x: number, y: number, content: string, more: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(content)}</text>`;

const escaped = (content: string): string =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
