/** Exercise 6.1-5: a kernel that slides along a sentence, what it sees, and what pooling forgets. */
import { tensor } from "convoke";
import { random } from "convoke/data";
import { matrixOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { curves } from "./curves.ts";
import { errors } from "./errors.ts";
import { learnText } from "./net.ts";
import { generatedCorpus, vectorsOf, wordsOf } from "./sentences.ts";
import { last, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";
import { seenBy, slid } from "./windows.ts";

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
      statements: await statementsOf(
        subject,
        { reaches, ordered, learned },
        quick ? 40 : 2000,
        seed,
        (share) => onProgress?.(0.7 + 0.3 * share),
      ),
    };
  },
});
