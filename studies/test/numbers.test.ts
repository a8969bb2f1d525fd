/** Numbers as people read them: where rounding carries, and in a row. */
import { expect, test } from "vitest";
import { type Ran, type Study, tell } from "../src/index.ts";
import { inSeconds, inThousands, withPoint } from "../src/words/index.ts";

test("three digits that round up to a thousand are one of the next unit", () => {
  expect([9999, 12345, 999_400, 999_600, 999.7e6, 1e15].map(inThousands)).toEqual([
    "9,999",
    "12.3 k",
    "999 k",
    "1 M",
    "1 G",
    "1 P",
  ]);
  expect([0.0999, 0.1, 999.4, 999.6, 1500].map(inSeconds)).toEqual([
    "99.9 µs",
    "0.1 ms",
    "999 ms",
    "1 s",
    "1.5 s",
  ]);
});

test("what rounds to nothing has no sign", () => {
  expect([-1e-25, -0, 0, -1.5, -12345, 1.23456].map(withPoint)).toEqual([
    "0",
    "0",
    "0",
    "-1.5",
    "-12345",
    "1.235",
  ]);
});

test("items in a row have the comma of the language; a shape, a pair and a sentence keep theirs", () => {
  const facts = {
    dilations: "1, 2, 4",
    pair: "−0.5, 0.5",
    shape: "[1, 3]",
    shift: "(1, -2)",
    several: "expected k3, got k5",
    one: "[4]",
    count: 3,
  };
  const names = Object.keys(facts);
  const text = {
    ...{ title: names.map((name) => `{=${name}}`).join(" | "), claim: "", why: [], boundary: "" },
    ...{ steps: {}, statements: { claim: "" }, errors: {}, words: {} },
  };
  const study = { text: { en: text, zh: text } } as unknown as Study;
  const statement = { key: "claim", cases: 1, counterexample: facts };
  const findings = { facts, steps: [], statements: [statement] };
  const ran = { findings, planted: null } as unknown as Ran;
  const [en, zh] = (["en", "zh"] as const).map((language) => tell(study, ran, language));
  const rest = ["[1, 3]", "(1, -2)", "expected k3, got k5", "[4]", "3"];
  const [english, chinese] = [
    ["1, 2, 4", "−0.5, 0.5", ...rest],
    ["1、2、4", "−0.5、0.5", ...rest],
  ];
  expect(en.title).toBe(english.join(" | "));
  expect(zh.title).toBe(chinese.join(" | "));
  const named = (values: readonly string[]) => names.map((name, i) => `${name} ${values[i]}`);
  expect(en.statements[0].refutedBy).toBe(named(english).join(", "));
  expect(zh.statements[0].refutedBy).toBe(named(chinese).join("，"));
});
