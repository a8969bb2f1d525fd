/** Every term, in both languages, with what it means in the language of now. */
import { GLOSSARY, LANGUAGES } from "@convoke/studies";
import { Refusal } from "../../parts/refusal.tsx";
import { language } from "../../state/language.ts";
import { problemOfAddress } from "../../state/parameters.ts";
import { shellWords } from "../../words/shell.ts";

export default function Glossary() {
  const now = language.value;
  const other = LANGUAGES.find((one) => one !== now)!;
  const terms = [...GLOSSARY].sort((a, b) => a[now].localeCompare(b[now], now));
  const problem = problemOfAddress();
  return (
    <>
      <h1>{shellWords().glossary}</h1>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      <dl class="glossary">
        {terms.map((term) => (
          <div key={term.en}>
            <dt>
              {term[now]} <i lang={other === "zh" ? "zh-Hans" : "en"}>{term[other]}</i>
            </dt>
            <dd>{term.meaning[now]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
