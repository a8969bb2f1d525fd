/** What classes were taken for. */
import type { Rows } from "convoke/data";

export interface Confusion {
  /** [classes, classes]: how many of one class (row) were taken for another (column). */
  readonly counts: readonly (readonly number[])[];
  readonly accuracy: number;
}

/** @param outputs [N, classes]: the largest of a row names its class. */
export function confusionOf(outputs: Rows, labels: ArrayLike<number>): Confusion {
  const [, classes] = outputs.shape;
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = outputs.data.subarray(i * classes, (i + 1) * classes);
    counts[labels[i]][row.indexOf(Math.max(...row))]++;
  }
  const hits = counts.reduce((sum, row, label) => sum + row[label], 0);
  return { counts, accuracy: hits / labels.length };
}
