/** `convoke study`: lists the studies, runs one or all, shows them, writes pages. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { STUDY_LOADERS } from "@convoke/studies/catalogue";
import {
  type Context,
  type Given,
  type Language,
  type Ran,
  runStudy,
  type Study,
  tell,
} from "@convoke/studies/model";
import { ConvokeError, enableWideSimd } from "convoke";
import { EXIT_CODES, Failure, perhaps, quoted, reasonOf } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";
import type { Words } from "../strings.ts";
import { dataFor } from "../study/data.ts";
import { readHistory, remember } from "../study/history.ts";
import { pageOf } from "../study/html/page.ts";
import { jsonOf } from "../study/json.ts";
import { refuseUnused, refuseWithAll, refuseWithoutStudy } from "../study/refuse.ts";
import { terminalText } from "../study/terminal.ts";
import { verdictWord } from "../study/verdict.ts";
import { statusLine } from "../terminal/status.ts";
import { columns } from "../terminal/table.ts";
import { whole } from "./filter-options.ts";

export interface RawStudyOptions {
  readonly param?: readonly string[];
  /** Name of an error, or `list`. */
  readonly plant?: string;
  readonly image?: string;
  readonly sound?: string;
  readonly text?: string;
  readonly thorough?: boolean;
  readonly seed: string;
  readonly html?: string;
  readonly json?: boolean;
  readonly wide: boolean;
}

const ENTRIES = Object.entries(STUDY_LOADERS).map(([id, entry]) => ({ id, ...entry }));
type Entry = (typeof ENTRIES)[number];

const loaded = (entries: readonly Entry[]): Promise<Study[]> =>
  Promise.all(entries.map(({ load }) => load()));

export async function study(
  id: string | undefined,
  raw: RawStudyOptions,
  t: Words,
  language: Language,
): Promise<void> {
  if (id === undefined) {
    const { param, plant, image, sound, text, html, thorough } = raw;
    refuseWithoutStudy({ param, plant, image, sound, text, html, thorough });
    return await list(raw, t, language);
  }
  const all = id === "all";
  if (all) refuseWithAll(raw);
  const entries = all ? ENTRIES : [find(id)];
  if (!all) refuseUnused(raw, entries[0].id);
  const chosen = await loaded(entries);
  if (raw.plant === "list") return listErrors(chosen[0], raw, language);
  const given = Object.fromEntries((raw.param ?? []).map(pair));
  if (raw.html !== undefined && !all) await checkTarget(raw.html);
  if (raw.wide) await enableWideSimd();
  const status = statusLine({ quiet: raw.json });
  const context: Context = {
    effort: raw.thorough ? "thorough" : "quick",
    seed: whole("--seed", raw.seed, 0),
    data: dataFor(raw),
  };
  const done: { one: Study; ran: Ran; seconds: number }[] = [];
  for (const [i, one] of chosen.entries()) {
    const place = all ? `${i + 1}/${chosen.length} ` : "";
    const onProgress = (share: number): void =>
      status.show(
        () => `${place}${one.id} ${one.text[language].title} ${Math.floor(100 * share)} %`,
      );
    onProgress(0);
    const began = performance.now();
    const ran = await run(one, given, { ...context, onProgress }, raw.plant);
    status.clear();
    done.push({ one, ran, seconds: (performance.now() - began) / 1000 });
  }
  // A study with an error in it says nothing of the study.
  if (raw.plant === undefined)
    await remember(
      done.map(({ ran: { id: name, verdict } }) => ({ id: name, verdict: verdict.kind })),
    );
  if (raw.html !== undefined) await writePages(raw.html, all, done, t, language);
  if (raw.json) {
    const reports = done.map(({ one, ran, seconds }) => ({
      ...jsonOf(one, ran, language),
      seconds,
    }));
    process.stdout.write(`${JSON.stringify(all ? reports : reports[0], null, 2)}\n`);
  } else if (all) {
    const rows = done.map(({ one, ran, seconds }) => [
      one.id,
      tell(one, ran, language).title,
      verdictWord(ran.verdict.kind, t),
      `${seconds.toFixed(1)} s`,
    ]);
    process.stdout.write(`${columns(rows, ["left", "left", "left", "right"], "")}\n`);
  } else {
    const [{ one, ran }] = done;
    const text = terminalText(tell(one, ran, language), verdictWord(ran.verdict.kind, t), t);
    process.stdout.write(`${text}\n`);
  }
  if (raw.plant !== undefined || done.some(({ ran }) => ran.verdict.kind === "broken"))
    process.exitCode = EXIT_CODES.verification;
}

async function list({ json }: RawStudyOptions, t: Words, language: Language): Promise<void> {
  const [studies, history] = [await loaded(ENTRIES), await readHistory()];
  if (json) {
    const entries = studies.map(({ id, slug, parameters, text }) => ({
      id,
      slug,
      title: text[language].title,
      claim: text[language].claim,
      parameters,
      last: history[id] ?? null,
    }));
    process.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
    return;
  }
  const rows = studies.map(({ id, slug, text }) => {
    return [`${id} ${slug}`, text[language].title, verdictWord(history[id]?.verdict, t)];
  });
  const head = [t.studyHead, t.titleHead, t.lastVerdict];
  process.stdout.write(`${columns([head, ...rows], ["left"], "")}\n\n${t.studyHint}\n`);
}

/** The errors that can be planted in a study: names, and what each says. */
function listErrors(one: Study, { json }: RawStudyOptions, language: Language): void {
  const { errors } = one.text[language];
  const rows = Object.entries(errors);
  const text = json ? JSON.stringify(errors, null, 2) : columns(rows, ["left"], "");
  process.stdout.write(`${text}\n`);
}

async function run(
  one: Study,
  given: Given,
  context: Context,
  plant: string | undefined,
): Promise<Ran> {
  try {
    return await runStudy(one, given, context, { plant });
  } catch (error) {
    if (error instanceof ConvokeError) throw new Failure("usage", error.message);
    throw error;
  }
}

async function writePages(
  target: string,
  all: boolean,
  done: readonly { one: Study; ran: Ran }[],
  t: Words,
  language: Language,
): Promise<void> {
  if (all) {
    await mkdir(target, { recursive: true }).catch((error: unknown) => {
      throw new Failure("output", `cannot make the folder ${target}: ${reasonOf(error)}`);
    });
  }
  for (const { one, ran } of done) {
    const file = all ? join(target, `${one.id}-${one.slug}.html`) : target;
    await writeWhole(file, new TextEncoder().encode(await pageOf(one, ran, language)));
    process.stderr.write(`${t.wrote} ${file}\n`);
  }
}

function find(id: string): Entry {
  const found = ENTRIES.find((s) => id === s.id || id === s.slug || id === `${s.id}-${s.slug}`);
  if (found) return found;
  const names = ENTRIES.flatMap((s) => [s.id, s.slug]);
  throw new Failure(
    "usage",
    `expected one of ${ENTRIES.map((s) => s.id).join(", ")}, or all, for the study, got ${quoted(id)}${perhaps(id, names)}`,
  );
}

function pair(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new Failure("usage", `expected NAME=VALUE for --param, got ${quoted(text)}`);
  return [text.slice(0, at), text.slice(at + 1)];
}
