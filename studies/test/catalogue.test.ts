/** The catalogue: every folder has its entry, and a bundler makes a file of each study. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type OutputChunk, rolldown } from "rolldown";
import { expect, test } from "vitest";
import { STUDY_LOADERS } from "../src/index.ts";
import { STUDIES } from "../src/list.ts";

const ENTRIES = Object.entries(STUDY_LOADERS);
const NAMES = ENTRIES.map(([id, { slug }]) => `${id}-${slug}`);

test("every study is listed once, under its own name, in the order of the book", () => {
  const folders = readdirSync(join(import.meta.dirname, "../src")).filter((f) => /^\d/.test(f));
  expect([...NAMES].sort()).toEqual(folders.sort());
  expect(STUDIES.map(({ id, slug }) => `${id}-${slug}`)).toEqual(NAMES);
  const places = ENTRIES.map(([id]) => id.split(/[.-]/).map(Number));
  const rank = ([chapter, section, number]: number[]) => (chapter * 100 + section) * 100 + number;
  expect(places.map(rank)).toEqual(places.map(rank).sort((a, b) => a - b));
});

/** What an application reads at first, and all that it may read later. */
const CODE = `
import * as studies from "@convoke/studies";
import * as model from "@convoke/studies/model";
import * as catalogue from "@convoke/studies/catalogue";
globalThis.page = [studies, model, catalogue];
`;

test("the model and the catalogue hold no study; each is a file of its own, fit for browsers", async () => {
  const bundle = await rolldown({
    input: "entry",
    platform: "browser",
    external: [/^node:/],
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? id : null),
        load: (id) => (id === "entry" ? CODE : null),
      },
    ],
  });
  const { output } = await bundle.generate();
  const chunks = new Map(
    output.flatMap((part) => (part.type === "chunk" ? [[part.fileName, part] as const] : [])),
  );
  const studiesIn = ({ moduleIds }: OutputChunk) => [
    ...new Set(moduleIds.flatMap((id) => id.match(/\/(\d\.\d-\d+-[\w-]+)\//)?.[1] ?? [])),
  ];
  const reached = (chunk: OutputChunk): string[] => [
    chunk.fileName,
    ...chunk.imports.flatMap((file) => (chunks.has(file) ? reached(chunks.get(file)!) : [])),
  ];
  const all = [...chunks.values()];
  const entry = all.find(({ isEntry }) => isEntry)!;
  expect(reached(entry).flatMap((file) => studiesIn(chunks.get(file)!))).toEqual([]);
  const files = all.filter(({ isDynamicEntry }) => isDynamicEntry);
  expect(files.map(studiesIn).map(String).sort()).toEqual([...NAMES].sort());
  // Studies may share a helper, but none reaches another study.
  for (const file of files) {
    const ids = reached(file).flatMap((name) => chunks.get(name)!.moduleIds);
    const studies = ids.filter((id) => /\/\d\.\d-[^/]+\/study\.[jt]s$/.test(id));
    expect(new Set(studies).size, file.fileName).toBe(1);
  }
  for (const { imports, dynamicImports, fileName } of all)
    expect(
      [...imports, ...dynamicImports].filter((id) => !chunks.has(id)),
      fileName,
    ).toEqual([]);
});
