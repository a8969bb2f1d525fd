/** Columns without lines between them, as wide as the terminal shows what is in them. */
import Table from "cli-table3";

export type Alignment = "left" | "right";

const NONE = Object.fromEntries(
  [
    ..."top,top-mid,top-left,top-right,bottom,bottom-mid,bottom-left,bottom-right".split(","),
    ..."left,left-mid,mid,mid-mid,right,right-mid".split(","),
  ].map((place) => [place, ""]),
);

/** @param aligned one for each column; those behind the last are as it is. */
export function columns(
  rows: readonly (readonly string[])[],
  aligned: readonly Alignment[],
  indent = "  ",
): string {
  const count = Math.max(...rows.map((row) => row.length));
  const table = new Table({
    chars: { ...NONE, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: Array.from({ length: count }, (_, i) => aligned[i] ?? aligned[aligned.length - 1]),
  });
  for (const row of rows) table.push([...row, ...Array(count - row.length).fill("")]);
  return table
    .toString()
    .split("\n")
    .map((line) => indent + line.trimEnd())
    .join("\n");
}
