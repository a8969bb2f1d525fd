/** Backwards: the textbook's figures beside the exact ones, why they differ, and memory of training. */
import { COST_WORDS, grouped, inBytes, ratioWords } from "@convoke/studies/words";
import { Bar, Table } from "../../parts/table.tsx";
import { language } from "../../state/language.ts";
import type { Costs } from "./jobs.ts";

export function Backward({ costs }: { readonly costs: Costs }) {
  const now = language.value;
  const c = COST_WORDS[now];
  const { backward, memory } = costs;
  const { weight, input, bias, total, toForward, problem } = backward;
  const most = Math.max(memory.peak.backward, memory.textbook);
  const memoryRow = (name: string, bytes: number, why = "") => [
    name,
    inBytes(bytes),
    <Bar key={name} share={bytes / most} />,
    why,
  ];
  return (
    <>
      <section>
        <h2>{c.backward}</h2>
        <Table
          name={c.backward}
          head={[
            "",
            `${c.textbook}: ${c.multiplications}`,
            c.additions,
            `${c.exact}: ${c.multiplications}`,
            c.additions,
            c.share,
          ]}
          rows={[
            ...(
              [
                [c.weightGradient, weight],
                [c.inputGradient, input],
              ] as const
            ).map(([name, { textbook, exact, ratio }]) => [
              name,
              grouped(textbook.multiplications),
              grouped(textbook.additions),
              grouped(exact.multiplications),
              grouped(exact.additions),
              ratioWords(ratio),
            ]),
            ...(problem.bias ? [[c.biasGradient, "", "", "0", grouped(bias.additions), ""]] : []),
            [
              c.total,
              grouped(total.textbook.multiplications),
              grouped(total.textbook.additions),
              grouped(total.exact.multiplications),
              grouped(total.exact.additions),
              "",
            ],
            [c.toForward, ratioWords(toForward.textbook), "", ratioWords(toForward.exact), "", ""],
          ]}
        />
        <p>
          {c.weightGradient}: {weight.reason[now]}
        </p>
        <p>
          {c.inputGradient}: {input.reason[now]}
        </p>
      </section>
      <section>
        <h2>
          {c.memory} ({memory.dtype})
        </h2>
        <Table
          name={c.memory}
          words={[3]}
          rows={[
            ...memory.kept.map(({ tensor, bytes, why }) =>
              memoryRow(`${c.kept}: ${c[tensor]}`, bytes, why[now]),
            ),
            memoryRow(c.gradients, memory.gradients.total),
            memoryRow(c.peakForward, memory.peak.forward),
            memoryRow(c.peakBackward, memory.peak.backward),
            memoryRow(c.textbook, memory.textbook, memory.reason[now]),
            ...Object.entries(memory.optimizer).map(([name, bytes]) =>
              memoryRow(`${c.optimizer}: ${name}`, bytes),
            ),
          ]}
        />
      </section>
    </>
  );
}
