/** Errors in the correlation. */
import { turned } from "../matrices.ts";
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
};
