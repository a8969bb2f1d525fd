/** Finite differences in fractions: their weights, what is left over, and why fewer taps cannot do. */
import { stencilTold, WORKSHOP_WORDS } from "@convoke/studies/words";
import { formatRational } from "convoke/workshop";
import { useWork } from "../../engine/work.ts";
import { Controls } from "../../parts/controls.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { colon, language } from "../../state/language.ts";
import { parametersOf } from "../../state/parameters.ts";
import { workshop } from "./calls.ts";
import type { Stencilling } from "./jobs.ts";
import { TABLE } from "./parameters.ts";
import { Partial } from "./partial.tsx";
import type { PartialAsked } from "./partials.ts";
import { UseIt } from "./result.tsx";
import { workshopWords } from "./words.ts";

/** What each form of a derivative is asked for beside it. */
const ASKED = {
  partial: ["form", "orders", "side", "accuracy"],
  direction: ["form", "along", "derivative", "side", "accuracy"],
  laplacian: ["form", "space", "side", "accuracy"],
} as const;

export function StencilTab() {
  const t = workshopWords();
  const parameters = parametersOf(TABLE);
  const { form, orders, along, space, side, derivative, accuracy } = parameters.values;
  if (form === "line") return <Line />;
  const asked: PartialAsked = {
    ...{ form: form as PartialAsked["form"], orders, direction: along, axes: space },
    ...{ derivative, accuracy, side: side as PartialAsked["side"] },
  };
  return (
    <>
      <Controls
        table={TABLE}
        parameters={{ ...parameters, problem: null }}
        only={ASKED[asked.form]}
        say={(word) => t.say[word] ?? word}
      />
      <Partial asked={asked} />
      <p class="hint">{t.partialSaid[asked.form]}</p>
    </>
  );
}

/** Along one axis, on any nodes, with the proof that fewer taps cannot do. */
function Line() {
  const t = workshopWords();
  const w = WORKSHOP_WORDS[language.value];
  const parameters = parametersOf(TABLE);
  const { nodesAre, derivative, accuracy, nodes } = parameters.values;
  const own = nodesAre === "own";
  const asked: Stencilling = {
    kind: nodesAre as Stencilling["kind"],
    derivative,
    accuracy,
    nodes: own ? nodes : "",
  };
  const { value, problem } = useWork(JSON.stringify(asked), () =>
    workshop.call("makeStencil", asked),
  );
  const proof = value?.proof[language.value];
  return (
    <>
      <Controls
        table={TABLE}
        parameters={{ ...parameters, problem: null }}
        only={["form", "nodesAre", "derivative", own ? "nodes" : "accuracy"]}
        say={(word) => t.say[word] ?? word}
      />
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {value && proof && (
        <>
          <p class="told" aria-live="polite">
            {stencilTold(value.stencil, w).formula}
          </p>
          <div class="scroll">
            <table class="numbers">
              <tbody>
                {(["nodes", "weights"] as const).map((row) => (
                  <tr key={row}>
                    <th scope="row">{w[row]}</th>
                    {value.stencil[row].map((q, i) => (
                      <td key={`${i}`}>{formatRational(q)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p>
            {w.errorTerm}
            {colon()}
            {stencilTold(value.stencil, w).rest}
          </p>
          {value.text !== null && <UseIt text={value.text} />}
          <section>
            <h2>{t.proof}</h2>
            <p>{proof.few}</p>
            {proof.conditions.length > 0 && (
              <>
                <p>{w.whyMatrix}</p>
                <div class="scroll">
                  <table class="numbers matrix">
                    <tbody>
                      {proof.conditions.map((row, i) => (
                        <tr key={`${i}`}>
                          {row.map((cell, j) => (
                            <td key={`${j}`}>{cell}</td>
                          ))}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </>
            )}
            <p>{proof.enough}</p>
            <p>{proof.checked}</p>
          </section>
        </>
      )}
    </>
  );
}
