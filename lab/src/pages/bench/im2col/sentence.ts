/** What is pointed at, in words and numbers. */
import { elementName } from "../indices.ts";
import { type Layer, productsOf } from "../layer.ts";
import type { Pointed } from "../pointed.ts";
import { indexOf } from "../row-major.ts";
import { sumText } from "../sum.ts";
import { minus } from "../words.ts";
import type { PatchCells, Patches } from "./patches.ts";
import { im2colWords } from "./words.ts";

export function sentenceOf(
  layer: Layer,
  { rows, columns }: Patches,
  cells: PatchCells,
  { tensor, at, tap }: Pointed,
): string {
  const t = im2colWords();
  const { x, w, y } = layer;
  if (tensor === "input") return t.copies(elementName("x", x.shape, at), cells.patches.size);
  if (tensor === "weight") return t.weight(elementName("w", w.shape, at), cells.patches.size);
  const products = productsOf(layer, at);
  const sum = sumText(products.map((one) => [one.w, one.x] as const));
  const whole = t.sum(elementName("y", y.shape, at), sum, minus(y.data[at]));
  const meant = products.find((one) => one.input === tap?.input && one.weight === tap.weight);
  if (!meant || cells.meant === undefined) return whole;
  const [row, column] = indexOf([rows, columns], cells.meant);
  const cell = t.cell(
    row,
    column,
    meant.input === null ? t.fromBorder : elementName("x", x.shape, meant.input),
    elementName("w", w.shape, meant.weight),
    `${minus(meant.x)} × ${minus(meant.w)} = ${minus(meant.x * meant.w)}`,
  );
  return `${cell} ${whole}`;
}
