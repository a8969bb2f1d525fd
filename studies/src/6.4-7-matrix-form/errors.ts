/** Errors in the matrix of patches and in the engine. */

import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  reversed: ({ unfold }) => ({ unfold: (problem, x) => backwards(unfold(problem, x)) }),
  repeated: ({ unfold }) => ({
    unfold: (problem, x) => unfold({ ...problem, border: { kind: "replicate" } }, x),
  }),
  flipped: ({ forward }) => ({
    forward: (problem, tensors) => forward(problem, { ...tensors, w: backwards(tensors.w) }),
  }),
  far: ({ verify }) => ({
    verify: async (what, options) => {
      const report = await verify(what, options);
      return { ...report, rows: report.rows.map((row) => ({ ...row, passed: false })) };
    },
  }),
};
