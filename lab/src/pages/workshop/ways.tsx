/** What each way to compute the kernel is made of, how far off it is, and what it would save. */
import {
  inDigits,
  inPercent,
  inSeconds,
  valuesLine,
  WORKSHOP_WORDS,
  wayError,
  wayTitle,
} from "@convoke/studies/words";
import type { MeasuredChains, Price, Way } from "convoke/workshop";
import { useEffect, useRef, useState } from "preact/hooks";
import { Refusal } from "../../parts/refusal.tsx";
import { language } from "../../state/language.ts";
import { factoring } from "./calls.ts";
import type { Factored } from "./jobs.ts";
import { workshopWords } from "./words.ts";

export function Ways({ factored }: { readonly factored: Factored }) {
  const t = workshopWords();
  const w = WORKSHOP_WORDS[language.value];
  const { findings, whole, prices, image } = factored;
  const [measured, setMeasured] = useState<MeasuredChains | null>(null);
  const [state, setState] = useState<"idle" | "busy" | string>("idle");
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);
  const measure = () => {
    setState("busy");
    const chains = findings.ways.map(({ layers }) => layers);
    const run = factoring.call("measure", { whole: findings.kernel, chains, image });
    stop.current = run.stop;
    run.result.then(
      (found) => {
        setMeasured(found);
        setState("idle");
      },
      (error: Error) => setState(error.message),
    );
  };
  const rows: readonly { readonly way: Way | null; readonly price: Price }[] = [
    { way: null, price: whole },
    ...findings.ways.map((way, i) => ({ way, price: prices[i] })),
  ];
  const timeOf = (i: number) =>
    measured && (i === 0 ? measured.whole : measured.chains[i - 1]).milliseconds;
  return (
    <section>
      <h2>{t.ways}</h2>
      <div class="scroll">
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{w.way}</th>
              <th scope="col">{w.error}</th>
              <th scope="col">{w.multiplications}</th>
              <th scope="col">{t.saves}</th>
              <th scope="col">{w.parameters}</th>
              {measured && <th scope="col">{w.time}</th>}
              {measured && <th scope="col">{w.ratio}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ way, price }, i) => {
              const time = timeOf(i);
              return (
                <tr key={way?.key ?? ""}>
                  <th scope="row">{way ? wayTitle(way, w) : w.asItIs}</th>
                  <td>{way && wayError(way, w)}</td>
                  <td>{inDigits(price.perOutput, 5)}</td>
                  <td>{way && savedBy(price, whole, w.noSaving)}</td>
                  <td>{price.parameters}</td>
                  {measured && <td>{time !== null && inSeconds(time)}</td>}
                  {measured && time !== null && (
                    <td>{i > 0 && inDigits(time / measured.whole.milliseconds, 3)}</td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="hint">{t.waysNote(image.join("×"))}</p>
      <p class="controls">
        <button type="button" disabled={state === "busy"} onClick={measure}>
          {state === "busy" ? t.working : t.measure}
        </button>
      </p>
      {state !== "idle" && state !== "busy" && (
        <p role="alert">
          <Refusal of={state} />
        </p>
      )}
      {measured && <p class="hint">{t.measured}</p>}
      <dl class="ways">
        {findings.ways.map((way) => (
          <div key={way.key}>
            <dt>{wayTitle(way, w)}</dt>
            <dd>
              {way.kernels?.map((list, i) => (
                <code key={`${i}`}>
                  {i > 0 && "+ "}
                  {list.map(valuesLine).join(" ∗ ")}
                </code>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const savedBy = (price: Price, whole: Price, nothing: string): string => {
  const share = 1 - price.multiplications / whole.multiplications;
  return share > 0 ? inPercent(share) : nothing;
};
