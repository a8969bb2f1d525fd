/** The kernel taken apart, or the proof that it cannot be; and what each way would save. */
import { findingLines, WORKSHOP_WORDS } from "@convoke/studies/words";
import { useEffect, useState } from "preact/hooks";
import { useWork } from "../../engine/work.ts";
import { Controls } from "../../parts/controls.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { language } from "../../state/language.ts";
import { parametersOf } from "../../state/parameters.ts";
import { factoring } from "./calls.ts";
import type { Factoring } from "./jobs.ts";
import { TABLE } from "./parameters.ts";
import { Ways } from "./ways.tsx";
import { workshopWords } from "./words.ts";

export function FactorTab({ text }: { readonly text: string }) {
  const t = workshopWords();
  const parameters = parametersOf(TABLE);
  const { as, pairRows, pairColumns } = parameters.values;
  const asked: Factoring = {
    text,
    as: as as Factoring["as"],
    pair: pairRows > 0 && pairColumns > 0 ? [pairRows, pairColumns] : null,
  };
  const key = JSON.stringify(asked);
  const [stopped, setStopped] = useState<string | null>(null);
  const { value, pending, problem } = useWork(
    key,
    stopped === key ? null : () => factoring.call("factor", asked),
  );
  const waiting = pending && stopped !== key;
  return (
    <>
      <Controls
        table={TABLE}
        parameters={{ ...parameters, problem: null }}
        only={["as", "pairRows", "pairColumns"]}
        say={(word) => t.say[word] ?? word}
      />
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {waiting && <Waiting key={key} onStop={() => setStopped(key)} />}
      {stopped === key && (
        <p>
          {t.cancelled}{" "}
          <button type="button" onClick={() => setStopped(null)}>
            {t.again}
          </button>
        </p>
      )}
      {value && !pending && stopped !== key && (
        <>
          <ul class="findings" aria-live="polite">
            {findingLines(value.findings, WORKSHOP_WORDS[language.value]).map((line) => (
              <li key={line}>{line.trim()}</li>
            ))}
          </ul>
          <Ways key={key} factored={value} />
        </>
      )}
    </>
  );
}

/** Nothing is said of work that is done at once. */
const QUIET = 150;

function Waiting({ onStop }: { readonly onStop: () => void }) {
  const t = workshopWords();
  const [start] = useState(() => performance.now());
  const [now, setNow] = useState(start);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), QUIET);
    return () => clearInterval(timer);
  }, []);
  if (now === start) return null;
  return (
    <p role="status">
      <progress /> {t.working} {t.seconds(((now - start) / 1000).toFixed(1))}{" "}
      <button type="button" onClick={onStop}>
        {t.cancel}
      </button>
    </p>
  );
}
