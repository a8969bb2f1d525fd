/** Errors in layers over sound, and in its spectrogram. */

import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  reversed: ({ layer }) => ({ layer: async (one) => backwards(await layer(one)) }),
  shorter: ({ layer }) => ({
    layer: async (one) => {
      const { shape, data } = await layer(one);
      return { shape: [shape[0] - 1, ...shape.slice(1)], data };
    },
  }),
  faster: ({ spectra }) => ({ spectra: (x, nFft, hop) => spectra(x, nFft, hop / 2) }),
};
