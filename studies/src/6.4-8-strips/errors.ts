/** Errors in counts of fetches, and in strips. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  oneMore: ({ fetches }) => ({ fetches: (scan) => fetches(scan) + 1 }),
  taller: ({ fetches }) => ({ fetches: (scan) => fetches({ ...scan, taps: scan.taps + 1 }) }),
  gap: ({ inStrips }) => ({
    inStrips: async (x, k, width) => {
      const y = await inStrips(x, k, width);
      return { ...y, data: y.data.map((v, i) => (i % y.shape[1] === width - 1 ? 0 : v)) };
    },
  }),
};
