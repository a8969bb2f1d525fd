/** What holds for every study: both languages say the same, every number comes from the run, it stands. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Language,
  placeholdersOf,
  type Ran,
  runStudy,
  STUDY_LOADERS,
  type StudyId,
  type StudyText,
  tell,
} from "../src/index.ts";
import { STUDIES } from "../src/list.ts";
import { CONTEXT, recording } from "./support.ts";
import { foreign, namesOf } from "./words.ts";

/** All sentences of a text, by where they stand. */
function sentences(text: StudyText): Record<string, string> {
  const flat: Record<string, string> = {};
  const walk = (path: string, value: unknown): void => {
    if (typeof value === "string") flat[path] = value;
    else for (const [key, part] of Object.entries(value as object)) walk(`${path}.${key}`, part);
  };
  walk("", text);
  return flat;
}

const formulas = (text: string) => [...text.matchAll(/\$[^$]+\$/g)].map(([tex]) => tex).sort();

/** Pieces of the sentences that a study reads: data, in whatever language. */
const isQuoted = (id: string, name: string) => id === "6.1-5" && /^[a-z]+( [a-z]+)+$/.test(name);

describe.each(STUDIES)("$id $slug", (study) => {
  const both = Object.values(study.text).map(sentences);
  let ran: Promise<Ran> | null = null;
  const { data, asked } = recording(CONTEXT.data);
  const shares: number[] = [];
  const onProgress = (share: number) => shares.push(share);
  const run = () => (ran ??= runStudy(study, {}, { ...CONTEXT, data, onProgress }));

  test("the languages have the same sentences, facts and formulas", () => {
    const [a, b] = both;
    expect(Object.keys(b)).toEqual(Object.keys(a));
    for (const key of Object.keys(a)) {
      expect(placeholdersOf(b[key]).sort(), key).toEqual(placeholdersOf(a[key]).sort());
      expect(formulas(b[key]), key).toEqual(formulas(a[key]));
    }
    for (const { label } of Object.values(study.parameters))
      expect(Object.keys(label)).toEqual(["en", "zh"]);
  });

  test("no number stands in a text that the run did not find", () => {
    for (const flat of both) {
      for (const [key, text] of Object.entries(flat)) {
        // The claim and the statements are what is tried; names of kernels and sections are no numbers.
        if (/^\.(claim|statements|words)/.test(key)) continue;
        const left = text
          .replace(/\$[^$]*\$/g, "")
          .replace(/\{=\w+\}/g, "")
          .replace(/\b[1-4]-?[DN维]\b|\d+×\d+|\b6\.[1-4]\b|Conv\dd|float(32|64)|[一二三四]/g, "");
        expect(left.match(/\d+/g) ?? [], `${key}: ${text}`).toEqual([]);
      }
    }
  });

  test("it stands, and every sentence finds its facts", async () => {
    const ran = await run();
    const { uses } = STUDY_LOADERS[study.id as StudyId];
    expect(shares.length, "it says how far it is").toBeGreaterThan(0);
    expect(shares, "and never goes back").toEqual([...shares].sort((a, b) => a - b));
    expect([...asked].sort(), "the catalogue names the data it asks for").toEqual([...uses].sort());
    expect(ran.verdict.kind === "broken" ? ran.verdict.because : []).toEqual([]);
    for (const language of Object.keys(study.text) as Language[]) {
      const told = tell(study, ran, language);
      expect(told.statements.every((s) => s.cases > 0)).toBe(true);
      for (const { exhibits } of told.steps)
        for (const { name } of exhibits)
          expect(told.words, `${name} has a caption`).toHaveProperty(name);
    }
    const { steps, facts, timed = [] } = ran.findings;
    for (const name of timed)
      expect(
        [facts, ...steps.map((s) => s.facts ?? {})].some((f) => Object.hasOwn(f, name)),
        name,
      ).toBe(true);
    for (const exhibit of steps.flatMap(({ exhibits }) => exhibits)) {
      if (exhibit.kind === "table")
        expect(exhibit.head).toEqual(expect.arrayContaining([...(exhibit.timed ?? [])]));
      if (exhibit.kind === "series")
        expect(exhibit.lines.map((l) => l.name)).toEqual(
          expect.arrayContaining([...(exhibit.timed ?? [])]),
        );
    }
    expect(Object.keys(study.text.en.steps)).toEqual(ran.findings.steps.map((s) => s.key));
    expect(Object.keys(study.text.en.statements)).toEqual(
      ran.findings.statements.map((s) => s.key),
    );
  });

  test("every name that it shows is a word of the language", async () => {
    const { findings } = await run();
    for (const language of Object.keys(study.text) as Language[]) {
      const text = study.text[language];
      const names = namesOf(findings, text).filter((name) => !isQuoted(study.id, name));
      expect(names.flatMap((name) => foreign(name, text, language))).toEqual([]);
    }
  });

  test("parameters and errors that it does not have are named", async () => {
    await expect(runStudy(study, { nothing: 1 }, CONTEXT)).rejects.toThrow(
      "for a parameter, got nothing",
    );
    const [first] = Object.keys(study.errors);
    await expect(runStudy(study, {}, CONTEXT, { plant: `${first}s` })).rejects.toThrow(
      `for an error to plant in ${study.id}, got ${first}s (nearest: ${first})`,
    );
  });

  test("it has errors to plant, each with a sentence, and its own test plants them", () => {
    const names = Object.keys(study.errors);
    expect(names.length).toBeGreaterThanOrEqual(2);
    // What a command and a page say for the list and for no error.
    expect(names).not.toEqual(expect.arrayContaining(["list"]));
    expect(names).not.toEqual(expect.arrayContaining(["none"]));
    for (const { errors } of Object.values(study.text)) {
      expect(Object.keys(errors)).toEqual(names);
      expect(new Set(Object.values(errors)).size).toBe(names.length);
      for (const sentence of Object.values(errors)) expect(sentence).toMatch(/^[^${]+[.。]$/);
    }
    const file = join(import.meta.dirname, `${study.id}-${study.slug}.test.ts`);
    expect(readFileSync(file, "utf8")).toMatch(/^plantEach\(/m);
  });
});

test("no file that reads a clock says what is true", () => {
  const folder = join(import.meta.dirname, "../src");
  for (const file of globSync("6.*/*.ts", { cwd: folder })) {
    const source = readFileSync(join(folder, file), "utf8");
    const clocked = /timed\.ts"|performance\.now|Date\.now|measuredTimes/.test(source);
    expect(clocked && /\btried(On)?\(/.test(source), file).toBe(false);
  }
});
