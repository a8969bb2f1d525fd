/** `convoke train text`: TextCNN beside classifiers that do not see the order of words. */
import { buildVocabulary, encode } from "convoke/data";
import { adam, crossEntropy } from "convoke/grad";
import { oneCycleRate } from "convoke/nets";
import type { LearnOptions, Lesson, Task } from "../task.ts";
import { logRatios } from "./bag.ts";
import { readTextsFrom, type TextData } from "./data.ts";
import { textNet, WINDOWS } from "./net.ts";
import { resultsOf } from "./results.ts";

/** Words of a text that are seen; the rest is cut off. */
const LONGEST = 60;

export const text: Task = {
  name: "text",
  title: "text",
  about: "aboutText",
  defaults: { batchSize: 50, rate: 0.003 },
  load: async (file) => {
    const data = await readTextsFrom(file);
    const { train, test, source } = data;
    return {
      source,
      train: train.texts.length,
      test: test.texts.length,
      epochs: 4,
      pace: "textsPerSecond",
      begin: (options) => lesson(data, options),
    };
  },
};

function lesson(data: TextData, options: LearnOptions): Lesson {
  const { train, test, classes } = data;
  const vocabulary = buildVocabulary(train.tokens);
  const longest = train.tokens.reduce((most, { length }) => Math.max(most, length), 0);
  const length = Math.max(...WINDOWS, Math.min(LONGEST, longest));
  const shape = { length, classes, ratios: logRatios(train, vocabulary, classes) };
  const net = textNet(shape, options.seed);
  const rows = (tokens: TextData["test"]["tokens"]) => encode(tokens, vocabulary, length);
  const targets = (labels: Int32Array) => ({ shape: [labels.length], data: labels });
  const unseen = rows(test.tokens);
  return {
    net,
    how: {
      examples: { inputs: rows(train.tokens), targets: targets(train.labels) },
      validation: { inputs: unseen, targets: targets(test.labels) },
      loss: crossEntropy,
      optimizer: (steps) => adam({ rate: oneCycleRate({ rate: options.rate, steps }) }),
    },
    results: (_, t) => resultsOf({ net, data, vocabulary, shape, rows: unseen }, options, t),
  };
}
