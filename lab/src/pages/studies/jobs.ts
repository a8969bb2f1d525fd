/** Studies in a worker: described, and run with the visitor's own data. */
import { STUDY_LOADERS, type StudyId } from "@convoke/studies/catalogue";
import {
  type Context,
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
  readonly parameters: Parameters;
  readonly uses: readonly ("image" | "sound" | "sentences")[];
}

async function describe(id: StudyId): Promise<Description> {
  const { parameters, text } = await load(id);
  const words = { en: text.en.words, zh: text.zh.words };
  return { words, parameters, uses: STUDY_LOADERS[id].uses };
}

export interface Question {
  readonly id: StudyId;
  /** What differs from the standard values. */
  readonly given: Given;
  readonly effort: Context["effort"];
  readonly seed: number;
  readonly own: Own;
}

export interface Answer {
  readonly verdict: VerdictKind;
  readonly told: Readonly<Record<Language, Told>>;
}

export type News =
  | { readonly kind: "share"; readonly share: number }
  | { readonly kind: "sample"; readonly sample: Sample };

async function run(question: Question, { report, signal, turn }: Call<News>): Promise<Answer> {
  const { id, given, effort, seed, own } = question;
  const study = await load(id);
  const ran = await runStudy(study, given, {
    effort,
    seed,
    data: dataFor(own),
    signal,
    onProgress: (share) => report({ kind: "share", share }),
    onSample: async (sample) => {
      report({ kind: "sample", sample });
      await turn();
    },
  });
  const told = Object.fromEntries(LANGUAGES.map((one) => [one, tell(study, ran, one)]));
  return { verdict: ran.verdict.kind, told: told as Answer["told"] };
}

export const jobs = { describe, run };
serve(jobs);
