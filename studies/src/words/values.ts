/** The numbers of a kernel as texts. */
import { formatRational, type Kernel } from "convoke/workshop";

/** Characters of the longest fraction that is shown as one. */
export const LONGEST = 12;

/** A kernel in one line: `[1, 2, 1]`, rows behind `;`. */
export function valuesLine(k: Kernel): string {
  const width = k.shape[k.shape.length - 1];
  const cells = cellsOf(k);
  if (cells.length > 49) return `${k.shape.join("×")}`;
  const rows = Array.from({ length: cells.length / width }, (_, y) =>
    cells.slice(y * width, (y + 1) * width).join(" "),
  );
  return `[${rows.join("; ")}]`;
}

/** Whether the cells are fractions, every one as it is. */
export const showsFractions = ({ exact }: Kernel): boolean =>
  exact?.every((v) => formatRational(v).length <= LONGEST) ?? false;

export function cellsOf(k: Kernel): string[] {
  if (showsFractions(k)) return k.exact!.map(formatRational);
  const most = k.values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  if (k.values.every(Number.isInteger) && most < 1e12) return [...k.values].map(String);
  // So many decimals that the largest has six digits.
  const digits = Math.min(20, Math.max(0, 5 - Math.floor(Math.log10(most || 1))));
  return Array.from(k.values, (v) =>
    (v + 0).toLocaleString("en", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: false,
    }),
  );
}
