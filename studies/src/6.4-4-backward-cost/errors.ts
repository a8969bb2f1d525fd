/** Errors in what is counted going back, and in the count. */

import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  repeated: ({ taps }) => ({
    taps: (problem, out) => taps({ ...problem, border: { kind: "replicate" } }, out),
  }),
  textbook: ({ backwardCost }) => ({
    backwardCost: (what) => {
      const cost = backwardCost(what);
      return { ...cost, input: { ...cost.input, exact: cost.input.textbook } };
    },
  }),
  flipped: ({ gradients }) => ({
    gradients: (problem, tensors) => gradients(problem, { ...tensors, w: backwards(tensors.w) }),
  }),
};
