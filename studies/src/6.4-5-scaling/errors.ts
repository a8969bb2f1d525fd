/** Errors in what is doubled, and in the count. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  half: ({ whatIf }) => ({
    whatIf: (what, change, options) => whatIf(what, change === "channels" ? "co" : change, options),
  }),
  tripled: ({ whatIf }) => ({
    whatIf: (what, change, options) =>
      whatIf(what, change, { ...options, factor: change === "padding" ? 3 : 2 }),
  }),
  lost: ({ taps }) => ({ taps: (problem, out) => taps(problem, out).slice(1) }),
  useful: ({ layerCost }) => ({
    layerCost: (what, options) => {
      const cost = layerCost(what, options);
      return { ...cost, asWritten: cost.needed };
    },
  }),
};
