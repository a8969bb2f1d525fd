/** One study: its controls, its run, and what it says of itself. */
import type { Given, Parameters } from "@convoke/studies";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isStopped, type Running } from "../../engine/connect.ts";
import { useWork } from "../../engine/work.ts";
import { Controls } from "../../parts/controls.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { linkTo } from "../../state/address.ts";
import { language } from "../../state/language.ts";
import { parametersOf } from "../../state/parameters.ts";
import { shellWords } from "../../words/shell.ts";
import { studies } from "./calls.ts";
import type { Own } from "./data.ts";
import type { Answer, Description, Question, StudyId } from "./jobs.ts";
import { type Curve, LiveCurves, withSample } from "./live.tsx";
import { OwnFiles } from "./own-files.tsx";
import { SaveRun } from "./save-run.tsx";
import { ToldStudy } from "./told.tsx";
import { studyWords } from "./words.ts";

interface Props {
  readonly id: StudyId;
  readonly title: string;
  readonly before: string | undefined;
  readonly behind: string | undefined;
}

export function StudyPage(props: Props) {
  const { id, title, before, behind } = props;
  const t = studyWords();
  const { value, problem } = useWork(id, () => studies.call("describe", id));
  return (
    <>
      <nav class="views" aria-label={t.study}>
        <a href={linkTo("studies")}>{t.all}</a>
        {before && <a href={linkTo(`studies/${before}`)}>{`← ${before}`}</a>}
        {behind && <a href={linkTo(`studies/${behind}`)}>{`${behind} →`}</a>}
      </nav>
      <h1>
        {id} {title}
      </h1>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {value ? <Run id={id} description={value} /> : <p class="starting">{shellWords().loading}</p>}
    </>
  );
}

/** What a visitor changed. */
const changedOf = (table: Parameters, values: Given): Given =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) => `${value}` !== `${table[name].standard}`),
  );

/** How a study is run, beside its own parameters. */
const RUN = {
  effort: {
    kind: "choice",
    label: { en: "effort", zh: "力度" },
    of: ["quick", "thorough"],
    standard: "quick",
  },
  seed: { kind: "whole", label: { en: "seed", zh: "随机种子" }, from: 1, to: 9999, standard: 1 },
} as const;

/** Together with what is planted in it. */
const runTable = (errors: readonly string[]) => ({
  ...RUN,
  plant: {
    kind: "choice",
    label: { en: "plant an error", zh: "埋下一个错误" },
    of: ["none", ...errors],
    standard: "none",
  } as const,
});

type State =
  | { readonly kind: "running"; readonly share: number; readonly paused: boolean }
  | { readonly kind: "done" }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };

/** Sliders move faster than studies run: a run waits until they rest. */
const QUIET = 250;

function Run({ id, description }: { readonly id: StudyId; readonly description: Description }) {
  const t = studyWords();
  const { parameters: table, uses } = description;
  const errors = description.errors[language.value];
  const runs = useMemo(() => runTable(Object.keys(errors)), [description]);
  const own = parametersOf(table, runs);
  const how = parametersOf(runs, table);
  const [files, setFiles] = useState<Own>({});
  const [state, setState] = useState<State>({ kind: "running", share: 0, paused: false });
  const [answer, setAnswer] = useState<{
    readonly question: Question;
    readonly found: Answer;
  } | null>(null);
  const [curves, setCurves] = useState<readonly Curve[]>([]);
  const [turn, setTurn] = useState(0);
  const running = useRef<Running<Answer> | null>(null);
  const key = JSON.stringify([own.values, how.values, turn]);

  useEffect(() => {
    let current = true;
    setState({ kind: "running", share: 0, paused: false });
    const late = setTimeout(() => {
      setCurves([]);
      const { effort, seed, plant } = how.values;
      const question: Question = {
        id,
        given: changedOf(table, own.values),
        effort: effort as "quick" | "thorough",
        seed,
        own: files,
        plant: plant === "none" ? null : plant,
      };
      const run = studies.call("run", question, {
        onReport: (news) => {
          if (!current) return;
          if (news.kind === "sample") setCurves((all) => withSample(all, news.sample));
          else setState((now) => (now.kind === "running" ? { ...now, share: news.share } : now));
        },
      });
      running.current = run;
      run.result.then(
        (found) => {
          if (!current) return;
          setAnswer({ question, found });
          setState({ kind: "done" });
        },
        (error: Error) => {
          if (current)
            setState(
              isStopped(error) ? { kind: "stopped" } : { kind: "failed", message: error.message },
            );
        },
      );
    }, QUIET);
    return () => {
      current = false;
      clearTimeout(late);
      running.current?.stop();
    };
  }, [key, files]);

  const pause = () => {
    if (state.kind !== "running") return;
    running.current?.pause(!state.paused);
    setState({ ...state, paused: !state.paused });
  };
  return (
    <>
      <div class="panel">
        <Controls table={table} parameters={own} />
        <Controls
          table={runs}
          parameters={{ ...how, problem: null }}
          say={(word) => t.effort[word] ?? (word === "none" ? t.noError : errors[word])}
        />
        <OwnFiles uses={uses} onChange={setFiles} />
        <p class="choices">
          {state.kind === "running" ? (
            <>
              <button type="button" onClick={() => running.current?.stop()}>
                {t.stop}
              </button>
              {curves.length > 0 && (
                <button type="button" aria-pressed={state.paused} onClick={pause}>
                  {state.paused ? t.resume : t.pause}
                </button>
              )}
              <progress aria-label={t.running} value={state.share} />
            </>
          ) : (
            <button type="button" class="main" onClick={() => setTurn((n) => n + 1)}>
              {t.again}
            </button>
          )}
        </p>
      </div>
      <div aria-live="polite">
        {state.kind === "failed" && (
          <p role="alert">
            <Refusal of={state.message} />
          </p>
        )}
        {state.kind === "stopped" && <p>{t.stopped}</p>}
      </div>
      {curves.length > 0 && <LiveCurves curves={curves} words={description.words} />}
      {answer && (
        <>
          <ToldStudy
            answer={answer.found}
            stale={state.kind === "running"}
            onTakeOut={() => how.set({ plant: "none" })}
          />
          <SaveRun question={answer.question} answer={answer.found} />
        </>
      )}
    </>
  );
}
