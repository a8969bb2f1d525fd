/** Forwards: shapes and what the floor wastes, operations as written and needed, bytes. */
import { COST_WORDS, grouped, inBytes, inPercent, inThousands } from "@convoke/studies/words";
import type { Arithmetic } from "convoke/cost";
import { Bar, Table } from "../../parts/table.tsx";
import { language } from "../../state/language.ts";
import type { Costs } from "./jobs.ts";
import { costPageWords } from "./words.ts";

export function Forward({ costs }: { readonly costs: Costs }) {
  const t = costPageWords();
  const c = COST_WORDS[language.value];
  const { layer, keeping, same, unwasted } = costs;
  const strided = layer.problem.op === "conv" ? (same ?? []) : [];
  const { asWritten, needed, paddingProducts, activated, problem, bytes, parameters } = layer;
  const both = (name: string, of: (a: Arithmetic) => number) => [
    name,
    grouped(of(asWritten)),
    grouped(of(needed)),
    inThousands(of(needed)),
  ];
  const lost = problem.op === "conv" ? c.paddingProducts : c.croppedProducts;
  const share = asWritten.macs === 0 ? "" : ` (${inPercent(paddingProducts / asWritten.macs)})`;
  const tensors = (["input", "weight", "bias", "output"] as const).filter((n) => bytes[n] > 0);
  return (
    <>
      <section>
        <h2>{t.shapes}</h2>
        <p>
          <code>{layer.descriptor}</code>: {layer.inputShape.join("×")} →{" "}
          {layer.outputShape.join("×")}
        </p>
        <Table
          name={t.shapes}
          head={[
            c.axis,
            `${c.input} → ${c.output}`,
            c.reach,
            c.wasted,
            c.unseen,
            c.keeps,
            c.noWaste,
          ]}
          rows={layer.axes.map((axis, i) => {
            const { total, before, after } = keeping[i];
            const { first, step } = unwasted[i];
            return [
              c[axis.name],
              `${axis.input} → ${axis.output}`,
              axis.reach,
              axis.wasted,
              axis.unseen,
              total === null ? c.none : `${total.least} (${before} + ${after})`,
              step === 1 ? c.all : `${first}, ${first + step}, ${first + 2 * step} …`,
            ];
          })}
        />
        {strided.map(
          ({ input, output, stride, before, after }, i) =>
            stride > 1 && (
              <p key={layer.axes[i].name} class="same-needs">
                {c[layer.axes[i].name]}: {t.sameNeeds(input, stride, output, before, after)}
              </p>
            ),
        )}
      </section>
      <section>
        <h2>{t.forward}</h2>
        <Table
          name={t.forward}
          head={["", c.asWritten, c.needed, ""]}
          rows={[
            both(c.macs, (a) => a.macs),
            both(c.multiplications, (a) => a.multiplications),
            both(c.additions, (a) => a.additions),
            ...(problem.bias ? [both(c.biasAdditions, (a) => a.biasAdditions)] : []),
            both(c.flops, (a) => a.flops),
            [lost, `${grouped(paddingProducts)}${share}`, "0", ""],
            ...(activated > 0 ? [[c.activated, grouped(activated), grouped(activated), ""]] : []),
            [c.parameters, grouped(parameters.total), grouped(parameters.total), ""],
          ]}
        />
        <p class="hint">{t.macsNote}</p>
        <Table
          name={c.bytes}
          head={[`${c.bytes} (${layer.dtype})`, "", "", ""]}
          rows={[
            ...tensors.map((name) => [
              c[name],
              grouped(bytes[name]),
              inBytes(bytes[name]),
              <Bar key={name} share={bytes[name] / bytes.total} />,
            ]),
            [c.total, grouped(bytes.total), inBytes(bytes.total), ""],
          ]}
        />
      </section>
    </>
  );
}
