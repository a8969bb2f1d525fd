/** A study that was run: evidence, verdict, and all its text with the numbers in it. */

import type { Exhibit } from "./exhibit.ts";
import { type Fact, type Facts, filled, shown } from "./facts.ts";
import type { Language } from "./language.ts";
import { type Given, type Parameters, readParameters } from "./parameters.ts";
import { planted } from "./planted.ts";
import type { Statement } from "./statement.ts";
import { stoppable } from "./stoppable.ts";
import type { Context, Findings, Study, StudyText } from "./study.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export interface Ran {
  readonly id: string;
  readonly slug: string;
  readonly values: Readonly<Record<string, number | string>>;
  /** Name of the error that was planted. */
  readonly planted: string | null;
  readonly findings: Findings;
  readonly verdict: Verdict;
}

export interface RunOptions<S extends object> {
  /** Name of an error of the study, to be planted in its subject. */
  readonly plant?: string | undefined;
  /** Parts of the subject to run with instead, the error planted in them. */
  readonly subject?: Partial<S>;
}

/**
 * Runs a study.
 *
 * @throws OptionError for parameters that the study does not have or allow, and for errors that it does
 *   not have; StoppedError when the context's signal comes before the end.
 */
export async function runStudy<P extends Parameters, S extends object>(
  study: Study<P, S>,
  given: Given,
  context: Context,
  { plant, subject = {} }: RunOptions<S> = {},
): Promise<Ran> {
  const { id, slug, errors } = study;
  const values = readParameters(study.parameters, given);
  const right = { ...study.subject, ...subject };
  const examined = plant === undefined ? right : planted(id, right, errors, plant);
  const run = stoppable(id, context, examined);
  const findings = await study.run(values, run.context, run.subject);
  const verdict = verdictOf(findings.statements);
  return { id, slug, values, planted: plant ?? null, findings, verdict };
}

/** The text of a run, ready to be shown. */
export interface Told {
  readonly title: string;
  readonly claim: string;
  readonly why: readonly string[];
  readonly steps: readonly {
    readonly title: string;
    readonly text: string;
    readonly exhibits: readonly Exhibit[];
  }[];
  readonly statements: readonly (Statement & {
    readonly sentence: string;
    /** `rows 3, kernel 1 -1`; empty where nothing failed. */
    readonly refutedBy: string;
  })[];
  /** The error that was planted; null where there is none. */
  readonly planted: string | null;
  readonly boundary: string;
  readonly words: Readonly<Record<string, string>>;
}

export function tell(study: Study, { findings, planted: error }: Ran, language: Language): Told {
  const text: StudyText = study.text[language];
  const { facts } = findings;
  const fill = (one: string, more: Facts = {}) =>
    filled(one, listed({ ...facts, ...more }, language));
  return {
    title: fill(text.title),
    claim: fill(text.claim),
    why: text.why.map((paragraph) => fill(paragraph)),
    steps: findings.steps.map((step) => ({
      title: fill(text.steps[step.key].title, step.facts),
      text: fill(text.steps[step.key].text, step.facts),
      exhibits: step.exhibits,
    })),
    statements: findings.statements.map((one) => ({
      ...one,
      sentence: fill(text.statements[one.key]),
      refutedBy: Object.entries(listed(one.counterexample ?? {}, language))
        .map(
          ([name, value]) =>
            `${text.words[name] ?? name} ${text.words[`${value}`] ?? shown(value)}`,
        )
        .join(language === "zh" ? "，" : ", "),
    })),
    planted: error === null ? null : fill(text.errors[error]),
    boundary: fill(text.boundary),
    words: Object.fromEntries(Object.entries(text.words).map(([k, v]) => [k, fill(v)])),
  };
}

/** Items in a row, `1, 2, 4`: Chinese has a comma of its own for them. `[1, 3]` and `(1, 3)` are one. */
function listed(facts: Facts, language: Language): Facts {
  if (language === "en") return facts;
  const inChinese = (fact: Fact) =>
    typeof fact === "string" && /^[^\s,[(][^\s,]*(, [^\s,]+)+$/.test(fact)
      ? fact.replaceAll(", ", "、")
      : fact;
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, inChinese(fact)]));
}
