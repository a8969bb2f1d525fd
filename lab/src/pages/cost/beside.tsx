/** The layer beside the pinned one: exact quotients, the four that matter most in large. */
import { grouped, inBytes, inThousands } from "@convoke/studies/words";
import { type ElementType, FIGURES, type Figure, ratioText } from "convoke/cost";
import { useWork } from "../../engine/work.ts";
import { Details } from "../../parts/details.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { Table } from "../../parts/table.tsx";
import { timesText } from "../../parts/times-text.ts";
import { colon } from "../../state/language.ts";
import { cost } from "./calls.ts";
import { costPageWords } from "./words.ts";

const LARGE = ["multiplications", "flops", "parameters", "activationBytes"] as const;

export const figureText = (figure: Figure, value: number): string =>
  figure.endsWith("Bytes") ? inBytes(value) : inThousands(value);

export function Beside(props: {
  readonly layer: string;
  readonly pinned: string;
  readonly dtype: ElementType;
  readonly onSet: (given: { readonly layer?: string; readonly pinned?: string }) => void;
}) {
  const t = costPageWords();
  const { layer, pinned, dtype, onSet } = props;
  const { value, problem } = useWork(`${layer} ${pinned} ${dtype}`, () =>
    cost.call("compare", { layer, pinned, dtype }),
  );
  return (
    <section>
      <h2>{t.beside}</h2>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      <p class="choices wrapping">
        <span>
          {t.pinned}
          {colon()}
          <code>{pinned}</code>
        </span>
        <button type="button" disabled={layer === pinned} onClick={() => onSet({ pinned: layer })}>
          {t.pin}
        </button>
        <button type="button" disabled={layer === pinned} onClick={() => onSet({ layer: pinned })}>
          {t.back}
        </button>
      </p>
      {value && (
        <>
          <dl class="large" aria-live="polite">
            {LARGE.map((figure) => (
              <div key={figure}>
                <dt>{t.figure[figure]}</dt>
                <dd>
                  <strong>{timesText(value.ratios[figure])}</strong>
                  {figureText(figure, value.figures.after[figure])}
                </dd>
              </div>
            ))}
          </dl>
          <Details summary={t.all}>
            {() => (
              <Table
                name={t.beside}
                head={["", t.pinned, t.now, t.quotient]}
                rows={FIGURES.map((figure) => [
                  t.figure[figure],
                  grouped(value.figures.before[figure]),
                  grouped(value.figures.after[figure]),
                  value.ratios[figure].under === 0 ? "–" : ratioText(value.ratios[figure]),
                ])}
              />
            )}
          </Details>
        </>
      )}
    </section>
  );
}
