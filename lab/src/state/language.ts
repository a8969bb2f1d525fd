/** The language of now: what the link says, else what was chosen last, else the browser's. */
import { LANGUAGES, type Language } from "@convoke/studies";
import { computed, effect } from "@preact/signals";
import { address, change } from "./address.ts";
import { keep, kept } from "./kept.ts";

const known = (value: unknown): Language | undefined =>
  LANGUAGES.find((language) => language === value);

const usual = (): Language =>
  known(kept("language")) ?? (/^zh\b/i.test(navigator.language) ? "zh" : "en");

export const language = computed<Language>(() => known(address.value.given.lang) ?? usual());

effect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-Hans" : "en";
});

export function speak(next: Language): void {
  keep("language", next);
  change({ lang: next });
}

/** A table of words in both languages, read in the language of now: `const t = words({ en, zh })`. */
export function words<W>(table: Readonly<Record<Language, W>>): () => W {
  return () => table[language.value];
}

/** Between a name and what it names. */
export const colon = words({ en: ": ", zh: "：" });
