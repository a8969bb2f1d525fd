/** Errors in taking kernels apart. */
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./study.ts";

export const errors: PlantedErrors<Subject> = {
  blind: ({ factorPlane }) => ({
    factorPlane: (k) =>
      factorPlane(k).length > 1
        ? [{ kind: "irreducible", proof: { prime: null, rank: 11, unknowns: 12 }, kernel: k }]
        : factorPlane(k),
  }),
  credulous: ({ factorPlane }) => ({
    factorPlane: (k) =>
      factorPlane(k).map((factor) =>
        factor.kind === "line"
          ? factor
          : { kind: "irrational", factors: 2, real: 2, kernel: factor.kernel },
      ),
  }),
  lost: ({ factorLine }) => ({
    factorLine: (k) => ({ ...factorLine(k), factors: factorLine(k).factors.slice(0, -1) }),
  }),
  short: ({ exactSum }) => ({
    exactSum: (k) => ({ ...exactSum(k), terms: exactSum(k).terms.slice(0, 1) }),
  }),
  hopeful: ({ nearestSum }) => ({
    nearestSum: (k, terms) => ({ ...nearestSum(k, terms), error: 0 }),
  }),
  narrow: ({ channelChain }) => ({ channelChain: (layer) => channelChain(layer, 1) }),
};
