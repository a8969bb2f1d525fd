import { useState } from "preact/hooks";
import { language } from "../../../state/language.ts";
import { engine } from "./calls.ts";
import type { Planned } from "./jobs.ts";
import { engineWords } from "./words.ts";

/** 115605504 → `115.6 M` or `1.156 亿`. */
export const large = (value: number): string =>
  new Intl.NumberFormat(language.value, {
    notation: "compact",
    maximumSignificantDigits: 4,
  }).format(value);

/** 1466000 → `1.47 MB`. */
const inBytes = (value: number): string => {
  const place = Math.min(3, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${Number((value / 1000 ** place).toPrecision(3))} ${["B", "kB", "MB", "GB"][place]}`;
};

export function inTime(ms: number): string {
  const [value, unit] = ms >= 1000 ? [ms / 1000, "s"] : ms >= 0.1 ? [ms, "ms"] : [1000 * ms, "µs"];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

interface Props {
  readonly planned: Planned;
  readonly onMeasured: () => void;
}

export function Contest({ planned, onMeasured }: Props) {
  const t = engineWords();
  const { layer, candidates, schedule, work, operations, machine, explained } = planned;
  const [measuring, setMeasuring] = useState(false);
  const most = Math.max(...candidates.map(({ milliseconds }) => milliseconds ?? 0));
  const measure = async () => {
    setMeasuring(true);
    await engine.call("measured", undefined).result.catch(() => null);
    setMeasuring(false);
    onMeasured();
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
              <th>{t.algorithm}</th>
              <th>{t.verdict}</th>
              <th>{t.estimate}</th>
              <th>{t.reason}</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map(({ algorithm, refusal, milliseconds }, place) => (
              <tr key={algorithm} class={place === 0 ? "chosen" : undefined}>
                <th scope="row">{algorithm}</th>
                <td>{refusal !== null ? t.refused : place === 0 ? t.chosen : t.beaten}</td>
                <td class="number">{milliseconds === null ? "" : `≈ ${inTime(milliseconds)}`}</td>
                <td>
                  {refusal !== null ? (
                    <small lang="en">{refusal}</small>
                  ) : (
                    <meter
                      aria-label={`${algorithm}: ${inTime(milliseconds ?? 0)}`}
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
        <Figure name={t.definition} value={large(work.macs)} />
        <Figure name={t.multiplications} value={large(operations.multiplications)} />
        <Figure name={t.additions} value={large(operations.additions)} />
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
