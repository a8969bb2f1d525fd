/** Errors in strides of a part of a step. */

import type { PlantedErrors } from "../model/planted.ts";
import { backwards } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  wrongWay: ({ stuff }) => ({
    stuff: (x, k, step, orientation = "convolution") =>
      stuff(x, k, step, orientation === "convolution" ? "correlation" : "convolution"),
  }),
  noOutputPadding: ({ spread }) => ({
    spread: (x, k, step) => spread(x, k, { ...step, outputPadding: 0 }),
  }),
  flipped: ({ correlate }) => ({ correlate: (x, k, step) => correlate(x, backwards(k), step) }),
};
