/** Errors in two layers as one. */
import { kernelOf } from "convoke/workshop";
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  flipped: ({ composeLayers }) => ({
    composeLayers: (one, two) => {
      const { shape, exact, values } = two.weight;
      const weight = kernelOf(shape, [...(exact ?? values)].reverse() as number[]);
      return composeLayers(one, { ...two, weight });
    },
  }),
  lostBias: ({ composeLayers }) => ({
    composeLayers: (one, two) => ({ ...composeLayers(one, two), bias: two.bias }),
  }),
  wide: ({ agreement }) => ({
    agreement: (one, two, input) =>
      agreement(one, two, input).map(({ from, to }) => ({ from: Math.max(0, from - 1), to })),
  }),
  padded: ({ run }) => ({
    run: (layer, x) => run({ ...layer, padding: layer.padding.map(() => [1, 1] as const) }, x),
  }),
};
