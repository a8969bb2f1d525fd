/** The algorithms' section: who would compute the layer, and what it takes. */

import type { Language } from "@convoke/studies";
import { COST_WORDS, inBytes, inSeconds, inThousands, ratioWords } from "@convoke/studies/words";
import { roofline } from "convoke/cost";
import { spoken } from "../refusals.ts";
import { bar } from "../terminal/bars.ts";
import { columns } from "../terminal/table.ts";
import type { CostReport } from "./report.ts";

export function algorithmsText(report: CostReport, language: Language): string {
  const t = COST_WORDS[language];
  const { layer, roofline: own, patches, measured } = report;
  const algorithms = report.algorithms ?? [];
  const able = algorithms.flatMap(({ algorithm, work }) => (work ? [{ algorithm, work }] : []));
  const most = Math.max(...able.map(({ work }) => work.multiplications), 1);
  const rows = able.map(({ algorithm, work }) => {
    // Its own arithmetic, and each tensor through memory once.
    const least = roofline({ flops: work.flops, bytes: layer.bytes.total }, own.peak);
    const time = measured?.algorithms[algorithm];
    return [
      algorithm,
      inThousands(work.multiplications),
      inThousands(work.additions),
      inBytes(work.bytesLoaded),
      inBytes(work.bytesStored),
      inBytes(work.workspace),
      inSeconds(least.milliseconds),
      `≈ ${inSeconds(work.milliseconds)}`,
      ...(measured ? [time === undefined ? "" : inSeconds(time)] : []),
      work.accuracy,
      bar(work.multiplications / most, 16),
    ];
  });
  const head = [
    t.algorithm,
    t.multiplications,
    t.additions,
    t.loaded,
    t.stored,
    t.workspace,
    t.atLeast,
    t.estimate,
    ...(measured ? [t.measured] : []),
    "",
    t.multiplications,
  ];
  const numbers = head.slice(1, -2).map(() => "right" as const);
  const matrix = patches
    ? [
        `  ${t.patches}: ${patches.matrices > 1 ? `${patches.matrices} × ` : ""}${patches.rows} × ${patches.columns}, ` +
          `${inBytes(patches.bytes)}, ${ratioWords(patches.blowUp)} ${layer.problem.op === "conv" ? t.timesInput : t.timesOutput}`,
      ]
    : [];
  return [
    t.algorithms,
    columns([head, ...rows], ["left", ...numbers, "left"]),
    ...algorithms
      .filter(({ refusal }) => refusal !== null)
      .map(
        ({ algorithm, refusal }) =>
          `  ${t.refused}: ${algorithm}: ${spoken(refusal ?? "", language)}`,
      ),
    ...matrix,
  ].join("\n");
}
