/** Errors in what stands beyond a border. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./subject.ts";

export const errors: PlantedErrors<Subject> = {
  mirrored: ({ treated }) => ({
    treated: (x, k, treatment) => treated(x, k, treatment === "zero" ? "reflect" : treatment),
  }),
  dark: ({ treated }) => ({
    treated: (x, k, treatment) => treated(x, k, treatment === "wrap" ? "zero" : treatment),
  }),
  thin: ({ treated }) => ({
    treated: (x, k, treatment) =>
      treated(x, k, treatment === "zero" && Math.max(...k.shape) > 3 ? "replicate" : treatment),
  }),
  bare: () => ({ copied: (x) => x }),
  far: ({ reached }) => ({
    reached: async (...stack) => (await reached(...stack)).map((n) => n + 1),
  }),
};
