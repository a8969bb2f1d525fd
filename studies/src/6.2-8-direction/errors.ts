/** Errors in kernels of directions and in responses. */
import { rational, scale } from "convoke/workshop";
import { turned } from "../matrices.ts";
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  opposite: ({ steer }) => ({ steer: (vector) => scale(steer(vector), rational(-1)) }),
  exchanged: ({ steer }) => ({ steer: ([x, y]) => steer([y, x]) }),
  doubled: ({ second }) => ({ second: scale(second, rational(2)) }),
  transposed: ({ respond }) => ({
    respond: async (picture, kernel) => turned(await respond(picture, kernel)),
  }),
};
