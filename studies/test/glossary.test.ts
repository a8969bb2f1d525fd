import { expect, test } from "vitest";
import { GLOSSARY, LANGUAGES } from "../src/index.ts";
import { STUDIES } from "../src/list.ts";

test("every term has a meaning in both languages, and stands for one thing", () => {
  for (const language of LANGUAGES) {
    const terms = GLOSSARY.map((term) => term[language].toLowerCase());
    expect(new Set(terms).size, language).toBe(terms.length);
    for (const { [language]: term, meaning } of GLOSSARY)
      expect(meaning[language].length, term).toBeGreaterThan(term.length);
  }
});

test("every term is used by some text, in both languages", () => {
  for (const language of LANGUAGES) {
    const all = JSON.stringify(STUDIES.map(({ text }) => text[language])).toLowerCase();
    const unused = GLOSSARY.filter((term) => !all.includes(term[language].toLowerCase()));
    expect(unused.map((term) => term[language])).toEqual([]);
  }
});
