import { Failure } from "../failure.ts";

/** @throws Failure unless there are rows, all of one length, and something in them. */
export function checkedRows<Row extends readonly unknown[]>(
  name: string,
  rows: readonly Row[],
  kind: "usage" | "input",
): readonly Row[] {
  const widths = rows.map((row) => row.length);
  if (rows.length === 0 || widths[0] === 0)
    throw new Failure(kind, `expected at least one number in the kernel ${name}, got none`);
  if (widths.some((w) => w !== widths[0])) {
    throw new Failure(
      kind,
      `expected rows of equal length in the kernel ${name}, got lengths ${widths.join(", ")}`,
    );
  }
  return rows;
}
