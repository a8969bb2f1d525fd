/** Every study, live: the list, and one of them. */
import titles from "virtual:study-titles";
import { Refusal } from "../../parts/refusal.tsx";
import { linkTo } from "../../state/address.ts";
import { language } from "../../state/language.ts";
import { problemOfAddress } from "../../state/parameters.ts";
import { shellWords } from "../../words/shell.ts";
import type { PageProps } from "../pages.ts";
import type { StudyId } from "./jobs.ts";
import { StudyPage } from "./study.tsx";
import { studyWords } from "./words.ts";

export default function Studies({ rest }: PageProps) {
  const t = studyWords();
  const at = titles.findIndex(({ id }) => id === rest);
  const problem = problemOfAddress();
  if (at >= 0) {
    const { id, title } = titles[at];
    return (
      <StudyPage
        key={id}
        id={id as StudyId}
        title={title[language.value]}
        before={titles[at - 1]?.id}
        behind={titles[at + 1]?.id}
      />
    );
  }
  return (
    <>
      <h1>{shellWords().studies}</h1>
      <p>{t.about}</p>
      {(rest !== "" || problem !== null) && (
        <p role="alert">
          <Refusal of={rest === "" ? (problem ?? "") : t.missing(rest)} />
        </p>
      )}
      {[...new Set(titles.map(({ id }) => id.split("-")[0]))].map((section) => (
        <section key={section}>
          <h2>{section}</h2>
          <ul class="studies">
            {titles
              .filter(({ id }) => id.startsWith(`${section}-`))
              .map(({ id, title }) => (
                <li key={id}>
                  <a href={linkTo(`studies/${id}`)}>
                    <b>{id}</b> {title[language.value]}
                  </a>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}
