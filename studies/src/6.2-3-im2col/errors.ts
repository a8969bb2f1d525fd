/** Errors in the correlation and in the matrix of patches. */
import { tensor } from "convoke";
import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  flipped: ({ correlate }) => ({
    correlate: (layer) => correlate({ ...layer, w: backwards(layer.w) }),
  }),
  exchanged: ({ patches }) => ({
    patches: (layer) => {
      const { shape, data } = patches(layer);
      return tensor([shape[1], shape[0]], data);
    },
  }),
  averaged: ({ gathered }) => ({
    gathered: (layer, columns) => {
      const sums = gathered(layer, columns);
      const counts = gathered(layer, { ...columns, data: columns.data.map(() => 1) });
      return { ...sums, data: sums.data.map((v, i) => v / Math.max(1, counts.data[i])) };
    },
  }),
  off: ({ patches }) => ({
    patches: (layer) => {
      const made = patches(layer);
      return { ...made, data: made.data.map((v, i) => (i === 0 ? v + 1 : v)) };
    },
  }),
};
