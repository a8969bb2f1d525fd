/** Changed layers beside the layer as it is, and curves of them. */
import type { SweepPoint, WhatIf } from "convoke/cost";
import { bar } from "../terminal/bars.ts";
import { inBytes, inThousands } from "../terminal/numbers.ts";
import { columns } from "../terminal/table.ts";
import { ratioWords } from "./text.ts";
import type { CostWords } from "./words.ts";

export function whatIfText(changes: readonly WhatIf[], t: CostWords): string {
  const rows = changes.map(({ change, ratios, after }) => [
    change,
    ratioWords(ratios.multiplications),
    ratioWords(ratios.neededMultiplications),
    ratioWords(ratios.weightBytes),
    ratioWords(ratios.activationBytes),
    ratioWords(ratios.inputGradientMultiplications),
    after,
  ]);
  return [
    `${t.whatIf} × 2`,
    columns(
      [["", t.products, t.needed, t.weights, t.activations, t.gradientProducts, ""], ...rows],
      ["left", "right", "right", "right", "right", "right", "left"],
    ),
  ].join("\n");
}

export function curveText(change: string, points: readonly SweepPoint[], t: CostWords): string {
  const most = Math.max(...points.map(({ figures }) => figures?.multiplications ?? 0), 1);
  const rows = points.map(({ value, figures, refusal }) =>
    figures === null
      ? [`${value}`, "-", "-", "-", refusal ?? ""]
      : [
          `${value}`,
          inThousands(figures.multiplications),
          inThousands(figures.neededMultiplications),
          inBytes(figures.totalBytes),
          bar(figures.multiplications / most, 32),
        ],
  );
  return [
    `${t.whatIf} ${change} =`,
    columns(
      [["", t.products, t.needed, t.bytes, ""], ...rows],
      ["right", "right", "right", "right", "left"],
    ),
  ].join("\n");
}
