/** Numbers as people read them: never with an exponent. */

/** So many significant digits. */
export const inDigits = (value: number, digits: number): string =>
  value.toLocaleString("en", { maximumSignificantDigits: digits, useGrouping: false });

/** Whole numbers as they are, others with what four digits leave behind the point. */
export function withPoint(value: number): string {
  const before = Math.floor(Math.log10(Math.abs(value) || 1));
  const maximumFractionDigits = Math.min(20, Math.max(0, 3 - before));
  return (value + 0).toLocaleString("en", { maximumFractionDigits, useGrouping: false });
}
