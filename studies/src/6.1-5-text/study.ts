/** Exercise 6.1-5: a kernel that slides along a sentence, what it sees, and what pooling forgets. */
import { conv1d, type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { curve } from "../curve.ts";
import { matrixOf } from "../matrices.ts";
import { inTurn, type Trial, tried, triedOn } from "../model/statement.ts";
import { type Context, study } from "../model/study.ts";
import { errors } from "./errors.ts";
import {
  beyondChance,
  type LearnedText,
  type LearnTextOptions,
  learnText,
  WINDOWS,
} from "./net.ts";
import { generatedCorpus, pairsOfSentences, vectorsOf, wordsOf } from "./sentences.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

/** A kernel [k, d] along vectors of words [L, d]: one number for each window, [L − (k − 1)·dilation]. */
async function slid(x: Tensor, kernel: Tensor, dilation = 1): Promise<Float32Array> {
  const [length, size] = x.shape;
  const y = await conv1d(
    { shape: [1, length, size], data: x.data },
    { shape: [kernel.shape[0], size, 1], data: kernel.data },
    { dataLayout: "nhwc", weightLayout: "hwio", dilation, accuracy: "exact" },
  );
  return y.data as Float32Array;
}

/** Numbers of a word's vector on paper. */
const SIZE = 4;

const subject = { slid, pooled: (values: Float32Array): number => Math.max(...values), learnText };
export type Subject = typeof subject;

export const text = study({
  id: "6.1-5",
  slug: "text",
  parameters: {
    sentence: {
      kind: "text",
      label: { en: "sentence", zh: "句子" },
      standard: "the plot is not bad and the music is good",
    },
    window: {
      kind: "whole",
      label: { en: "words of a window", zh: "窗口的词数" },
      from: 1,
      to: 7,
      standard: 3,
    },
    layers: {
      kind: "whole",
      label: { en: "layers of the stack", zh: "堆叠的层数" },
      from: 2,
      to: 5,
      standard: 3,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ sentence, window, layers }, { effort, seed, data, onProgress, onSample }, subject) {
    const quick = effort === "quick";
    const words = wordsOf(sentence, window);
    const next = random(seed);
    const digit = () => Math.floor(next() * 7) - 3;
    const vectors = vectorsOf(words, SIZE, seed);
    const x = tensor([words.length, SIZE], vectors.flat());
    const kernel = tensor([window, SIZE], Array.from({ length: window * SIZE }, digit));
    const y = await subject.slid(x, kernel);
    const cases = Array.from({ length: quick ? 40 : 2000 }, (_, i) => {
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
    type Case = (typeof cases)[number];
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
    const dilations = Array.from({ length: layers }, (_, i) => 2 ** i);
    const stacks = [3, 4, 5].flatMap((taps) =>
      [dilations.map(() => 1), dilations].map((steps) => ({ taps, steps })),
    );
    const reaches = await Promise.all(
      stacks.map(async ({ taps, steps }) => ({
        ...{ taps, steps, formula: 1 + steps.reduce((sum, d) => sum + (taps - 1) * d, 0) },
        seen: await seenBy(subject.slid, taps, steps),
      })),
    );
    const order = generatedCorpus(quick ? 100 : 400, seed);
    const orderCurves = curves("order", onSample);
    const ordered = await subject.learnText(order, {
      ...{ epochs: quick ? 12 : 20, seed, rate: 0.02 },
      ...orderCurves.listeners,
    });
    onProgress?.(0.4);
    const corpus = await data.sentences();
    const real = corpus ?? generatedCorpus(quick ? 100 : 400, seed + 7);
    const corpusCurves = curves("corpus", onSample);
    const learned = await subject.learnText(real, {
      ...{ epochs: corpus ? 4 : 12, seed, rate: 0.01 },
      ...corpusCurves.listeners,
    });
    const strongest = y.indexOf(subject.pooled(y));
    return {
      facts: {
        words: words.length,
        window,
        places: y.length,
        strongest: words.slice(strongest, strongest + window).join(" "),
        layers,
        plainReach: reaches[0].seen,
        dilatedReach: reaches[1].seen,
        source: real.source,
        sentences: real.train.length,
        tested: learned.tested,
        chance: learned.chance,
        share: last(learned.others),
        knownShare: last(learned.known),
        orderShare: last(ordered.others),
        orderTested: ordered.tested,
      },
      steps: [
        {
          key: "windows",
          exhibits: [
            matrixOf("vectors", x),
            matrixOf("kernel", kernel),
            {
              ...matrixOf("answers", tensor([y.length, 1], y)),
              link: {
                to: "vectors",
                by: "element",
                elements: Array.from(y, (_, i) =>
                  Array.from({ length: window * SIZE }, (_, at) => i * SIZE + at),
                ),
              },
            },
            {
              kind: "table",
              name: "read",
              head: ["place", "seenWords", "answer"],
              rows: Array.from(y, (v, i) => [i, words.slice(i, i + window).join(" "), v]),
            },
          ],
        },
        {
          key: "reach",
          exhibits: [
            {
              kind: "table",
              name: "stacks",
              head: ["taps", "dilations", "formula", "seen"],
              rows: reaches.map(({ taps, steps, formula, seen }) => [
                taps,
                steps.join(", "),
                formula,
                seen,
              ]),
            },
          ],
        },
        {
          key: "order",
          exhibits: [
            {
              kind: "table",
              name: "pairs",
              head: ["class", "sentence"],
              rows: order.train.slice(0, 4).map(({ text, label }) => [label, text]),
            },
            ...orderCurves.exhibits,
          ],
        },
        { key: "corpus", exhibits: corpusCurves.exhibits },
      ],
      statements: await inTurn(
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
        (share) => onProgress?.(0.7 + 0.3 * share),
      ),
    };
  },
});

const last = (values: readonly number[]): number => values[values.length - 1];

function beatsChance(one: LearnedText): Trial {
  const [share, needed] = [last(one.others), beyondChance(one)];
  return share > needed ? null : { share, needed };
}

const sentencePairs = (count: number, seed: number): [string, string][] => {
  const all = pairsOfSentences(count, seed);
  return Array.from({ length: count }, (_, i) => [all[2 * i].text, all[2 * i + 1].text]);
};

/** Loss by step and accuracies by epoch of a net, and what has to listen while it learns. */
function curves(name: "order" | "corpus", onSample: Context["onSample"]) {
  const loss = curve(`${name}Loss`, "step", ["loss"], onSample);
  const accuracy = curve(`${name}Curve`, "epoch", ["knownLine", "otherLine"], onSample);
  const listeners: Pick<LearnTextOptions, "onStep" | "onEpoch"> = {
    onStep: ({ step, batchLoss }) => loss.add("loss", step, batchLoss),
    onEpoch: async ({ epoch, accuracy: known, validation }) => {
      await accuracy.add("knownLine", epoch, known ?? 0);
      await accuracy.add("otherLine", epoch, validation?.accuracy ?? 0);
    },
  };
  return { exhibits: [loss.series, accuracy.series], listeners };
}

/** Words that the first output of a stack sees, counted by touching each. */
async function seenBy(
  of: typeof slid,
  taps: number,
  dilations: readonly number[],
): Promise<number> {
  const length = 2 + dilations.reduce((sum, d) => sum + (taps - 1) * d, 0);
  const ones = tensor([taps, 1], new Array<number>(taps).fill(1));
  let seen = 0;
  for (let i = 0; i < length; i++) {
    let values = Float32Array.from({ length }, (_, n) => (n === i ? 1 : 0));
    for (const dilation of dilations)
      values = Float32Array.from(await of(tensor([values.length, 1], values), ones, dilation));
    if (values[0] !== 0) seen++;
  }
  return seen;
}
