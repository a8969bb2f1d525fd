/** Numbers as people read them: never with an exponent. */

import { type Ratio, ratioText, ratioValue } from "convoke/cost";

/** So many significant digits. */
export const inDigits = (value: number, digits: number): string =>
  value.toLocaleString("en", { maximumSignificantDigits: digits, useGrouping: false });

/** Whole numbers as they are, others with what four digits leave behind the point. */
export function withPoint(value: number): string {
  const before = Math.floor(Math.log10(Math.abs(value) || 1));
  const maximumFractionDigits = Math.min(20, Math.max(0, 3 - before));
  // What rounds to 0 has no sign.
  const how = { maximumFractionDigits, useGrouping: false, signDisplay: "negative" } as const;
  return value.toLocaleString("en", how);
}

/** 1234567 as 1,234,567. */
export const grouped = (count: number): string => count.toLocaleString("en");

/** From here on, three digits make a whole of the next unit: 999.6 k is `1 M`, not `1000 k`. */
const ROUNDS_UP = 0.9995;

/** In powers of 1000, three digits: 115.6 M as `116 M`; less than 10,000 as it is. */
export function inThousands(value: number): string {
  for (const [unit, factor] of [
    ["P", 1e15],
    ["T", 1e12],
    ["G", 1e9],
    ["M", 1e6],
    ["k", 1e3],
  ] as const)
    if (value >= ROUNDS_UP * factor && value >= 1e4)
      return `${inDigits(value / factor, 3)} ${unit}`;
  return grouped(value);
}

/** Bytes in powers of 1024, three digits: `784 KiB`. */
export function inBytes(bytes: number): string {
  for (const [unit, factor] of [
    ["TiB", 2 ** 40],
    ["GiB", 2 ** 30],
    ["MiB", 2 ** 20],
    ["KiB", 2 ** 10],
  ] as const)
    if (bytes >= factor)
      return `${inDigits(bytes / factor, bytes / factor >= 1000 ? 4 : 3)} ${unit}`;
  return `${bytes} B`;
}

export const inPercent = (share: number): string => `${inDigits(100 * share, 3)} %`;

/** A time in the unit that suits it. */
export function inSeconds(milliseconds: number): string {
  const [value, unit] =
    milliseconds >= 1000 * ROUNDS_UP
      ? [milliseconds / 1000, "s"]
      : milliseconds >= 0.1
        ? [milliseconds, "ms"]
        : [1000 * milliseconds, "µs"];
  return `${inDigits(value, 3)} ${unit}`;
}

/** A ratio as a fraction while that is short. */
export function ratioWords(ratio: Ratio): string {
  if (ratio.under === 0) return "-";
  const text = ratioText(ratio);
  return text.length <= 7 ? text : `≈ ${inDigits(ratioValue(ratio), 4)}`;
}
