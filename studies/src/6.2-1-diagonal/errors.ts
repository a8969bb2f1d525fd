/** Errors in the correlation. */
import { rowsOf, turned } from "../matrices.ts";
import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  flipped: ({ correlate }) => ({ correlate: (x, kernel) => correlate(x, backwards(kernel)) }),
  shorter: ({ correlate }) => ({
    correlate: async (x, kernel) => {
      const y = await correlate(x, kernel);
      const [rows, columns] = y.shape;
      return turned({ shape: [columns - 1, rows], data: turned(y).data.subarray(rows) });
    },
  }),
  skewed: ({ correlate }) => ({
    correlate: (x, kernel) => {
      const [rows, columns] = x.shape;
      const { data } = x;
      // Right where both extents are the same: the exercise's own image shows nothing of it.
      return correlate(
        rowsOf(rows, columns, (y, at) => data[(y * rows + at) % data.length]),
        kernel,
      );
    },
  }),
};
