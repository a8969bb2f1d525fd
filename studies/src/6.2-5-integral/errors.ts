/** Errors in kernels of means and Gaussians, and in what is read from them. */
import { add, kernel, namedKernel } from "convoke/workshop";
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  alwaysOne: ({ sigmaOf }) => ({
    sigmaOf: (k) => {
      const of = sigmaOf(k);
      return of && { moment: [1, 1], fitted: of.fitted && { ...of.fitted, sigma: 1 } };
    },
  }),
  heavier: ({ classic }) => ({ classic: () => add(classic(), kernel([[1]])) }),
  narrower: () => ({
    classic: () => namedKernel("gaussian-integer", { sigma: 1, size: 5 }).kernel,
  }),
  flat: () => ({ rank: () => 1 }),
  wider: ({ sampled }) => ({ sampled: (sigma, options) => sampled(1.1 * sigma, options) }),
  more: ({ whole }) => ({ whole: (sigma, options) => whole(sigma, { ...options, most: 500 }) }),
  leaning: ({ apply }) => ({ apply: (picture, k) => apply(picture, add(k, kernel([[1, -1]]))) }),
};
