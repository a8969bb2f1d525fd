/** A study that was run: evidence, verdict, and all its text with the numbers in it. */

import type { Exhibit } from "./exhibit.ts";
import { type Facts, filled, shown } from "./facts.ts";
import type { Language } from "./language.ts";
import { type Given, type Parameters, readParameters } from "./parameters.ts";
import type { Statement } from "./statement.ts";
import { stoppable } from "./stoppable.ts";
import type { Context, Findings, Study, StudyText } from "./study.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export interface Ran {
  readonly id: string;
  readonly slug: string;
  readonly values: Readonly<Record<string, number | string>>;
  readonly findings: Findings;
  readonly verdict: Verdict;
}

/**
 * Runs a study.
 *
 * @param subject replaces parts of what the study examines: for tests that plant errors.
 * @throws OptionError for parameters that the study does not have or allow; StoppedError when the
 *   context's signal comes before the end.
 */
export async function runStudy<P extends Parameters, S extends object>(
  study: Study<P, S>,
  given: Given,
  context: Context,
  subject: Partial<S> = {},
): Promise<Ran> {
  const values = readParameters(study.parameters, given);
  const run = stoppable(study.id, context, { ...study.subject, ...subject });
  const findings = await study.run(values, run.context, run.subject);
  const { id, slug } = study;
  return { id, slug, values, findings, verdict: verdictOf(findings.statements) };
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
  readonly boundary: string;
  readonly words: Readonly<Record<string, string>>;
}

export function tell(study: Study, { findings }: Ran, language: Language): Told {
  const text: StudyText = study.text[language];
  const { facts } = findings;
  const fill = (one: string, more: Facts = {}) => filled(one, { ...facts, ...more });
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
      refutedBy: Object.entries(one.counterexample ?? {})
        .map(
          ([name, value]) =>
            `${text.words[name] ?? name} ${text.words[`${value}`] ?? shown(value)}`,
        )
        .join(language === "zh" ? "，" : ", "),
    })),
    boundary: fill(text.boundary),
    words: Object.fromEntries(Object.entries(text.words).map(([k, v]) => [k, fill(v)])),
  };
}
