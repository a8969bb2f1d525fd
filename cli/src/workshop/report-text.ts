/** A report as lines of a table, with small plots. */

import {
  axisName,
  filled,
  inDigits,
  REPORT_WORDS,
  type ReportRow,
  type ReportWords,
  reportRows,
  WORKSHOP_WORDS,
} from "@convoke/studies/words";
import { type Effect, effectWords, type KernelReport } from "convoke/workshop";
import { spoken } from "../refusals.ts";
import type { Language } from "../strings.ts";
import { columns } from "../terminal/table.ts";
import { kernelFacts, kernelText, times } from "./described.ts";

export function reportText(
  name: string,
  found: KernelReport,
  effects: readonly Effect[],
  language: Language,
): string {
  const t = REPORT_WORDS[language];
  const words = WORKSHOP_WORDS[language];
  const rows = [...reportRows(found, t), ...responseRows(found, t)];
  return [
    `${name}: ${kernelFacts(found.kernel, words)}`,
    "",
    kernelText(found.kernel, words),
    "",
    columns(rows, ["left", "left"]),
    ...costLines(found, t, language),
    ...effects.flatMap((effect) => effectLines(effect, found.kernel.shape.length, t, language)),
  ].join("\n");
}

const BLOCKS = "▁▂▃▄▅▆▇█";
const SPARKS = 33;

/** One character a sample, as high as the response beside its largest. */
function responseRows({ kernel, responses }: KernelReport, t: ReportWords): ReportRow[] {
  const axes = kernel.shape.length;
  return responses.map(({ magnitude }, axis): ReportRow => {
    const most = magnitude.reduce((a, b) => Math.max(a, b), 0) || 1;
    const line = Array.from({ length: SPARKS }, (_, i) => {
      const at = Math.round((i * (magnitude.length - 1)) / (SPARKS - 1));
      return BLOCKS[Math.min(7, Math.round((7 * magnitude[at]) / most))];
    });
    const ends = `${inDigits(magnitude[0], 4)} … ${inDigits(magnitude[magnitude.length - 1], 4)}`;
    return [filled(t.response, { axis: axisName(axis, axes) }), `${line.join("")}  ${ends}`];
  });
}

function costLines({ costs }: KernelReport, t: ReportWords, language: Language): string[] {
  if (costs === null) return [];
  const { direct, nonzero, separable, counted, image } = costs;
  const row = (label: string, work: { multiplications: number; additions: number }) => [
    label,
    inDigits(work.multiplications, 4),
    inDigits(work.additions, 4),
  ];
  const rows = [
    [filled(t.cost, { image: times(image) }), t.multiplications, t.additions],
    row(t.formula, direct),
    row(t.withoutZeros, nonzero),
    ...(separable ? [row(filled(t.asSeparable, { rank: separable.rank }), separable)] : []),
    ...counted.map((work) => {
      const label = filled(t.engine, { algorithm: work.algorithm });
      return work.refusal === null
        ? row(label, work)
        : [label, filled(t.refused, { reason: spoken(work.refusal, language) })];
    }),
  ];
  const taken = rows.filter((cells) => cells.length === 3);
  const refused = rows
    .filter((cells) => cells.length === 2)
    .map((cells) => `  ${cells.join(": ")}`);
  return ["", columns(taken, ["left", "right", "right"]), ...refused];
}

function effectLines(effect: Effect, axes: number, t: ReportWords, language: Language): string[] {
  const said = effectWords(effect, language);
  const rows = (["constant", "ramp", "step", "line"] as const).map((key) => [t[key], said[key]]);
  return [
    "",
    `  ${filled(t.effects, { axis: axisName(effect.axis, axes) })}`,
    columns(rows, ["left"], "    "),
  ];
}
