import { inBytes, inSeconds, inThousands } from "@convoke/studies/words";
import { useState } from "preact/hooks";
import { Refusal } from "../../../parts/refusal.tsx";
import { engine } from "./calls.ts";
import type { Planned } from "./jobs.ts";
import { engineWords } from "./words.ts";

interface Props {
  readonly planned: Planned;
  readonly onMeasured: () => void;
}

export function Contest({ planned, onMeasured }: Props) {
  const t = engineWords();
  const { layer, candidates, schedule, work, operations, machine, explained } = planned;
  const [measuring, setMeasuring] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const most = Math.max(...candidates.map(({ milliseconds }) => milliseconds ?? 0));
  const measure = async () => {
    setMeasuring(true);
    setProblem(null);
    try {
      await engine.call("measured", undefined).result;
      onMeasured();
    } catch (error) {
      setProblem((error as Error).message);
    }
    setMeasuring(false);
  };
  return (
    <section aria-live="polite">
      <h2>{t.contest}</h2>
      <p>
        <small>{t.named(layer)}</small>
      </p>
      <div class="scroll">
        <table class="facts">
          <thead>
            <tr>
              <th scope="col">{t.algorithm}</th>
              <th scope="col">{t.verdict}</th>
              <th scope="col">{t.estimate}</th>
              <th scope="col">{t.reason}</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map(({ algorithm, refusal, milliseconds }, place) => (
              <tr key={algorithm} class={place === 0 ? "chosen" : undefined}>
                <th scope="row">{algorithm}</th>
                <td>{refusal !== null ? t.refused : place === 0 ? t.chosen : t.beaten}</td>
                <td class="number">
                  {milliseconds === null ? "" : `≈ ${inSeconds(milliseconds)}`}
                </td>
                <td>
                  {refusal !== null ? (
                    <small>
                      <Refusal of={refusal} />
                    </small>
                  ) : (
                    <meter
                      aria-label={`${algorithm}: ${inSeconds(milliseconds ?? 0)}`}
                      min={0}
                      max={most}
                      value={milliseconds ?? 0}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl class="figures">
        <Figure name={t.schedule} value={schedule} />
        <Figure name={t.definition} value={inThousands(work.macs)} />
        <Figure name={t.multiplications} value={inThousands(operations.multiplications)} />
        <Figure name={t.additions} value={inThousands(operations.additions)} />
        <Figure name={t.memory} value={inBytes(work.workspace)} />
        <Figure
          name={t.machine}
          value={`${machine.wide ? t.wide : machine.simd ? t.vectors : t.none}, ${
            machine.fma ? t.fma : t.noFma
          }, ${t.clock(machine.speed.clock.toPrecision(3))}`}
        />
      </dl>
      <button type="button" disabled={measuring} onClick={measure}>
        {measuring ? t.measuring : t.measure}
      </button>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      <details>
        <summary>{t.words}</summary>
        <pre class="scroll" lang="en">
          {explained}
        </pre>
      </details>
    </section>
  );
}

export const Figure = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
