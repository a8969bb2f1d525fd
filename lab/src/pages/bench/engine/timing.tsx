import { inDigits, inSeconds } from "@convoke/studies/words";
import { useEffect, useRef, useState } from "preact/hooks";
import { isStopped } from "../../../engine/connect.ts";
import { Refusal } from "../../../parts/refusal.tsx";
import { shellWords } from "../../../words/shell.ts";
import { engine } from "./calls.ts";
import { Figure } from "./contest.tsx";
import type { Asked, Timed } from "./jobs.ts";
import { engineWords } from "./words.ts";

interface Props {
  readonly asked: Asked;
  readonly most: number;
  /** Multiply-adds of the definition. */
  readonly macs: number;
}

/** One run after another: first with one thread, then with all. */
export function Timing({ asked, most, macs }: Props) {
  const t = engineWords();
  const [done, setDone] = useState<readonly Timed[]>([]);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const run = async (counts: readonly number[]) => {
    setDone([]);
    setProblem(null);
    const times: Timed[] = [];
    try {
      for (const threads of counts) {
        const onReport = (s: number) => setShare((times.length + s) / counts.length);
        const { signal } = stop.current;
        times.push(await engine.call("timed", { ...asked, threads }, { onReport, signal }).result);
        setDone([...times]);
      }
    } catch (error) {
      if (isStopped(error)) return;
      setProblem((error as Error).message);
    }
    setShare(null);
  };
  const [one, all] = done;
  return (
    <section>
      <h2>{t.runs}</h2>
      <p class="choices">
        <button
          type="button"
          class="main"
          disabled={share !== null}
          onClick={() => run([asked.threads])}
        >
          {share === null ? t.runs : t.running}
        </button>
        {most > 1 && (
          <button type="button" disabled={share !== null} onClick={() => run([1, most])}>
            {t.oneAndAll}
          </button>
        )}
        {share !== null && <progress value={share} aria-label={t.running} />}
      </p>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      <div aria-live="polite">
        <dl class="figures" data-bits={one?.bits}>
          {done.map(({ threads, milliseconds, runs }) => (
            <Figure
              key={threads}
              name={shellWords().threads(threads)}
              value={`${t.time(inSeconds(milliseconds), runs)}; ${t.speed(inDigits(macs / milliseconds / 1e6, 3))}`}
            />
          ))}
        </dl>
        {one && all && (
          <p>
            {one.bits === all.bits ? t.sameBits : t.otherBits}{" "}
            {t.faster(inDigits(one.milliseconds / all.milliseconds, 3))}
          </p>
        )}
      </div>
    </section>
  );
}
