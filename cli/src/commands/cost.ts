/** `convoke cost`: what a layer costs, exactly. */

import { COST_WORDS } from "@convoke/studies/words";
import { ELEMENT_TYPES, type ElementType } from "convoke/cost";
import { costCsv } from "../cost/csv.ts";
import { questionsOf } from "../cost/questions.ts";
import { costReport } from "../cost/report.ts";
import { costText } from "../cost/text.ts";
import { Failure } from "../failure.ts";
import type { Language } from "../strings.ts";
import { statusLine } from "../terminal/status.ts";
import { whole } from "./filter-options.ts";

export interface RawCostOptions {
  readonly batch?: string;
  readonly dtype: ElementType;
  readonly backward?: boolean;
  readonly algorithms?: boolean;
  readonly whatIf?: readonly string[];
  readonly measure?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
  /** False for `--no-wide`. */
  readonly wide: boolean;
}

export const DTYPES: readonly string[] = ELEMENT_TYPES;

export async function cost(
  descriptor: string,
  raw: RawCostOptions,
  language: Language,
): Promise<void> {
  if (raw.json && raw.csv)
    throw new Failure("usage", "expected --json or --csv, not both: one report is printed");
  const questions = questionsOf(raw.whatIf ?? []);
  const status = statusLine({ quiet: raw.json || raw.csv });
  const report = await costReport(descriptor, {
    batch: raw.batch === undefined ? null : whole("--batch", raw.batch, 1),
    dtype: raw.dtype,
    backward: raw.backward ?? false,
    // What is timed are algorithms, or what was asked besides: alone, --measure means the first.
    algorithms: raw.algorithms ?? (raw.measure === true && questions.length === 0),
    questions,
    wide: raw.wide,
    measure: raw.measure ?? false,
    onMeasure: (what) => status.show(() => `${COST_WORDS[language].measuring} ${what}`),
    onCount: (algorithm) => status.show(() => `${COST_WORDS[language].counting} ${algorithm}`),
  });
  status.clear();
  const text = raw.json
    ? JSON.stringify(report, withoutProblem, 2)
    : raw.csv
      ? costCsv(report)
      : costText(report, language);
  process.stdout.write(`${text}\n`);
}

/** A problem is what its descriptor says. */
const withoutProblem = (key: string, value: unknown): unknown =>
  key === "problem" ? undefined : value;
