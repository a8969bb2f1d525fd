/** Errors in sums, and in the engine that they are compared with. */

import type { PlantedErrors } from "../model/planted.ts";
import { oneMore } from "../spoilt.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  same: ({ inOrder }) => ({ pairwise: inOrder }),
  lost: ({ inOrder }) => ({
    inOrder: (products) =>
      inOrder(products.length > 1 ? products.subarray(0, products.length - 1) : products),
  }),
  coarse: ({ pairwise }) => ({
    pairwise: (products) => {
      const sum = pairwise(products);
      return Number.isInteger(sum) ? sum : Number(sum.toPrecision(5));
    },
  }),
  brighter: ({ convolved }) => ({ convolved: async (pair) => oneMore(await convolved(pair)) }),
};
