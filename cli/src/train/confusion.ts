/** What classes were taken for. */
import type { Rows } from "convoke/data";

export interface Confusion {
  /** [classes, classes]: how many of one class (row) were taken for another (column). */
  readonly counts: readonly (readonly number[])[];
  readonly accuracy: number;
}

/** The class of each row of [N, classes]: that of its largest number. */
export function chosenOf({ shape: [count, classes], data }: Rows): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => {
    const own = data.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
}

/** @param outputs [N, classes]. */
export function confusionOf(outputs: Rows, labels: ArrayLike<number>): Confusion {
  const [, classes] = outputs.shape;
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  chosenOf(outputs).forEach((chosen, i) => {
    counts[labels[i]][chosen]++;
  });
  const hits = counts.reduce((sum, row, label) => sum + row[label], 0);
  return { counts, accuracy: hits / labels.length };
}
