/** Layers without parameters: functions of single numbers, of shapes and of axes; numbers left out. */
import * as curves from "../../grad/operations/activations.ts";
import { coordinates as coordinatesOf } from "../../grad/operations/coordinates.ts";
import { dropout as dropoutOf } from "../../grad/operations/dropout.ts";
import { transpose as transposeOf } from "../../grad/operations/permute.ts";
import * as reductions from "../../grad/operations/reductions.ts";
import * as shapes from "../../grad/operations/shapes.ts";
import { type Layer, plain } from "../layer.ts";

export const relu = (): Layer => plain("relu", curves.relu);
export const leakyRelu = (slope?: number): Layer =>
  plain("leakyRelu", (x) => curves.leakyRelu(x, slope));
export const gelu = (): Layer => plain("gelu", curves.gelu);
export const sigmoid = (): Layer => plain("sigmoid", curves.sigmoid);
export const tanh = (): Layer => plain("tanh", curves.tanh);
/** [N, …] → [N, product of the rest]. */
export const flatten = (): Layer => plain("flatten", (x) => shapes.flatten(x));
/** Two axes exchanged: [N, L, D] → [N, D, L] by (1, 2), as convolutions over texts take them. */
export const transpose = (a: number, b: number): Layer =>
  plain("transpose", (x) => transposeOf(x, a, b));
/** The largest numbers along an axis, which is dropped; over time, [N, C, L] → [N, C]. */
export const maxOver = (axis = -1): Layer => plain("maxOver", (x) => reductions.max(x, axis));
/** The means along an axis, which is dropped. */
export const meanOver = (axis = -1): Layer => plain("meanOver", (x) => reductions.mean(x, axis));

/**
 * In training each number is 0 with probability p, else 1/(1 - p) times what it was; otherwise nothing
 * happens. What is left out follows from the net's seed, the place of the layer and the step.
 *
 * @throws OptionError, when built, for a p that is not from 0 to below 1.
 */
export function dropout(p = 0.5): Layer {
  return {
    name: `dropout ${p}`,
    forward: (x, { training, seed }) => {
      const dropped = dropoutOf(x, p, seed);
      return training ? dropped : x;
    },
  };
}

/** [N, C, …axes] → [N, C + axes, …axes]: where each number stands, as channels (CoordConv). */
export const coordinates = (): Layer => plain("coordinates", coordinatesOf);
