/** What was computed, how and why: the plan, its exact cost, the times. */
import { grouped } from "@convoke/studies/words";
import { useEffect, useState } from "preact/hooks";
import { isStopped } from "../../engine/connect.ts";
import { Refusal } from "../../parts/refusal.tsx";
import { shellWords } from "../../words/shell.ts";
import { darkroom } from "./filter/calls.ts";
import type { Setting } from "./filter/filters.ts";
import type { jobs } from "./filter/jobs.ts";
import { type Picture, RUNS, type Timed } from "./use-darkroom.ts";
import { homeWords } from "./words.ts";

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const short = (value: number): string => `${Number(value.toPrecision(3))}`;

/** Milliseconds for all pixels, and megapixels a second, of the runs that filtered all. */
export function speedOf(runs: readonly Timed[], { width, height }: Picture) {
  const perPixel = medianOf(
    runs.flatMap(({ filtering, pixels, again }) =>
      again.length > 0 ? again.map((ms) => ms / (width * height)) : [filtering / pixels],
    ),
  );
  return perPixel === 0
    ? null
    : { ms: short(perPixel * width * height), rate: short(1 / perPixel / 1000) };
}

/** One line, always in sight. */
export function Status({
  runs,
  picture,
}: {
  readonly runs: readonly Timed[];
  readonly picture: Picture;
}) {
  const t = homeWords();
  const speed = speedOf(runs, picture);
  const threads = runs.at(-1)?.threads;
  if (!speed || threads === undefined) return null;
  const size = `${picture.width} × ${picture.height}`;
  return (
    <p class="status-line">{t.status(size, speed.ms, speed.rate, shellWords().threads(threads))}</p>
  );
}

interface Props {
  readonly setting: Setting;
  readonly picture: Picture;
  readonly runs: readonly Timed[];
}

type Explained = Awaited<ReturnType<(typeof jobs)["explain"]>>;

/** Milliseconds without a change before the plan is asked for: counting takes a moment. */
const QUIET = 250;

export function Details({ setting, picture, runs }: Props) {
  const t = homeWords();
  const [open, setOpen] = useState(false);
  const [plan, setPlan] = useState<(Explained & { readonly numbers: number }) | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const key = JSON.stringify([setting, picture.width, picture.height]);
  const numbers = picture.width * picture.height * (setting.gray ? 1 : 3);
  useEffect(() => {
    if (!open) return;
    let stop = () => {};
    const late = setTimeout(() => {
      const run = darkroom.call("explain", setting);
      stop = run.stop;
      run.result.then(
        (explained) => {
          setPlan({ ...explained, numbers });
          setProblem(null);
        },
        (error: Error) => {
          if (!isStopped(error)) setProblem(error.message);
        },
      );
    }, QUIET);
    return () => {
      clearTimeout(late);
      stop();
    };
  }, [open, key]);

  const taps = setting.kernel.rows * setting.kernel.columns;
  const times = [
    [t.timing.latency, medianOf(runs.map(({ waited }) => waited))],
    [t.timing.compiling, medianOf(runs.map(({ compiling }) => compiling))],
    [t.timing.filtering, medianOf(runs.flatMap(({ again }) => again))],
  ] as const;
  return (
    <details class="details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.details}</summary>
      <h3>{t.plan}</h3>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {plan && <Candidates plan={plan} />}
      <p class="hint">{t.bands}</p>
      <h3>{t.exactCost}</h3>
      <div class="scroll">
        <table class="costs">
          <thead>
            <tr>
              <td />
              <th scope="col">{t.multiplications}</th>
              <th scope="col">{t.additions}</th>
              <th scope="col">{t.allMultiplications}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t.written}</th>
              <td>{taps}</td>
              <td>{taps - 1}</td>
              <td>{grouped(taps * numbers)}</td>
            </tr>
            {plan && (
              <tr>
                <th scope="row">{t.counted}</th>
                <td>{short(plan.multiplications / plan.numbers)}</td>
                <td>{short(plan.additions / plan.numbers)}</td>
                <td>{grouped(plan.multiplications)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <h3>{t.runs}</h3>
      <table class="costs">
        <caption>{t.median(Math.min(RUNS, runs.length))}</caption>
        <tbody>
          {times.map(([name, ms]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{t.ms(short(ms))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Who was asked, what each would take, and why not. */
function Candidates({ plan }: { readonly plan: Explained }) {
  const t = homeWords();
  return (
    <div class="scroll">
      <p>{t.planned(plan.algorithm, shellWords().threads(plan.threads), plan.exact, plan.off)}</p>
      <table class="costs">
        <tbody>
          {plan.candidates.map(({ algorithm, refusal, milliseconds }, place) => (
            <tr key={algorithm}>
              <th scope="row">{algorithm}</th>
              <td>{refusal !== null ? t.refused : place === 0 ? t.chosen : t.beaten}</td>
              <td class="why">
                {refusal === null ? t.about(short(milliseconds ?? 0)) : <Refusal of={refusal} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
