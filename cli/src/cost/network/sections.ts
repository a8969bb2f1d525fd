/** Sections about training, and about what other counters print. */

import {
  grouped,
  inBytes,
  inThousands,
  NETWORK_WORDS,
  type NetworkWords,
} from "@convoke/studies/words";
import type { NetworkCost } from "convoke/cost/network";
import type { Language } from "../../strings.ts";
import { columns } from "../../terminal/table.ts";

export function trainingText({ totals, training }: NetworkCost, t: NetworkWords): string {
  const { weight, input } = totals.gradients;
  const [{ kept, activations, gradients }] = training;
  return [
    t.training,
    columns(
      [
        [t.weightGradients, grouped(weight), inThousands(weight)],
        [t.inputGradients, grouped(input), inThousands(input)],
        [t.kept, grouped(kept), inBytes(kept)],
        [t.activations, grouped(activations), inBytes(activations)],
        [t.gradients, grouped(gradients), inBytes(gradients)],
        ...training.map(({ optimizer, state, peak }) => [
          optimizer,
          grouped(state),
          inBytes(state),
          `${t.inAll} ${grouped(peak)}, ${inBytes(peak)}`,
        ]),
      ],
      ["left", "right", "right", "left"],
    ),
  ].join("\n");
}

export function countersText({ counters }: NetworkCost, language: Language): string {
  const t = NETWORK_WORDS[language];
  return [
    t.counters,
    columns(
      counters.map(({ name, calls, total, reasons }) => [
        name,
        grouped(total),
        calls,
        reasons.length === 0
          ? t.same
          : reasons.map(({ why, amount }) => `${signed(amount)}: ${why[language]}`).join("; "),
      ]),
      ["left", "right", "left", "left"],
    ),
  ].join("\n");
}

const signed = (amount: number): string => (amount > 0 ? `+${grouped(amount)}` : grouped(amount));
