/** Errors in borders and in what the nets are given. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  dark: ({ layer }) => ({ layer: (x, k, _, stride) => layer(x, k, "zero", stride) }),
  told: ({ learn }) => ({
    learn: async (options) => {
      const found = await learn(options);
      return { ...found, plain: found.coordinates };
    },
  }),
  untold: ({ learn }) => ({
    learn: async (options) => {
      const found = await learn(options);
      return { ...found, coordinates: found.plain };
    },
  }),
};
