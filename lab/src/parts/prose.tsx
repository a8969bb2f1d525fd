/** Sentences: TeX between dollars, and words that the glossary explains. */
import type { ComponentChild } from "preact";
import type { Place } from "../words/terms.ts";
import { Formula } from "./formula.tsx";
import { TermWord } from "./term.tsx";

interface Props {
  readonly text: string;
  /** Words of this text that are explained here, in order (`termsIn`). */
  readonly terms?: readonly Place[];
}

export function Prose({ text, terms = [] }: Props) {
  const parts: ComponentChild[] = [];
  let at = 0;
  for (const { term, from, to } of terms) {
    parts.push(...formulasIn(text.slice(at, from), at));
    parts.push(
      <TermWord key={`${from}`} term={term}>
        {text.slice(from, to)}
      </TermWord>,
    );
    at = to;
  }
  return (
    <>
      {parts}
      {formulasIn(text.slice(at), at)}
    </>
  );
}

const formulasIn = (text: string, key: number): ComponentChild[] =>
  text
    .split(/(\$[^$]+\$)/)
    .map((part, i) =>
      /^\$.*\$$/s.test(part) ? <Formula key={`${key}-${i}`} tex={part.slice(1, -1)} /> : part,
    );
