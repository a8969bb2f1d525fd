/** Sentences whose class lies in the order of their words alone, and tables of words. */
import { OptionError } from "convoke";
import { random, tokenize } from "convoke/data";
import type { Corpus, Labelled } from "../model/study.ts";

const FILLERS = ["the", "film", "music", "plot", "we", "saw", "it", "was", "long", "today"];

/**
 * Pairs of the same words: "… not good … bad …" is of class 0, "… not bad … good …" of class 1, at
 * any places. Which words a sentence has says nothing.
 */
export function pairsOfSentences(count: number, seed: number): Labelled[] {
  const next = random(seed);
  const below = (most: number) => Math.floor(next() * most);
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 7 }, () => FILLERS[below(FILLERS.length)]);
    const [first, second] = [below(7), below(7)].sort((a, b) => a - b);
    const turned = next() < 0.5;
    const sentence = (good: string, bad: string) => {
      const [left, right] = turned ? [bad, `not ${good}`] : [`not ${good}`, bad];
      return [
        ...words.slice(0, first),
        left,
        ...words.slice(first, second),
        "so",
        right,
        ...words.slice(second),
      ].join(" ");
    };
    return [
      { text: sentence("good", "bad"), label: 0 },
      { text: sentence("bad", "good"), label: 1 },
    ];
  }).flat();
}

export const generatedCorpus = (pairs: number, seed: number): Corpus => ({
  source: "generated",
  train: pairsOfSentences(pairs, seed),
  test: pairsOfSentences(Math.ceil(pairs / 2), seed + 1),
});

/** Words of a sentence, or characters where it has no spaces. */
export function wordsOf(sentence: string, least: number): string[] {
  const words = tokenize(sentence, { unit: /\s/.test(sentence.trim()) ? "words" : "characters" });
  if (words.length < least)
    throw new OptionError(
      `expected at least ${least} words for sentence, got ${words.length}: ${sentence}`,
    );
  return words;
}

/** A vector of small whole numbers for each different word, the same for the same word. */
export function vectorsOf(words: readonly string[], size: number, seed: number): number[][] {
  const next = random(seed);
  const known = new Map<string, number[]>();
  for (const word of words)
    if (!known.has(word))
      known.set(
        word,
        Array.from({ length: size }, () => Math.floor(next() * 7) - 3),
      );
  return words.map((word) => known.get(word)!);
}
