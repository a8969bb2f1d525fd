/** Changed layers beside the layer as it is, and curves of them. */

import type { Language } from "@convoke/studies";
import type { CostWords } from "@convoke/studies/words";
import {
  COST_WORDS,
  inBytes,
  inDigits,
  inSeconds,
  inThousands,
  ratioWords,
} from "@convoke/studies/words";
import type { SweepPoint, WhatIf } from "convoke/cost";
import { spoken } from "../refusals.ts";
import { bar } from "../terminal/bars.ts";
import { columns } from "../terminal/table.ts";
import type { Measured } from "./measure.ts";

export function whatIfText(
  changes: readonly WhatIf[],
  measured: Measured["whatIf"] | null,
  t: CostWords,
): string {
  const time = (i: number) => {
    if (measured === null) return [];
    const { before, after } = measured[i];
    return [inDigits(after / before, 3), `${inSeconds(before)} → ${inSeconds(after)}`];
  };
  const rows = changes.map(({ change, ratios, after }, i) => [
    change,
    ratioWords(ratios.multiplications),
    ratioWords(ratios.neededMultiplications),
    ratioWords(ratios.weightBytes),
    ratioWords(ratios.activationBytes),
    ratioWords(ratios.inputGradientMultiplications),
    ...time(i),
    after,
  ]);
  const head = [
    "",
    t.products,
    t.needed,
    t.weights,
    t.activations,
    t.gradientProducts,
    ...(measured ? [t.measured, ""] : []),
    "",
  ];
  const numbers = head.slice(1, -1).map(() => "right" as const);
  return [`${t.whatIf} × 2`, columns([head, ...rows], ["left", ...numbers, "left"])].join("\n");
}

export function curveText(
  change: string,
  points: readonly SweepPoint[],
  measured: Measured["curves"][number] | null,
  language: Language,
): string {
  const t = COST_WORDS[language];
  const most = Math.max(...points.map(({ figures }) => figures?.multiplications ?? 0), 1);
  const rows = points.map(({ value, figures, refusal }, i) => {
    const time = measured?.[i] ?? null;
    const timed = measured === null ? [] : [time === null ? "-" : inSeconds(time)];
    if (figures === null)
      return [`${value}`, "-", "-", "-", ...timed, spoken(refusal ?? "", language)];
    return [
      `${value}`,
      inThousands(figures.multiplications),
      inThousands(figures.neededMultiplications),
      inBytes(figures.totalBytes),
      ...timed,
      bar(figures.multiplications / most, 32),
    ];
  });
  const head = ["", t.products, t.needed, t.bytes, ...(measured ? [t.measured] : []), ""];
  const numbers = head.slice(0, -1).map(() => "right" as const);
  return [`${t.whatIf} ${change} =`, columns([head, ...rows], [...numbers, "left"])].join("\n");
}
