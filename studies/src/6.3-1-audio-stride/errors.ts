/** Errors in strides over sound, and in the kernels before them. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  allDesigned: ({ kernelsFor }) => ({
    kernelsFor: (stride, reach) => {
      const { designed } = kernelsFor(stride, reach);
      return { none: designed, difference: designed, box: designed, gaussian: designed, designed };
    },
  }),
  late: ({ strided }) => ({
    strided: (x, kernel, stride) => strided(stride > 1 ? x.subarray(1) : x, kernel, stride),
  }),
  flipped: ({ strided }) => ({
    strided: (x, kernel, stride) => strided(x, kernel.toReversed(), stride),
  }),
};
