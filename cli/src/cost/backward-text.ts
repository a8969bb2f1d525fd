/** The gradients' section: the textbook's figures, the exact ones, why they differ, and memory. */

import {
  COST_WORDS,
  type CostWords,
  grouped,
  inBytes,
  inThousands,
  ratioWords,
} from "@convoke/studies/words";
import type { BackwardCost, GradientWork, TrainingMemory } from "convoke/cost";
import type { Language } from "../strings.ts";
import { bar } from "../terminal/bars.ts";
import { columns } from "../terminal/table.ts";

export function backwardText(
  backward: BackwardCost,
  memory: TrainingMemory,
  language: Language,
): string {
  const t = COST_WORDS[language];
  const { weight, input, bias, total, toForward } = backward;
  const most = Math.max(weight.textbook.macs, input.textbook.macs, 1);
  const rows = [
    [
      "",
      `${t.textbook}: ${t.multiplications}`,
      t.additions,
      `${t.exact}: ${t.multiplications}`,
      t.additions,
      t.share,
    ],
    ...(
      [
        [t.weightGradient, weight],
        [t.inputGradient, input],
      ] as const
    ).map(([name, cost]) => [
      name,
      grouped(cost.textbook.multiplications),
      grouped(cost.textbook.additions),
      grouped(cost.exact.multiplications),
      grouped(cost.exact.additions),
      ratioWords(cost.ratio),
      bar(cost.exact.macs / most, 16),
    ]),
    ...(backward.problem.bias ? [[t.biasGradient, "", "", "0", grouped(bias.additions)]] : []),
    [
      t.total,
      grouped(total.textbook.multiplications),
      grouped(total.textbook.additions),
      grouped(total.exact.multiplications),
      grouped(total.exact.additions),
    ],
    [t.toForward, ratioWords(toForward.textbook), "", ratioWords(toForward.exact)],
  ];
  return [
    t.backward,
    columns(rows, ["left", "right", "right", "right", "right", "right", "left"]),
    `  ${t.weightGradient}: ${weight.reason[language]}`,
    `  ${t.inputGradient}: ${input.reason[language]}`,
    "",
    memoryText(memory, language, t),
  ].join("\n");
}

/** What the engine's kernels make of the gradients. */
export function gradientWorkText(work: GradientWork, t: CostWords): string {
  const most = Math.max(work.input.multiplications, work.weight.multiplications, 1);
  const rows = (
    [
      [t.weightGradient, work.weight],
      [t.inputGradient, work.input],
      [t.biasGradient, work.bias],
    ] as const
  ).map(([name, kernels]) => [
    name,
    inThousands(kernels.multiplications),
    inThousands(kernels.additions),
    inBytes(kernels.bytesLoaded),
    inBytes(kernels.bytesStored),
    inBytes(kernels.workspace),
    bar(kernels.multiplications / most, 16),
  ]);
  const head = ["", t.multiplications, t.additions, t.loaded, t.stored, t.workspace];
  return [
    t.gradientKernels,
    columns([head, ...rows], ["left", "right", "right", "right", "right", "right", "left"]),
  ].join("\n");
}

function memoryText(memory: TrainingMemory, language: Language, t: CostWords): string {
  const { kept, gradients, optimizer, peak, textbook, reason } = memory;
  const most = Math.max(peak.backward, textbook);
  const row = (name: string, bytes: number, why = "") => [
    name,
    inBytes(bytes),
    bar(bytes / most, 16),
    why,
  ];
  return [
    `${t.memory} (${memory.dtype})`,
    columns(
      [
        ...kept.map(({ tensor, bytes, why }) =>
          row(`${t.kept}: ${t[tensor]}`, bytes, why[language]),
        ),
        row(t.gradients, gradients.total),
        row(t.peakForward, peak.forward),
        row(t.peakBackward, peak.backward),
        row(t.textbook, textbook, reason[language]),
        ...Object.entries(optimizer).map(([name, bytes]) => row(`${t.optimizer}: ${name}`, bytes)),
      ],
      ["left", "right", "left"],
    ),
  ].join("\n");
}
