/** Numbers in source text. */

/** How a language writes what JavaScript calls NaN, Infinity and −0. */
export interface Numerals {
  readonly nan: string;
  readonly infinity: string;
  readonly minusZero: string;
}

export const JAVASCRIPT: Numerals = { nan: "NaN", infinity: "Infinity", minusZero: "-0" };
export const PYTHON: Numerals = {
  nan: 'float("nan")',
  infinity: 'float("inf")',
  minusZero: "-0.0",
};

/** A double, in as many digits as it takes. */
export function double(value: number, { nan, infinity, minusZero }: Numerals): string {
  if (Number.isNaN(value)) return nan;
  if (!Number.isFinite(value)) return value < 0 ? `-${infinity}` : infinity;
  return Object.is(value, -0) ? minusZero : `${value}`;
}

/** A float32 in the fewest digits whose nearest double rounds to it. */
export function single(value: number, numerals: Numerals): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return double(value, numerals);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return double(short, numerals);
  }
  return double(Number(value.toPrecision(9)), numerals);
}

/** Numbers to a line, at most, where rows are shorter. */
const A_LINE = 16;

/** A flat list, a line for each row of the last axis; several where they are short. */
export function listOf(
  shape: readonly number[],
  data: ArrayLike<number>,
  numerals: Numerals,
): string {
  let width = 1;
  for (const extent of [...shape].reverse()) {
    if (width > 1 && width * extent > A_LINE) break;
    width *= Math.max(1, extent);
  }
  if (data.length <= width) return `[${inLine(data, 0, data.length, numerals)}]`;
  const lines: string[] = [];
  for (let at = 0; at < data.length; at += width)
    lines.push(`  ${inLine(data, at, Math.min(at + width, data.length), numerals)},\n`);
  return `[\n${lines.join("")}]`;
}

const inLine = (data: ArrayLike<number>, from: number, to: number, numerals: Numerals): string =>
  Array.from({ length: to - from }, (_, i) => single(data[from + i], numerals)).join(", ");
