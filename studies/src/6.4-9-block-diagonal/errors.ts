/** Errors in layers with groups, and in what they cost. */

import type { PlantedErrors } from "../model/planted.ts";
import { oneMore } from "../spoilt.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  unshuffled: () => ({ shuffle: (x) => x }),
  seesAll: ({ expand }) => ({
    expand: (w, groups) => ({ ...expand(w, groups), data: expand(w, groups).data.fill(1) }),
  }),
  brighter: ({ forward, expand }) => ({
    forward: async (x, w, groups) => oneMore(await forward(x, expand(w, groups), 1)),
  }),
  lost: ({ taps }) => ({ taps: (problem, at) => taps(problem, at).slice(1) }),
  oneMore: ({ layerCost }) => ({
    layerCost: (what) => {
      const cost = layerCost(what);
      return { ...cost, asWritten: { ...cost.asWritten, macs: cost.asWritten.macs + 1 } };
    },
  }),
};
