/** What is pointed at, in words and numbers. */
import { elementName } from "../indices.ts";
import type { Layer } from "../layer.ts";
import type { Pointed } from "../pointed.ts";
import { sumText } from "../sum.ts";
import { minus } from "../words.ts";
import { cellsLit, endsOf, type LayerMatrix } from "./matrix.ts";
import { toeplitzWords } from "./words.ts";

/** @param meant the cell under the pointer, where it is one of the matrix. */
export function sentenceOf(
  layer: Layer,
  m: LayerMatrix,
  point: Pointed,
  meant: number | null,
): string {
  const t = toeplitzWords();
  const { x, y, w } = layer;
  const name = {
    input: (at: number) => elementName("x", x.shape, at),
    output: (at: number) => elementName("y", y.shape, at),
    weight: (at: number) => elementName("w", w.shape, at),
  };
  if (meant !== null) {
    const { input, output } = endsOf(m, meant);
    const value = m.values[meant];
    return value === null
      ? t.none(name.input(input), name.output(output))
      : t.meets(minus(value), name.input(input), name.output(output));
  }
  const cells = [...cellsLit(layer, m, point)];
  const own = name[point.tensor](point.at);
  if (point.tensor === "weight") return t.weight(own, cells.length);
  if ((point.tensor === "input") !== m.turned)
    return point.tensor === "input" ? t.column(own, cells.length) : t.spreads(own, cells.length);
  const sum = sumText(
    cells.map((cell) => [m.values[cell] ?? 0, m.from[cell % m.columns]] as const),
  );
  const value = minus(m.to[point.at]);
  return m.turned ? t.back(own, sum, value) : t.row(own, sum, value);
}
