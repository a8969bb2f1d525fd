/** Lengths as bars of characters, an eighth of one apart. */

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** @param share of `width` characters, 0 to 1; what is not nothing is seen. */
export function bar(share: number, width = 24): string {
  if (!(share > 0)) return "";
  const eighths = Math.max(1, Math.round(8 * width * Math.min(1, share)));
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}
