/** Errors in what is counted, and in the count. */

import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  lost: ({ taps }) => ({ taps: (problem, out) => taps(problem, out).slice(1) }),
  repeated: ({ taps }) => ({
    taps: (problem, out) => taps({ ...problem, border: { kind: "replicate" } }, out),
  }),
  halved: ({ layerCost }) => ({
    layerCost: (what, options) => {
      const cost = layerCost(what, options);
      return { ...cost, bytes: { ...cost.bytes, total: cost.bytes.total / 2 } };
    },
  }),
  flipped: ({ forward }) => ({
    forward: (problem, tensors) => forward(problem, { ...tensors, w: backwards(tensors.w) }),
  }),
};
