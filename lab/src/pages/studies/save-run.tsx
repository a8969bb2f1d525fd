/** What can be taken along of a run, and the same run on the command line. */
import { Prose } from "../../parts/prose.tsx";
import { SaveMenu } from "../../parts/save-menu.tsx";
import { language } from "../../state/language.ts";
import type { Answer, Question } from "./jobs.ts";
import { exhibitSavings, runSaving } from "./saving.ts";
import { studyWords } from "./words.ts";

export function SaveRun({
  question,
  answer,
}: {
  readonly question: Question;
  readonly answer: Answer;
}) {
  const t = studyWords();
  const told = answer.told[language.value];
  const exhibits = told.steps.flatMap((step) => step.exhibits);
  return (
    <details class="take">
      <summary>{t.take}</summary>
      <SaveMenu label={t.wholeRun} items={[runSaving(question, answer, language.value)]} />
      {exhibits.map((exhibit) => {
        const items = exhibitSavings(question.id, exhibit);
        const name = told.words[exhibit.name] ?? exhibit.name;
        return (
          items.length > 0 && (
            <div key={exhibit.name}>
              <Prose text={name} /> <SaveMenu label={t.as} items={items} />
            </div>
          )
        );
      })}
      <p>
        {t.command}
        <br />
        <code>{commandOf(question, language.value)}</code>
      </p>
    </details>
  );
}

/** As a shell reads it: what a visitor changed, and nothing else; own files have names of their own. */
function commandOf({ id, given, effort, seed, plant }: Question, lang: string): string {
  const words = Object.entries(given).map(([name, value]) => `--param '${name}=${value}'`);
  if (effort === "thorough") words.push("--thorough");
  if (plant !== null) words.push(`--plant ${plant}`);
  if (seed !== 1) words.push(`--seed ${seed}`);
  return ["npm run convoke -- study", id, `--lang ${lang}`, ...words].join(" ");
}
