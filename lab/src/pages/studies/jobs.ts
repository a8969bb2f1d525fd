/** Studies in a worker: described, and run with the visitor's own data. */
import { STUDY_LOADERS, type StudyId } from "@convoke/studies/catalogue";
import {
  type Context,
  fallen,
  type Given,
  LANGUAGES,
  type Language,
  type Parameters,
  runStudy,
  type Sample,
  type Study,
  type Told,
  tell,
  type VerdictKind,
} from "@convoke/studies/model";
import { type Call, serve } from "../../engine/serve.ts";
import { dataFor, type Own } from "./data.ts";

export type { StudyId };

const load = (id: StudyId): Promise<Study> => STUDY_LOADERS[id].load();

export interface Description {
  /** Words of its texts: names of what is drawn while it runs. */
  readonly words: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  /** What each error that can be planted says. */
  readonly errors: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  readonly parameters: Parameters;
  readonly uses: readonly ("image" | "sound" | "sentences")[];
}

async function describe(id: StudyId): Promise<Description> {
  const { parameters, text } = await load(id);
  const words = { en: text.en.words, zh: text.zh.words };
  const errors = { en: text.en.errors, zh: text.zh.errors };
  return { words, errors, parameters, uses: STUDY_LOADERS[id].uses };
}

export interface Question {
  readonly id: StudyId;
  /** What differs from the standard values. */
  readonly given: Given;
  readonly effort: Context["effort"];
  readonly seed: number;
  readonly own: Own;
  /** Name of an error to plant. */
  readonly plant: string | null;
}

export interface Answer {
  readonly verdict: VerdictKind;
  readonly told: Readonly<Record<Language, Told>>;
  /** With an error planted: beside the same run without it. */
  readonly planted: {
    readonly before: VerdictKind;
    /** Keys of statements. */
    readonly fallen: readonly string[];
  } | null;
}

export type News =
  | { readonly kind: "share"; readonly share: number }
  | { readonly kind: "sample"; readonly sample: Sample };

async function run(question: Question, { report, signal, turn }: Call<News>): Promise<Answer> {
  const { id, given, effort, seed, own, plant } = question;
  const study = await load(id);
  const data = dataFor(own);
  const part = (from: number, to: number): Context => ({
    ...{ effort, seed, data, signal },
    onProgress: (share) => report({ kind: "share", share: from + (to - from) * share }),
  });
  const plain = plant === null ? null : await runStudy(study, given, part(0, 0.5));
  const drawn: Context = {
    ...part(plain ? 0.5 : 0, 1),
    onSample: async (sample) => {
      report({ kind: "sample", sample });
      await turn();
    },
  };
  const ran = await runStudy(study, given, drawn, { plant: plant ?? undefined });
  const told = Object.fromEntries(LANGUAGES.map((one) => [one, tell(study, ran, one)]));
  const planted = plain && {
    before: plain.verdict.kind,
    fallen: fallen(plain.findings.statements, ran.findings.statements),
  };
  return { verdict: ran.verdict.kind, told: told as Answer["told"], planted };
}

export const jobs = { describe, run };
serve(jobs);
