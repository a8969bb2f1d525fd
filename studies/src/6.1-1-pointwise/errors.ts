/** Errors in layers of 1×1 kernels. */

import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  rounded: ({ layer }) => ({
    layer: async (one) => {
      const y = await layer(one);
      return { ...y, data: y.data.map((v) => v * (1 + 2 ** -22)) };
    },
  }),
  leaking: ({ layer }) => ({
    layer: async (one) => {
      const y = await layer(one);
      return { ...y, data: y.data.map((v, i) => v + (i > 0 ? 2 ** -9 * y.data[i - 1] : 0)) };
    },
  }),
  mixed: ({ layer }) => ({
    layer: (one) => layer(one.groups > 1 ? { ...one, w: backwards(one.w) } : one),
  }),
  copied: () => ({ workspace: (_, input) => 4 * input.reduce((a, b) => a * b) }),
};
