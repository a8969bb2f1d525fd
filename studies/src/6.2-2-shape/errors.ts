/** Errors in sizes that are off by one. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Examined } from "./study.ts";

export const errors: PlantedErrors<Examined> = {
  roundedUp: ({ size }) => ({
    size: (w) => {
      const got = size(w);
      return got === null ? null : got + Number((w.input + w.before + w.after) % w.stride > 0);
    },
  }),
  even: ({ size }) => ({ size: (w) => size({ ...w, after: w.before }) }),
  ceil: ({ pooledSize }) => ({ pooledSize: (w) => pooledSize(w, true) }),
  noOutputPadding: ({ transposedSize }) => ({ transposedSize: (w) => transposedSize(w, 0) }),
  keepsMore: ({ keeping }) => ({
    keeping: (w) => {
      const range = keeping(w);
      return range && [range[0], range[1] + 1];
    },
  }),
  later: ({ unwasted }) => ({
    unwasted: (w) => {
      const [first, step] = unwasted(w);
      return [first + 1, step];
    },
  }),
};
