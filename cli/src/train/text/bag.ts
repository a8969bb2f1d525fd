/** Classifiers that see which words a text has and nothing of their order: what TextCNN is compared with. */
import { encode, type Vocabulary } from "convoke/data";
import { adam, crossEntropy, indices, sum } from "convoke/grad";
import {
  build,
  constantValues,
  cosineRate,
  embedding,
  type Layer,
  predict,
  train,
} from "convoke/nets";
import type { Sentences, TextData } from "./data.ts";

/**
 * How much more each word belongs to a class than to all: log of its share of the class's words less
 * the mean over classes, words counted once a text and one of each added. [tokens, classes]; 0 for what
 * fills up and for what is unknown.
 *
 * Source: Wang and Manning, "Baselines and bigrams", ACL 2012.
 */
export function logRatios(
  { tokens, labels }: Sentences,
  vocabulary: Vocabulary,
  classes: number,
): Float32Array {
  const size = vocabulary.tokens.length;
  const counts = Array.from({ length: classes }, () => new Float64Array(size).fill(1));
  tokens.forEach((words, i) => {
    for (const word of new Set(words)) {
      const number = vocabulary.numbers.get(word);
      if (number !== undefined) counts[labels[i]][number]++;
    }
  });
  const shares = counts.map((own) => {
    const all = Math.log(own.reduce((a, b) => a + b));
    return own.map((count) => Math.log(count) - all);
  });
  const ratios = new Float32Array(size * classes);
  for (let word = 2; word < size; word++) {
    const mean = shares.reduce((total, own) => total + own[word], 0) / classes;
    shares.forEach((own, c) => {
      ratios[word * classes + c] = own[word] - mean;
    });
  }
  return ratios;
}

/** Each class's number for each text: multinomial naive Bayes, words counted once a text. */
export function naiveBayes(
  { train: { tokens, labels }, test, classes }: TextData,
  { numbers }: Vocabulary,
  ratios: Float32Array,
): Float32Array {
  const scores = new Float32Array(test.tokens.length * classes);
  const first = new Float64Array(classes).map((_, c) =>
    Math.log(Math.max(1, labels.filter((label) => label === c).length) / tokens.length),
  );
  test.tokens.forEach((words, i) => {
    for (let c = 0; c < classes; c++) {
      scores[i * classes + c] = [...new Set(words)].reduce(
        (total, word) => total + ratios[(numbers.get(word) ?? 0) * classes + c],
        first[c],
      );
    }
  });
  return scores;
}

const LOGISTIC = { epochs: 15, batchSize: 50, rate: 0.02, weightDecay: 0.3 } as const;

/** The same numbers from logistic regression: a weight for each word and class, summed over the text. */
export async function logisticRegression(
  { train: learned, test, classes }: TextData,
  vocabulary: Vocabulary,
  options: { readonly seed: number; readonly threads?: number },
): Promise<Float32Array> {
  const once = ({ tokens }: Sentences) => tokens.map((words) => [...new Set(words)]);
  const [words, unseen] = [once(learned), once(test)];
  const length = words.reduce((most, { length: own }) => Math.max(most, own), 1);
  const size = vocabulary.tokens.length;
  const table = embedding(size, classes, { paddingIndex: 0, init: constantValues(0) });
  const layer: Layer = {
    name: "bag of words",
    forward: (x, scope) => sum(scope.through("words", table, x), 1),
  };
  const { seed, ...threads } = options;
  const net = build(layer, indices("words", [1, length], size), { seed });
  const { rate, weightDecay, epochs, batchSize } = LOGISTIC;
  await train({
    net,
    examples: {
      inputs: encode(words, vocabulary, length),
      targets: { shape: [words.length], data: learned.labels },
    },
    loss: crossEntropy,
    optimizer: (steps) => adam({ rate: cosineRate({ rate, steps }), weightDecay }),
    epochs,
    batchSize: Math.min(batchSize, words.length),
    seed,
    ...threads,
  });
  return (await predict(net, encode(unseen, vocabulary, length), threads)).data as Float32Array;
}
