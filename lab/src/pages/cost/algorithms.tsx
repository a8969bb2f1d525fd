/** Who would compute the layer, counted on the kernels that are generated; and who refuses, with the reason. */
import { COST_WORDS, inBytes, inSeconds, inThousands, ratioWords } from "@convoke/studies/words";
import { useWork } from "../../engine/work.ts";
import { Refusal } from "../../parts/refusal.tsx";
import { Bar, Table } from "../../parts/table.tsx";
import { linkTo } from "../../state/address.ts";
import { colon, language } from "../../state/language.ts";
import { counting } from "./calls.ts";
import type { Costs } from "./jobs.ts";
import { costPageWords } from "./words.ts";

export function Algorithms({ costs: { layer, patches } }: { readonly costs: Costs }) {
  const t = costPageWords();
  const c = COST_WORDS[language.value];
  const { descriptor, problem: layerProblem } = layer;
  const { value, pending, problem } = useWork(descriptor, () =>
    counting.call("algorithms", { layer: descriptor }),
  );
  const able = (value ?? []).flatMap(({ algorithm, work }) => (work ? [{ algorithm, work }] : []));
  const most = Math.max(...able.map(({ work }) => work.multiplications), 1);
  return (
    <section>
      <h2>{c.algorithms}</h2>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {pending && <p role="status">{t.counting}</p>}
      {value && (
        <>
          <Table
            name={c.algorithms}
            head={[
              c.algorithm,
              c.multiplications,
              c.additions,
              c.loaded,
              c.stored,
              c.workspace,
              c.estimate,
              "",
              "",
            ]}
            rows={able.map(({ algorithm, work }) => [
              algorithm,
              inThousands(work.multiplications),
              inThousands(work.additions),
              inBytes(work.bytesLoaded),
              inBytes(work.bytesStored),
              inBytes(work.workspace),
              `≈ ${inSeconds(work.milliseconds)}`,
              work.accuracy,
              <Bar key={algorithm} share={work.multiplications / most} />,
            ])}
          />
          <ul class="hint">
            {value.map(
              ({ algorithm, refusal }) =>
                refusal !== null && (
                  <li key={algorithm}>
                    {c.refused}
                    {colon()}
                    {algorithm}
                    {colon()}
                    <Refusal of={refusal} />
                  </li>
                ),
            )}
          </ul>
        </>
      )}
      <p>
        {c.patches}
        {colon()}
        {patches.matrices > 1 && `${patches.matrices} × `}
        {patches.rows} × {patches.columns}, {inBytes(patches.bytes)}, {ratioWords(patches.blowUp)}{" "}
        {layerProblem.op === "conv" ? c.timesInput : c.timesOutput}
      </p>
      <p>
        <a href={linkTo("bench/engine", { layer: descriptor })}>{t.onBench}</a>
      </p>
    </section>
  );
}
