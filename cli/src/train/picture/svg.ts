/** Parts of SVG pictures. */

/** Pixels of a panel. */
export const PANEL = { width: 420, height: 300, margin: 56 } as const;

export const round = (value: number): number => Math.round(value * 10) / 10;

/** @param more attributes, as they are written. */
export const text = (x: number, y: number, words: string, more: string): string =>
  `<text x="${round(x)}" y="${round(y)}" ${more}>${words.replace(/[<&]/g, (c) => (c === "<" ? "&lt;" : "&amp;"))}</text>`;

/** The title of a panel. */
export const heading = (words: string): string =>
  text(PANEL.width / 2, 20, words, 'text-anchor="middle" font-weight="bold"');
