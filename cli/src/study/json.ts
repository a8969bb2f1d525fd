/** A run as plain data: everything that was found, in the words of one language. */
import { type Language, type Ran, type Study, tell } from "@convoke/studies/model";

export function jsonOf(study: Study, ran: Ran, language: Language) {
  const { title, claim, statements, boundary } = tell(study, ran, language);
  return {
    id: ran.id,
    slug: ran.slug,
    title,
    claim,
    verdict: ran.verdict.kind,
    parameters: ran.values,
    planted: ran.planted,
    facts: ran.findings.facts,
    statements: statements.map(({ key, by, cases, failures, sentence, counterexample }) => ({
      key,
      by,
      sentence,
      cases,
      failures,
      counterexample,
    })),
    steps: ran.findings.steps.map(({ key, facts, exhibits }) => ({
      key,
      facts: facts ?? {},
      exhibits: exhibits.map((e) =>
        e.kind === "sound"
          ? { kind: e.kind, name: e.name, rate: e.rate, samples: e.samples.length }
          : e.kind === "picture"
            ? { kind: e.kind, name: e.name, rows: e.rows, columns: e.columns, channels: e.channels }
            : e,
      ),
    })),
    boundary,
  };
}
