/** What a study says, in the language of now, with its exhibits. */

import type { Told } from "@convoke/studies/model";
import { Prose } from "../../parts/prose.tsx";
import { colon, language } from "../../state/language.ts";
import { termsIn } from "../../words/terms.ts";
import { ExhibitFigure } from "./exhibits.tsx";
import type { Answer } from "./jobs.ts";
import { studyWords } from "./words.ts";

interface Props {
  readonly answer: Answer;
  readonly stale: boolean;
  /** Runs without the error that is planted. */
  readonly onTakeOut: () => void;
}

export function ToldStudy({ answer, stale, onTakeOut }: Props) {
  const t = studyWords();
  const told = answer.told[language.value];
  // In the order in which they are read.
  const texts = [told.claim, ...told.why, ...told.steps.map(({ text }) => text)];
  const terms = termsIn(texts, language.value);
  const [ofClaim, ...others] = terms;
  const fell = (key: string) => answer.planted?.fallen.includes(key) === true;
  return (
    <article class={stale ? "told stale" : "told"} aria-busy={stale}>
      <p class="claim">
        <Prose text={told.claim} terms={ofClaim} />
      </p>
      <div class={`verdict ${answer.verdict}`} role="status">
        <p>
          <strong>
            {t.verdict}
            {colon()}
            {t.verdicts[answer.verdict]}
          </strong>
        </p>
        {answer.planted && <Planted told={told} planted={answer.planted} onTakeOut={onTakeOut} />}
        <p>
          <b>
            {t.breaks}
            {colon()}
          </b>
          <Prose text={told.boundary} />
        </p>
      </div>
      <h2>{t.why}</h2>
      {told.why.map((paragraph, i) => (
        <p key={`${i}`}>
          <Prose text={paragraph} terms={others[i]} />
        </p>
      ))}
      {told.steps.map(({ title, text, exhibits }, i) => (
        <section key={`${i}`}>
          <h2>
            <Prose text={title} />
          </h2>
          <p>
            <Prose text={text} terms={others[told.why.length + i]} />
          </p>
          <div class="row">
            {exhibits.map((exhibit) => (
              <ExhibitFigure key={exhibit.name} exhibit={exhibit} told={told} />
            ))}
          </div>
        </section>
      ))}
      <h2>{t.evidence}</h2>
      <div class="scroll">
        <table class="facts">
          <tbody>
            {told.statements.map(({ key, by, sentence, cases, failures, refutedBy }) => (
              <tr key={key} class={fell(key) ? "fallen" : undefined}>
                <td>
                  <span class={failures === 0 ? "good" : "bad"}>{failures === 0 ? "✓" : "✗"}</span>
                </td>
                <td>
                  {t.by[by]}
                  {fell(key) && (
                    <>
                      <br />
                      <small>{t.fell}</small>
                    </>
                  )}
                </td>
                <td>
                  <Prose text={sentence} />
                  {refutedBy !== "" && (
                    <>
                      <br />
                      <small>
                        {t.counterexample}
                        {colon()}
                        {refutedBy}
                      </small>
                    </>
                  )}
                </td>
                <td class="number">{t.cases(cases - failures, cases)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </article>
  );
}

interface PlantedProps {
  readonly told: Told;
  readonly planted: NonNullable<Answer["planted"]>;
  readonly onTakeOut: () => void;
}

/** Which error is in what the study examines, what it brings down, and the way back. */
function Planted({ told, planted: { before, fallen }, onTakeOut }: PlantedProps) {
  const t = studyWords();
  return (
    <>
      <p>
        <b>
          {t.planted}
          {colon()}
        </b>
        {told.planted} {t.without(t.verdicts[before])}
      </p>
      <p>{t.brought(fallen.length)}</p>
      <ul>
        {told.statements
          .filter(({ key }) => fallen.includes(key))
          .map(({ key, sentence }) => (
            <li key={key}>
              <Prose text={sentence} />
            </li>
          ))}
      </ul>
      <p>
        <button type="button" onClick={onTakeOut}>
          {t.takeOut}
        </button>
      </p>
    </>
  );
}
