/** Errors in kernels over words, in pooling and in learning. */

import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  flipped: ({ slid }) => ({
    slid: (x, kernel, dilation) => slid(x, backwards(kernel), dilation),
  }),
  first: () => ({ pooled: (values) => values[0] }),
  dense: ({ slid }) => ({ slid: (x, kernel) => slid(x, kernel) }),
  guessing: ({ learnText }) => ({
    learnText: async (corpus, options) => {
      const found = await learnText(corpus, options);
      return { ...found, others: found.others.map(() => found.chance) };
    },
  }),
};
