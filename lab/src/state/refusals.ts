/** Errors in the language of now. Chinese ones are loaded when the page first speaks Chinese. */
import type { InChinese } from "@convoke/studies/refusals";
import { effect, signal } from "@preact/signals";
import { language } from "./language.ts";

const chinese = signal<InChinese | null>(null);

effect(() => {
  if (language.value !== "zh" || chinese.peek() !== null) return;
  import("../words/chinese.ts").then(
    (loaded) => (chinese.value = loaded.chinese),
    // Without them errors stay English, and are marked so.
    () => {},
  );
});

export interface Said {
  readonly text: string;
  /** What it is written in. */
  readonly language: "en" | "zh";
}

/** Read inside a component: a sentence that was thrown, however long ago, in the language of now. */
export function said(sentence: string): Said {
  const known = language.value === "zh" ? (chinese.value?.(sentence) ?? null) : null;
  if (known !== null) return { text: known, language: "zh" };
  // Words of the lab itself are in the language of now already.
  const ours = HAN.test(sentence) && !/^(expected|cannot) /.test(sentence);
  return { text: sentence, language: ours ? "zh" : "en" };
}

const HAN = /[\u4e00-\u9fff]/;
