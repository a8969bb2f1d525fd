/** Every operator whose shapes and work are known, by its name in ONNX. */
import type { Operator } from "../ask.ts";
import { CONVOLUTIONS } from "./convolutions.ts";
import { ENLARGING } from "./enlarging.ts";
import { LAYOUTS } from "./layouts.ts";
import { MAPS } from "./maps.ts";
import { MOVES } from "./moves.ts";
import { PICKS } from "./picks.ts";
import { PRODUCTS } from "./products.ts";
import { NORMS } from "./reductions.ts";

export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...CONVOLUTIONS,
    ...PRODUCTS,
    ...MAPS,
    ...NORMS,
    ...LAYOUTS,
    ...MOVES,
    ...PICKS,
    ...ENLARGING,
  }),
);
