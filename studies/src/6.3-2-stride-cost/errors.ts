/** Errors in counts of strided layers, and in their results. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  smooth: ({ multiplications }) => ({
    multiplications: (layer) =>
      multiplications({ ...layer, stride: [1, 1] }) / (layer.stride[0] * layer.stride[1]),
  }),
  late: ({ strided }) => ({
    strided: async (x, w, layer) => {
      const y = await strided(x, w, layer);
      return layer.stride[1] > 1 ? { ...y, data: y.data.map((v, i) => y.data[i + 1] ?? v) } : y;
    },
  }),
  kept: ({ outputBytes }) => ({
    outputBytes: (layer) => outputBytes({ ...layer, stride: [1, 1] }),
  }),
};
