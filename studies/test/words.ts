/** What a run shows beside the sentences of its text, as a reader of one language sees it. */
import type { Fact, Findings, Language, StudyText } from "../src/index.ts";
import { placeholdersOf } from "../src/index.ts";

/** Letters that are the same in every language: symbols, names of options, algorithms and types. */
export const SYMBOLS = new Set(
  ["min", "Dx", "Dy", "Sobel", "Roberts", "NCHW", "NHWC", "reflect", "symmetric"]
    .concat(["float", "int", "im", "col", "fft", "winograd", "direct", "stem", "constant"])
    .concat(["separable", "depthwise", "pointwise", "polyphase", "subpixel"]),
);

const isText = (fact: Fact): fact is string | boolean => typeof fact !== "number";

/**
 * Captions, heads, cells, names of lines, counterexamples, and facts that a sentence asks for, except
 * names of files and descriptors of layers.
 */
export function namesOf({ steps, statements, facts }: Findings, text: StudyText): string[] {
  const exhibits = steps.flatMap((step) => step.exhibits);
  const asked = new Set(placeholdersOf(JSON.stringify(text)));
  const shown: Fact[] = [
    ...exhibits.map((one) => one.name),
    ...exhibits.flatMap((one) => (one.kind === "table" ? [one.head, ...one.rows].flat() : [])),
    ...exhibits.flatMap((one) =>
      one.kind === "series" ? [one.axis, ...one.lines.map(({ name }) => name)] : [],
    ),
    ...statements.flatMap(({ counterexample }) => Object.entries(counterexample ?? {}).flat()),
    ...[facts, ...steps.map((step) => step.facts ?? {})]
      .flatMap((some) => Object.entries(some))
      .filter(([name]) => asked.has(name) && !["source", "layer"].includes(name))
      .map(([, fact]) => fact),
  ];
  return [...new Set(shown.filter(isText).map(String))];
}

/** Words that a reader is shown in no language of theirs: in Chinese, letters that no sign goes with. */
export function foreign(name: string, { words }: StudyText, language: Language): string[] {
  const shown = words[name] ?? name;
  if (language === "zh" ? /\p{Script=Han}/u.test(shown) : Object.hasOwn(words, name)) return [];
  return (shown.match(/[a-zA-Z]{2,}/g) ?? []).filter((word) => !SYMBOLS.has(word));
}
