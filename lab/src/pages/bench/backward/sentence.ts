/** The gradient's sum for what is pointed at, written out. */
import { elementName } from "../indices.ts";
import type { Layer } from "../layer.ts";
import type { Pointed } from "../pointed.ts";
import { sumText } from "../sum.ts";
import { minus } from "../words.ts";
import { sharesOf } from "./gradients.ts";
import { backwardWords } from "./words.ts";

/** @param sent outputs that have sent something back; the sum holds only those. */
export function sentenceOf(
  layer: Layer,
  gy: Float64Array,
  { dx, dw }: { readonly dx: Float64Array; readonly dw: Float64Array },
  { tensor, at }: Pointed,
  sent: number,
): string {
  const t = backwardWords();
  const { x, w, y, taps } = layer;
  const partly = sent < gy.length ? ` ${t.partly}` : "";
  if (tensor === "output")
    return t.output(elementName("y", y.shape, at), minus(gy[at]), taps[at].length) + partly;
  const shares = sharesOf(layer, tensor, at).filter(({ output }) => output < sent);
  const sum = sumText(shares.map(({ output, factor }) => [gy[output], factor] as const));
  return tensor === "input"
    ? t.input(elementName("x", x.shape, at), shares.length, sum, minus(dx[at])) + partly
    : t.weight(elementName("w", w.shape, at), shares.length, sum, minus(dw[at])) + partly;
}
