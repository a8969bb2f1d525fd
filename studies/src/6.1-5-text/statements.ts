/** What is said of windows, of pooling and of learning from sentences, tried. */
import { type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { beyondChance, type LearnedText, WINDOWS } from "./net.ts";
import { pairsOfSentences } from "./sentences.ts";
import type { Subject } from "./study.ts";

export interface Evidence {
  /** Words that stacks were found to see, beside the formula. */
  readonly reaches: readonly {
    readonly taps: number;
    readonly steps: readonly number[];
    readonly formula: number;
    readonly seen: number;
  }[];
  /** From sentences that differ only in order, and from labelled ones. */
  readonly ordered: LearnedText;
  readonly learned: LearnedText;
}

interface Case {
  /** [words, numbers of each] */
  readonly x: Tensor;
  readonly kernel: Tensor;
  /** Vectors of the words of a phrase, and of the word that stands around it. */
  readonly phrase: readonly number[];
  readonly filler: readonly number[];
}

export function statementsOf(
  subject: Subject,
  { reaches, ordered, learned }: Evidence,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const cases = casesOf(count, seed);
  /** The feature of a phrase behind so many fillers, with others after it. */
  const featureOf = async ({ kernel, phrase, filler }: Case, before: number, after: number) => {
    const fill = (count: number) => Array.from({ length: count }, () => filler).flat();
    const values = [...fill(before), ...phrase, ...fill(after)];
    const sentence = tensor([values.length / filler.length, filler.length], values);
    return subject.pooled(await subject.slid(sentence, kernel));
  };
  const moved = async (one: Case, margin: number): Promise<Trial> => {
    const far = one.kernel.shape[0] + 5;
    const [start, end] = [await featureOf(one, margin, far), await featureOf(one, far, margin)];
    return start === end ? null : { taps: one.kernel.shape[0], start, end };
  };
  return inTurn(
    [
      () =>
        triedOn("claim", "slides", cases, async ({ x, kernel }) => {
          const [[length, size], [taps]] = [x.shape, kernel.shape];
          const y = await subject.slid(x, kernel);
          if (y.length !== length - taps + 1) return { words: length, taps, places: y.length };
          for (let i = 0; i < y.length; i++) {
            let sum = 0;
            for (let j = 0; j < taps * size; j++) sum += x.data[i * size + j] * kernel.data[j];
            if (sum !== y[i]) return { place: i, value: y[i], other: sum };
          }
          return null;
        }),
      () => triedOn("claim", "forgets", cases, (one) => moved(one, one.kernel.shape[0] - 1)),
      () => tried("claim", "learns", [learned], beatsChance),
      () =>
        tried("truth", "orderLearned", [ordered], (one) =>
          last(one.others) > 0.85 ? null : { share: last(one.others) },
        ),
      () =>
        tried("truth", "reach", reaches, ({ taps, steps, formula, seen }) =>
          formula === seen ? null : { taps, dilations: steps.join(", "), seen },
        ),
      () => triedOn("slip", "anyPlace", cases, (one) => moved(one, 0)),
      () =>
        tried("slip", "onlyWindow", reaches, ({ taps, steps, seen }) =>
          seen === taps ? null : { taps, dilations: steps.join(", "), seen },
        ),
      () =>
        tried("slip", "wordsEnough", sentencePairs(50, seed), ([first, second]) => {
          const sorted = (text: string) => text.split(" ").sort().join(" ");
          return sorted(first) === sorted(second) ? { first, second } : null;
        }),
    ],
    onProgress,
  );
}

function casesOf(count: number, seed: number): Case[] {
  const next = random(seed + 1);
  const digit = () => Math.floor(next() * 7) - 3;
  return Array.from({ length: count }, (_, i) => {
    const taps = WINDOWS[i % 3];
    const [length, size] = [taps + Math.floor(next() * 9), 1 + Math.floor(next() * 6)];
    const numbers = (count: number) => Array.from({ length: count }, digit);
    return {
      x: tensor([length, size], numbers(length * size)),
      kernel: tensor([taps, size], numbers(taps * size)),
      phrase: numbers(size * (1 + Math.floor(next() * 6))),
      filler: numbers(size),
    };
  });
}

export const last = (values: readonly number[]): number => values[values.length - 1];

function beatsChance(one: LearnedText): Trial {
  const [share, needed] = [last(one.others), beyondChance(one)];
  return share > needed ? null : { share, needed };
}

const sentencePairs = (count: number, seed: number): [string, string][] => {
  const all = pairsOfSentences(count, seed);
  return Array.from({ length: count }, (_, i) => [all[2 * i].text, all[2 * i + 1].text]);
};
