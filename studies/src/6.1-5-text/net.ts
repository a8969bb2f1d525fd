/** A small classifier of sentences: words as vectors, windows of three, four and five of them, maxima. */
import { buildVocabulary, encode, PAD, tokenize } from "convoke/data";
import { adam, crossEntropy, indices } from "convoke/grad";
import {
  branches,
  build,
  conv1d,
  dropout,
  embedding,
  linear,
  maxOver,
  normalValues,
  oneCycleRate,
  relu,
  sequential,
  type TrainOptions,
  train,
  transpose,
} from "convoke/nets";
import type { Corpus, Labelled } from "../model/study.ts";

export const WINDOWS = [3, 4, 5] as const;

const [COLUMNS, FILTERS] = [16, 12];
/** Longer sentences are cut: words a row. */
const LONGEST = 40;

export interface LearnedText {
  readonly words: number;
  readonly classes: number;
  readonly tested: number;
  /** Share of the most frequent class of the sentences tested: what needs no learning. */
  readonly chance: number;
  /** Shares right after each epoch: of those learned from, and of others. */
  readonly known: readonly number[];
  readonly others: readonly number[];
}

export interface LearnTextOptions {
  readonly epochs: number;
  readonly seed: number;
  readonly rate: number;
  readonly onStep?: TrainOptions["onStep"];
  readonly onEpoch?: TrainOptions["onEpoch"];
}

/** Source: Kim, "Convolutional neural networks for sentence classification", EMNLP 2014. */
export async function learnText(
  { train: learned, test }: Corpus,
  { epochs, seed, rate, onStep, onEpoch }: LearnTextOptions,
): Promise<LearnedText> {
  const documents = learned.map(({ text }) => tokenize(text));
  const vocabulary = buildVocabulary(documents, { minFreq: documents.length > 500 ? 2 : 1 });
  const rows = vocabulary.tokens.length;
  const longest = documents.reduce<number>(
    (most, words) => Math.max(most, words.length),
    WINDOWS[2],
  );
  const length = Math.min(LONGEST, longest);
  const classes = 1 + [...learned, ...test].reduce((most, { label }) => Math.max(most, label), 1);
  const examples = (sentences: readonly Labelled[]) => ({
    inputs: encode(
      sentences.map(({ text }) => tokenize(text)),
      vocabulary,
      length,
    ),
    targets: {
      shape: [sentences.length],
      data: Int32Array.from(sentences, ({ label }) => label),
    },
  });
  const windows = WINDOWS.map((kernelSize) =>
    sequential([conv1d(COLUMNS, FILTERS, { kernelSize }), relu(), maxOver()]),
  );
  const net = build(
    sequential([
      embedding(rows, COLUMNS, { paddingIndex: PAD, init: normalValues(0, 0.3) }),
      transpose(1, 2),
      branches(windows),
      dropout(0.3),
      linear(WINDOWS.length * FILTERS, classes),
    ]),
    indices("words", [1, length], rows),
    { seed },
  );
  const { history } = await train({
    ...{ net, epochs, seed, loss: crossEntropy, threads: 1 },
    examples: examples(learned),
    validation: examples(test),
    optimizer: (steps) => adam({ rate: oneCycleRate({ rate, steps }) }),
    batchSize: Math.min(50, learned.length),
    ...(onStep && { onStep }),
    ...(onEpoch && { onEpoch }),
  });
  const counts = new Array<number>(classes).fill(0);
  for (const { label } of test) counts[label]++;
  return {
    words: rows,
    classes,
    tested: test.length,
    chance: Math.max(...counts) / test.length,
    known: history.map(({ accuracy }) => accuracy ?? 0),
    others: history.map(({ validation }) => validation?.accuracy ?? 0),
  };
}

/** How far above chance a share must be: two standard deviations of a guess. */
export const beyondChance = ({ chance, tested }: LearnedText): number =>
  chance + 2 * Math.sqrt((chance * (1 - chance)) / tested);
