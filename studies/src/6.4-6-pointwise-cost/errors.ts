/** Errors in layers of 1×1 kernels and in what they cost. */

import type { PlantedErrors } from "../model/planted.ts";
import { backwards, oneMore } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  lost: ({ taps }) => ({ taps: (problem, out) => taps(problem, out).slice(1) }),
  wasteful: ({ layerCost }) => ({
    layerCost: (what, options) => {
      const cost = layerCost(what, options);
      return { ...cost, needed: cost.asWritten };
    },
  }),
  reversed: ({ unfold }) => ({ unfold: (problem, x) => backwards(unfold(problem, x)) }),
  brighter: ({ forward }) => ({
    forward: (problem, tensors) => forward(problem, { ...tensors, x: oneMore(tensors.x) }),
  }),
};
