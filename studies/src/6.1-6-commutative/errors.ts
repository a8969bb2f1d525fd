/** Errors in convolutions. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  unflipped: ({ correlate }) => ({ convolve: correlate }),
  off: ({ convolve }) => ({
    convolve: (a, b) => {
      const y = convolve(a, b);
      const exact = y.exact?.map((v, i) => (i === 0 ? { ...v, over: v.over + 1n } : v));
      return { ...y, exact: exact ?? null };
    },
  }),
  cut: ({ filtered }) => ({ filtered: (x, w, _, stride) => filtered(x, w, "same", stride) }),
};
