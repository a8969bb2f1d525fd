/** Layers without parameters: functions of single numbers, and of shapes. */
import * as curves from "../../grad/operations/activations.ts";
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
