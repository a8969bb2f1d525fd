/** The algorithms' section: who would compute the layer, and what it takes. */
import type { AlgorithmCost, PatchMatrix } from "convoke/cost";
import { bar } from "../terminal/bars.ts";
import { inBytes, inSeconds, inThousands } from "../terminal/numbers.ts";
import { columns } from "../terminal/table.ts";
import { ratioWords } from "./text.ts";
import type { CostWords } from "./words.ts";

export function algorithmsText(
  algorithms: readonly AlgorithmCost[],
  patches: PatchMatrix,
  t: CostWords,
): string {
  const able = algorithms.filter(({ work }) => work !== null);
  const most = Math.max(...able.map(({ work }) => work!.multiplications), 1);
  const rows = able.map(({ algorithm, work }) => [
    algorithm,
    inThousands(work!.multiplications),
    inThousands(work!.additions),
    inBytes(work!.bytesLoaded),
    inBytes(work!.bytesStored),
    inBytes(work!.workspace),
    `≈ ${inSeconds(work!.milliseconds)}`,
    work!.accuracy,
    bar(work!.multiplications / most, 16),
  ]);
  const refused = algorithms.filter(({ refusal }) => refusal !== null);
  return [
    t.algorithms,
    columns(
      [
        [
          t.algorithm,
          t.multiplications,
          t.additions,
          t.loaded,
          t.stored,
          t.workspace,
          t.estimate,
          "",
          t.multiplications,
        ],
        ...rows,
      ],
      ["left", "right", "right", "right", "right", "right", "right", "left"],
    ),
    ...refused.map(({ algorithm, refusal }) => `  ${t.refused}: ${algorithm}: ${refusal}`),
    `  ${t.patches}: ${patches.matrices > 1 ? `${patches.matrices} × ` : ""}${patches.rows} × ${patches.columns}, ${inBytes(patches.bytes)}, ${ratioWords(patches.blowUp)} ${t.times}`,
  ].join("\n");
}
