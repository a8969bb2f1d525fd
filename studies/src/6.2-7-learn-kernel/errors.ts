/** Errors in the correlation, in its gradient and in learning. */
import { turned } from "../matrices.ts";
import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  flipped: ({ correlate }) => ({ correlate: (x, w) => correlate(x, backwards(w)) }),
  halved: ({ gradient }) => ({
    gradient: async (x, w, dy) => {
      const dw = await gradient(x, w, dy);
      return { ...dw, data: dw.data.map((v) => v / 2) };
    },
  }),
  sideways: ({ gradient }) => ({
    gradient: async (x, w, dy) => {
      const dw = await gradient(x, w, dy);
      return { ...dw, data: turned(dw).data };
    },
  }),
  early: ({ learn }) => ({ learn: (options) => learn({ ...options, steps: 1 }) }),
};
