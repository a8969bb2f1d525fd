import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../../test/shared.ts";
import { readLabelledTexts, readLines } from "../../src/data/text/corpus.ts";
import { decode, encode } from "../../src/data/text/encode.ts";
import { tokenize } from "../../src/data/text/tokenize.ts";
import { buildVocabulary, loadVocabulary, saveVocabulary } from "../../src/data/text/vocabulary.ts";
import { FormatError } from "../../src/errors.ts";

describe("tokens", () => {
  test.each<[string, string[]]>([
    ["Don't stop – 3.5 stars!", ["don't", "stop", "–", "3", ".", "5", "stars", "!"]],
    ["  the ring . . .\n", ["the", "ring", ".", ".", "."]],
    ["well-made 'quoted' it’s", ["well", "-", "made", "'", "quoted", "'", "it’s"]],
    ["Cafe\u0301 ÉCOLE", ["café", "école"]],
    ["卷积, convolution", ["卷积", ",", "convolution"]],
    ["😀a", ["😀", "a"]],
    ["", []],
  ])("%j", (text, tokens) => {
    expect(tokenize(text)).toEqual(tokens);
  });

  test("case kept, and characters for scripts without spaces", () => {
    expect(tokenize("Ab c", { lowerCase: false })).toEqual(["Ab", "c"]);
    expect(tokenize("ไทย ก", { unit: "characters" })).toEqual(["ไ", "ท", "ย", "ก"]);
    expect(() => tokenize("", { unit: "bytes" as "words" })).toThrow(
      'expected "words" or "characters" for unit',
    );
  });

  test("tokens of tokens are these tokens, and no character but spaces is lost", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const tokens = tokenize(text);
        expect(tokenize(tokens.join(" "))).toEqual(tokens);
        expect(tokens.join("")).toBe(text.toLowerCase().normalize("NFC").replace(/\s/gu, ""));
        for (const token of tokens) expect(token).not.toMatch(/\s/u);
      }),
    );
  });
});

const documents = [
  ["b", "a", "a", "c"],
  ["a", "b", "<unk>", "é"],
];

describe("vocabulary", () => {
  test("most frequent first, then by code unit; specials in front, never counted", () => {
    expect(buildVocabulary(documents).tokens).toEqual(["<pad>", "<unk>", "a", "b", "c", "é"]);
    expect(buildVocabulary(documents.toReversed()).tokens).toEqual(
      buildVocabulary(documents).tokens,
    );
    expect(buildVocabulary(documents, { minFreq: 2 }).tokens).toEqual(["<pad>", "<unk>", "a", "b"]);
    expect(buildVocabulary(documents, { maxTokens: 3 }).tokens).toEqual(["<pad>", "<unk>", "a"]);
    expect(buildVocabulary([], { maxTokens: 2 }).tokens).toEqual(["<pad>", "<unk>"]);
    expect(() => buildVocabulary([], { maxTokens: 1 })).toThrow(
      "expected a whole number of at least 2 for maxTokens, got 1",
    );
    expect(() => buildVocabulary([], { minFreq: 0 })).toThrow(
      "expected a whole number of at least 1 for minFreq, got 0",
    );
  });

  test("what is saved is loaded, whatever the tokens", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string())), (texts) => {
        const vocabulary = buildVocabulary(texts);
        expect(loadVocabulary(saveVocabulary(vocabulary))).toEqual(vocabulary);
      }),
    );
  });

  test.each<[string, string]>([
    ["{", 'expected a vocabulary as JSON, got "{"'],
    ["null", "expected a vocabulary of version 1, got nothing"],
    ['{"version":2}', "expected a vocabulary of version 1, got 2"],
    ['{"version":1,"tokens":[1]}', "expected a list of tokens in the vocabulary, got [1]"],
    ['{"version":1,"tokens":["a"]}', 'expected <pad> and <unk> first in the vocabulary, got ["a"]'],
    [
      '{"version":1,"tokens":["<pad>","<unk>","a","a"]}',
      'expected every token once in the vocabulary, got "a" twice',
    ],
  ])("%s is refused", (text, sentence) => {
    expect(() => loadVocabulary(text)).toThrow(FormatError);
    expect(() => loadVocabulary(text)).toThrow(sentence);
  });
});

describe("rows", () => {
  const vocabulary = buildVocabulary(documents, { minFreq: 2 });

  test("cut and padded at the end, unknown tokens are 1", () => {
    const rows = encode([["a", "z", "b"], [], ["b"]], vocabulary, 2);
    expect(rows).toEqual({ shape: [3, 2], data: Int32Array.of(2, 1, 0, 0, 3, 0) });
    expect(encode([["a"], ["b", "a"]], vocabulary).shape).toEqual([2, 2]);
    expect(encode([], vocabulary)).toEqual({ shape: [0, 1], data: new Int32Array(0) });
    expect(() => encode([], vocabulary, 0)).toThrow(
      "expected a whole number of at least 1 for length, got 0",
    );
  });

  test("and back", () => {
    expect(decode([2, 1, 3, 0, 0], vocabulary)).toEqual(["a", "<unk>", "b"]);
    expect(() => decode([4], vocabulary)).toThrow(
      "expected a whole number from 0 to 3 for a token's number, got 4",
    );
  });
});

describe("corpora", () => {
  test("columns in any order, splits apart, labels with their texts", () => {
    const splits = readLabelledTexts(
      "label\ttext\tsplit\r\n1\tgood film .\ttrain\r\n0\tbad\ttest\n0\t\ttrain\n",
    );
    expect([...splits]).toEqual([
      ["train", { texts: ["good film .", ""], labels: { shape: [2], data: Int32Array.of(1, 0) } }],
      ["test", { texts: ["bad"], labels: { shape: [1], data: Int32Array.of(0) } }],
    ]);
  });

  test.each<[string, string]>([
    ["", 'expected the columns split, label, text in line 1 of the table, got ""'],
    ["split\tlabel\n", "expected the columns split, label, text in line 1"],
    [
      "split\tlabel\ttext\ntrain\t-1\tx\n",
      'with a whole number as label in line 2 of the table, got "train\\t-1\\tx"',
    ],
    ["split\tlabel\ttext\ntrain\t1\tx\ny\n", 'in line 3 of the table, got "y"'],
  ])("%j is refused", (table, sentence) => {
    expect(() => readLabelledTexts(table)).toThrow(FormatError);
    expect(() => readLabelledTexts(table)).toThrow(sentence);
  });

  test("lines, however they end", () => {
    expect(readLines("\uFEFFa\r\nb\n\nc\rd")).toEqual(["a", "b", "", "c", "d"]);
    expect(readLines("a\n")).toEqual(["a"]);
    expect(readLines("")).toEqual([]);
  });
});

const folder = sharedPath("data/text");
describe.skipIf(!existsSync(folder))(
  "real corpora (skipped without the shared folder: set CONVOKE_SHARED)",
  () => {
    test("film reviews: 2000 and 500, balanced, most of a test sentence is known", () => {
      const splits = readLabelledTexts(readFileSync(join(folder, "rt-polarity-2500.tsv"), "utf8"));
      const [train, held] = [splits.get("train")!, splits.get("test")!];
      expect([train.texts.length, held.texts.length]).toEqual([2000, 500]);
      expect(train.labels.data.reduce((a, b) => a + b)).toBe(1011);
      const tokens = train.texts.map((text) => tokenize(text));
      const vocabulary = buildVocabulary(tokens, { minFreq: 2 });
      expect(vocabulary.tokens.slice(0, 6)).toEqual(["<pad>", "<unk>", ".", "the", ",", "a"]);
      const rows = encode(
        held.texts.map((text) => tokenize(text)),
        vocabulary,
        60,
      );
      const words = rows.data.filter((n) => n > 0);
      expect(words.filter((n) => n === 1).length / words.length).toBeLessThan(0.2);
    });

    test("Thai by characters", () => {
      const lines = readLines(readFileSync(join(folder, "udhr-thai.txt"), "utf8"));
      expect(lines.length).toBe(40);
      const characters = lines.map((line) => tokenize(line, { unit: "characters" }));
      const vocabulary = buildVocabulary(characters);
      expect(vocabulary.tokens.length).toBeLessThan(120);
      expect(decode(encode(characters, vocabulary).data, vocabulary)).toEqual(characters.flat());
    });
  },
);
