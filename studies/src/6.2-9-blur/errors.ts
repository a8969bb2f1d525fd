/** Errors in blurs, in the noise they leave and in responses. */
import { power, rational, scale } from "convoke/workshop";
import type { PlantedErrors } from "../model/planted.ts";
import { oneMore } from "../spoilt.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  doubled: ({ blurOf }) => ({ blurOf: (name, size) => scale(blurOf(name, size), rational(2)) }),
  firstWeight: () => ({ noiseGain: (k) => ({ value: Math.abs(k.values[0]), exact: null }) }),
  twice: () => ({ repeat: (k, times) => power(k, Math.min(times, 2)) }),
  brighter: ({ respond }) => ({
    respond: async (picture, kernel) => oneMore(await respond(picture, kernel)),
  }),
};
