/** No sentence of an error that a learner can meet is without Chinese: read from the sources. */
import { join } from "node:path";
import { inChinese, LIBRARY, type Refusals } from "@convoke/studies/refusals";
import { CATALOGUE, CATALOGUE_NAMES } from "convoke/workshop";
import { describe, expect, test } from "vitest";
import { COMMAND } from "../../cli/src/refusals.ts";
import { LAB } from "../../lab/src/words/refusals.ts";
import { HOLE, readSources, reasonsIn, type Thrown, thrownIn } from "./thrown.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOR_COMMAND: readonly Refusals[] = [...LIBRARY, ...COMMAND];
const FOR_LAB: readonly Refusals[] = [...LIBRARY, ...LAB];
const BOOKS = {
  convoke: inChinese(LIBRARY),
  studies: inChinese(LIBRARY),
  cli: inChinese(FOR_COMMAND),
  lab: inChinese(FOR_LAB),
} as const;
const bookOf = (file: string) => BOOKS[file.split("/")[0] as keyof typeof BOOKS];

/** Interfaces for programs: nothing that a learner types or opens gets there unchecked. */
const FOR_PROGRAMS = /^convoke\/src\/(grad|dialects|pooling|backward)\/|^convoke\/src\/conv\.ts/;
/** What is written in both languages where it stands, and the tables themselves. */
const IN_BOTH = /\/words\.ts$|\/words\/|\/refusals[/.]/;
/** Defects of ours, whoever meets them: they stay English, for those who mend them. */
const isDefect = ({ kind, file }: Thrown) =>
  kind === "InternalError" || file === "studies/src/model/facts.ts";

/**
 * Sentences that hold nothing but what a run knows, and why their Chinese is known all the same.
 * Each is a file; a new one belongs here only with its reason.
 */
const ONLY_HOLES: Readonly<Record<string, string>> = {
  "convoke/src/errors.ts": "puts together what others say",
  "convoke/src/formats/idx.ts": "the name of a type of arrays",
  "convoke/src/formats/safetensors.ts": "the name of a type of arrays",
  "convoke/src/formats/onnx/wire.ts": "names of encodings, below",
  "convoke/src/learn/learn-kernel.ts": "conjugate or descent, below",
  "convoke/src/planner/wisdom.ts": "numbers; the others are told apart",
  "convoke/src/runtime/executable.ts": "a number",
  "convoke/src/runtime/memory.ts": "another error",
  "convoke/src/host/browser.ts": "what the browser says",
  "convoke/src/host/node.ts": "what Node says",
  "convoke/src/data/sound/augment.ts": "shapes, told apart",
  "convoke/src/workshop/catalogue/check.ts": "rules of the catalogue, below",
  "convoke/src/workshop/catalogue/named.ts": "rules of the catalogue, below",
  "cli/src/commands/study.ts": "an error of the studies",
  "cli/src/commands/train.ts": "kinds of input, below",
  "cli/src/kernels/catalogue.ts": "an error of the catalogue",
  "cli/src/kernels/inline.ts": "an error of the workshop, below",
  "cli/src/study/refuse.ts": "names of studies, below",
  "cli/src/train/tasks.ts": "names of tasks, below",
  "lab/src/engine/serve.ts": "another error",
  "lab/src/pages/home/source/sources.tsx": "words of the page",
  "lab/src/pages/workshop/by-name.tsx": "rules of the catalogue, below",
};

const sources = readSources(ROOT, ["convoke/src", "studies/src", "cli/src", "lab/src"]);
const thrown = thrownIn(sources).filter(
  (one) => !isDefect(one) && ![FOR_PROGRAMS, IN_BOTH].some((files) => files.test(one.file)),
);
const oneHole = (text: string) => text.replace(new RegExp(`${HOLE}+`, "g"), HOLE);
const isHole = (text: string) => /^(?:§+|expected §+ (?:for|in) \S+, got .*)$/.test(text);

/** The sentences that a place can throw, each with what tells it from the others. */
function sentencesOf({ said, expected, names }: Thrown): string[] {
  return [
    ...said.filter((text) => !isHole(text)),
    ...expected.filter((rule) => !isHole(rule)).map((rule) => `expected ${rule} for x, got 0`),
    ...names.filter((name) => !isHole(name)).map((name) => `expected a number for ${name}, got 0`),
  ].map(oneHole);
}

/** 应为 … 应: asked twice; the others: a demand that denies its verb in a way nobody says it. */
const clumsy = /应为[^，]*应|应没有|应不给|应不有/;
const english = /\b(expected|got|the|of|for|with|which|that)\b/;

describe("in the sources", () => {
  test("every sentence that can be thrown has Chinese", () => {
    const silent = thrown.flatMap((one) =>
      sentencesOf(one)
        .filter((sentence) => bookOf(one.file)(sentence) === null)
        .map((sentence) => `${one.file}:${one.line}: ${sentence}`),
    );
    expect(silent).toEqual([]);
    // Fewer would mean that the reader of the sources has lost its way.
    expect(thrown.length).toBeGreaterThan(500);
    expect(thrown.flatMap(sentencesOf).length).toBeGreaterThan(1000);
  });

  test("no sentence asks twice, or awkwardly", () => {
    for (const one of thrown)
      for (const sentence of sentencesOf(one))
        expect(bookOf(one.file)(sentence), sentence).not.toMatch(clumsy);
  });

  test("what came instead is Chinese where it is a phrase", () => {
    for (const { file, got } of thrown)
      for (const phrase of got.map(oneHole)) {
        if (!/[a-z]+ [a-z]+/.test(phrase)) continue;
        const said = bookOf(file)(`expected a number for x, got ${phrase}`);
        expect(said, `${file}: ${phrase}`).not.toMatch(english);
      }
  });

  test("sentences of holes only are known, and are no more than these", () => {
    const files = thrown
      .filter(({ said, expected }) => [...said, ...expected].some(isHole))
      .map(({ file }) => file);
    expect([...new Set(files)].sort()).toEqual(Object.keys(ONLY_HOLES).sort());
  });

  test("every reason of an algorithm has Chinese", () => {
    const reasons = reasonsIn(readSources(ROOT, ["convoke/src/algorithms", "convoke/src/images"]));
    expect(reasons.length).toBeGreaterThan(40);
    for (const { file, reason } of reasons)
      expect(BOOKS.convoke(oneHole(reason)), `${file}: ${reason}`).toMatch(/[\u4e00-\u9fff]/);
  });

  test("a sentence that nobody has put into Chinese is found", () => {
    const [one] = thrown;
    const strange = { ...one, said: [], expected: ["a purple number"], names: ["the sky"] };
    expect(sentencesOf(strange).map(BOOKS.convoke)).toEqual([null, null]);
  });
});

describe("in the tables", () => {
  const KEYS = ["sentences", "rules", "names", "values"] as const;

  test.each([
    ["the command", FOR_COMMAND],
    ["the lab", FOR_LAB],
  ])("no phrase of %s stands twice, the later unseen behind the first or over it", (_, tables) => {
    for (const key of KEYS) {
      const phrases = tables
        .flatMap((table) => Object.keys(table[key] ?? {}))
        .map((phrase) => phrase.replaceAll(/\{\w+\}/g, "{}"));
      expect(phrases.filter((phrase, i) => phrases.indexOf(phrase) !== i)).toEqual([]);
    }
  });

  test("every rule is asked once, whatever it begins with", () => {
    for (const { rules = {}, sentences = {} } of [...FOR_COMMAND, ...LAB]) {
      for (const rule of Object.values(rules)) {
        const said = inChinese([{ rules: { it: rule } }])("expected it for x, got 0");
        expect(said).toMatch(/应/);
        expect(said).not.toMatch(clumsy);
      }
      for (const sentence of Object.values(sentences)) expect(sentence).not.toMatch(clumsy);
    }
  });

  test.each([
    [
      "expected at most 3 in all, so that an output is left (R3) for the padding along height, got 4",
      "高度方向的填充：合计应不超过 3，否则没有输出剩下（R3），实际为 4",
    ],
    [
      "expected at least 10 nodes for derivative 9 for nodes, got 3",
      "nodes：求 9 阶导数应至少有 10 个节点，实际为 3",
    ],
    ["expected no numbers for x, got 3", "x 不应有数，实际为 3"],
    ["expected at most 3 axes for x, got 4", "x 应不超过 3 个轴，实际为 4"],
    ["expected a whole number from 1 to 9 for x, got 0", "x 应为 1 到 9 的整数，实际为 0"],
  ])("%s", (sentence, chinese) => expect(BOOKS.cli(sentence)).toBe(chinese));
});

test("every rule of the catalogue has Chinese", () => {
  for (const name of CATALOGUE_NAMES)
    for (const { name: parameter, rule } of CATALOGUE[name].parameters)
      for (const book of [BOOKS.convoke, BOOKS.lab])
        for (const whose of [parameter, `the ${parameter} of ${name}`]) {
          const said = book(`expected ${rule} for ${whose}, got nothing`);
          expect(said, rule).toMatch(/应.*，实际为空$/);
          expect(said).not.toMatch(english);
        }
});
