/** `convoke train text`: TextCNN against classifiers of words alone, and the account of both. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildVocabulary, random } from "convoke/data";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedPath } from "../../test/shared.ts";
import { compared, interval } from "../src/train/text/account.ts";
import { logRatios, naiveBayes } from "../src/train/text/bag.ts";
import { readTextsFrom } from "../src/train/text/data.ts";
import { convoke, scratch } from "./command.ts";

const folder = scratch();
const table = join(folder, "order.tsv");
const words = ["so", "film", "plot", "the", "it", "was", "of", "here"];

/** Class 1: "hardly … dull" in this order, 0 the other way round: only the order tells them apart. */
beforeAll(() => {
  const next = random(4);
  const some = (count: number) =>
    Array.from({ length: count }, () => words[Math.floor(8 * next())]).join(" ");
  const lines = Array.from({ length: 420 }, (_, i) => {
    const label = next() < 0.5 ? 0 : 1;
    const pair = label ? "hardly dull" : "dull hardly";
    const around = [some(1 + Math.floor(4 * next())), pair, some(3)].join(" ");
    return `${i < 320 ? "train" : "test"}\t${label}\t${around}`;
  });
  writeFileSync(table, ["split\tlabel\ttext", ...lines].join("\n"));
});

const args = (out: string, ...more: string[]) => [
  ...["train", "text", "--data", table, "--epochs", "12", "--batch", "20", "--no-wide"],
  ...["--rate", "0.02", "--out", out, ...more],
];

test("it learns an order that bags of words cannot see, the same on one thread and on two", () => {
  const here = scratch();
  const said = convoke(args(join(here, "a.safetensors"), "--json", "--threads", "1"));
  expect(said.code, said.err).toBe(0);
  const report = JSON.parse(said.text);
  expect(report).toMatchObject({ task: "text", data: { source: table, train: 320, test: 100 } });
  const { accuracy, baselines, confusion, examples, history } = report;
  expect(accuracy).toBeGreaterThan(0.9);
  expect(accuracy).toBe(history[11].validation.accuracy);
  expect(report.interval[0]).toBeLessThan(accuracy);
  expect(confusion.flat().reduce((a: number, b: number) => a + b)).toBe(100);
  for (const { accuracy: other, first, second, chance } of Object.values<{
    accuracy: number;
    first: number;
    second: number;
    chance: number;
  }>(baselines)) {
    expect(other).toBeLessThan(0.65);
    expect(first - second).toBe(Math.round(100 * (accuracy - other)));
    expect(chance).toBeLessThan(0.001);
  }
  expect(examples.length).toBeGreaterThanOrEqual(2);
  for (const { text, windows, predicted, label } of examples.slice(0, 2)) {
    expect(predicted).toBe(label);
    expect(windows[0].words).toMatch(label ? /hardly dull/ : /dull hardly/);
    expect(text).toContain(windows[0].words);
    expect(windows[0].vote).toBeGreaterThan(windows[1]?.vote ?? 0);
  }
  const picture = readFileSync(join(here, "a.svg"), "utf8");
  expect(picture).toMatch(/(dull hardly|hardly dull)/);
  expect(picture).not.toContain("NaN");

  const plain = convoke(args(join(here, "b.safetensors"), "--threads", "2", "--lang", "zh"));
  expect(plain.err).toMatch(/TextCNN 9\d\.00 %|TextCNN 100\.00 %/);
  expect(plain.err).toMatch(/朴素贝叶斯 \d+\.\d\d %；?.*TextCNN 更好/);
  const [a, b] = ["a", "b"].map((name) => readFileSync(join(here, `${name}.safetensors`)));
  expect(b).toEqual(a);
  expect(readdirSync(here).sort()).toEqual(["a.safetensors", "a.svg", "b.safetensors", "b.svg"]);
});

describe("what is refused", () => {
  test.each<[string, string, RegExp]>([
    ["another table", "a\tb\n", /cannot read the texts in .*: expected the columns split, label/],
    [
      "no test",
      "split\tlabel\ttext\ntrain\t0\ta\ntrain\t1\tb\n",
      /expected texts of the split test in .*, got train/,
    ],
    [
      "a class that is only tested",
      "split\tlabel\ttext\ntrain\t0\ta\ntrain\t1\tb\ntest\t2\tc\n",
      /expected at least the labels 0 and 1 to learn from in .*, and no others in its test, got 2/,
    ],
    [
      "one class",
      "split\tlabel\ttext\ntrain\t0\ta\ntest\t0\tc\n",
      /expected at least the labels 0 and 1 to learn from in .*, got 0/,
    ],
  ])("%s", async (_, text, sentence) => {
    const path = join(folder, "other.tsv");
    writeFileSync(path, text);
    await expect(readTextsFrom(path)).rejects.toThrow(sentence);
  });

  test("nothing to read", () => {
    const here = scratch();
    const said = convoke(["train", "text"], { cwd: here, env: { CONVOKE_SHARED: "" } });
    expect(said.err).toMatch(
      /^convoke: expected --data with a table of the columns split, label and text, or CONVOKE_SHARED .*, got neither\n$/,
    );
    expect(said.code).toBe(3);
    expect(readdirSync(here)).toEqual([]);
  });
});

test("an interval and a sign test, by known figures", () => {
  const [low, high] = interval(369, 500);
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(["0.6977", "0.7746"]);
  expect(interval(0, 10)[0]).toBeCloseTo(0, 12);
  const row = (bits: string) => [...bits].map((bit) => bit === "1");
  const three = compared(row("111100"), row("100000"));
  expect(three).toMatchObject({ first: 3, second: 0 });
  expect(three.chance).toBeCloseTo(0.25, 12);
  // 1 against 9 of 10: 2·(1 + 10)/2¹⁰.
  const one = compared(row("1000000000"), row("0111111111"));
  expect(one).toMatchObject({ first: 1, second: 9 });
  expect(one.chance).toBeCloseTo(22 / 1024, 12);
  expect(compared(row("10"), row("01")).chance).toBe(1);
  const many = Array.from({ length: 4000 }, (_, i) => i % 2 === 0);
  expect(
    compared(
      many,
      many.map((bit) => !bit),
    ).chance,
  ).toBe(1);
});

test("log ratios and naive Bayes, by hand", () => {
  const sentences = (...rows: [number, string][]) => ({
    texts: rows.map(([, text]) => text),
    tokens: rows.map(([, text]) => text.split(" ")),
    labels: Int32Array.from(rows, ([label]) => label),
  });
  const train = sentences([0, "bad bad a"], [1, "good a"], [1, "good b"]);
  const data = { source: "", classes: 2, train, test: sentences([1, "good new"], [0, "bad a b"]) };
  const vocabulary = buildVocabulary(train.tokens);
  const ratios = logRatios(train, vocabulary, 2);
  expect([...ratios.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  // Of 6 tokens and as many ones: bad 2 of 8 against 1 of 10, "good" once a text.
  const of = (word: string) => ratios[2 * vocabulary.numbers.get(word)! + 1];
  expect(2 * of("bad")).toBeCloseTo(Math.log(1 / 10) - Math.log(2 / 8), 5);
  expect(2 * of("good")).toBeCloseTo(Math.log(3 / 10) - Math.log(1 / 8), 5);
  const scores = naiveBayes(data, vocabulary, ratios);
  expect(scores[1] - scores[0]).toBeCloseTo(Math.log(2) + 2 * of("good"), 5);
  const second = Math.log(2) + 2 * (of("bad") + of("a") + of("b"));
  expect(scores[3] - scores[2]).toBeCloseTo(second, 5);
});

const reviews = sharedPath("data", "text", "rt-polarity-2500.tsv");
test("naive Bayes on film reviews (skipped without the shared folder)", async (context) => {
  const data = await readTextsFrom(reviews).catch(() => null);
  if (data === null) return context.skip();
  const vocabulary = buildVocabulary(data.train.tokens);
  const scores = naiveBayes(data, vocabulary, logRatios(data.train, vocabulary, 2));
  const right = data.test.labels.filter((l, i) => scores[2 * i + l] > scores[2 * i + 1 - l]);
  expect([data.train.labels.length, right.length]).toEqual([2000, 368]);
});
