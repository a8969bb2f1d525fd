/** Errors in stencils, in the count of conditions and in proofs. */
import { kernel, rational, type Stencil } from "convoke/workshop";
import type { PlantedErrors } from "../model/planted.ts";
import type { Subject } from "./statements.ts";

export const errors: PlantedErrors<Subject> = {
  off: ({ stencilOn }) => ({
    stencilOn: (nodes, derivative) => spoilt(stencilOn(nodes, derivative)),
  }),
  eight: ({ isotropic }) => ({ isotropic: (d) => (d === 2 ? EIGHT : isotropic(d)) }),
  fewer: ({ rank }) => ({ rank: (nodes, rows) => rank(nodes, Math.max(0, rows - 1)) }),
  unproven: ({ fewest, stencilOn }) => ({
    fewest: (nodes, d) => ({
      ...fewest(nodes, d),
      enough: spoilt(stencilOn(nodes.slice(0, d + 1), d)),
    }),
  }),
};

/** Three times the Laplacian. */
const EIGHT = kernel([
  [1, 1, 1],
  [1, -8, 1],
  [1, 1, 1],
]);

const spoilt = (made: Stencil): Stencil => ({
  ...made,
  weights: [rational(1), ...made.weights.slice(1)],
});
