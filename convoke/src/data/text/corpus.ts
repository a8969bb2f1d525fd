/** Files of text: one example a line. */
import { FormatError, show } from "../../errors.ts";
import type { Indices } from "../../tensor/tensor.ts";

export interface LabelledTexts {
  readonly texts: readonly string[];
  /** [texts]: the class of each, from 0 on. */
  readonly labels: Indices;
}

const COLUMNS = ["split", "label", "text"];

/**
 * The splits ("train", "test" …) of a table with tabs between its columns split, label and text,
 * named in the first line, in any order.
 *
 * @throws FormatError naming the line that is not so.
 */
export function readLabelledTexts(table: string): ReadonlyMap<string, LabelledTexts> {
  const [head = "", ...lines] = readLines(table);
  const names = head.split("\t");
  const [split, label, text] = COLUMNS.map((name) => names.indexOf(name));
  if (names.length !== COLUMNS.length || Math.min(split, label, text) < 0) {
    throw new FormatError(
      `expected the columns ${COLUMNS.join(", ")} in line 1 of the table, got ${show(head)}`,
    );
  }
  const rows = new Map<string, { texts: string[]; labels: number[] }>();
  lines.forEach((line, i) => {
    const fields = line.split("\t");
    if (fields.length !== COLUMNS.length || !/^\d{1,9}$/.test(fields[label])) {
      throw new FormatError(
        `expected ${names.join(", ")} with a whole number as label in line ${i + 2} of the table, got ${show(line)}`,
      );
    }
    const rest = rows.get(fields[split]) ?? { texts: [], labels: [] };
    rest.texts.push(fields[text]);
    rest.labels.push(Number(fields[label]));
    rows.set(fields[split], rest);
  });
  return new Map(
    [...rows].map(([name, { texts, labels }]) => [
      name,
      { texts, labels: { shape: [labels.length], data: Int32Array.from(labels) } },
    ]),
  );
}

/** The lines of a text, whatever ends them; what follows the last line's end is no line. */
export function readLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
