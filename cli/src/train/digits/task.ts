/** `convoke train digits`: the net, how it learns, and what is reported. */
import { augmentImages } from "convoke/data";
import { adam, crossEntropy } from "convoke/grad";
import { type Net, oneCycleRate, predict } from "convoke/nets";
import type { Words } from "../../strings.ts";
import { confusionOf } from "../confusion.ts";
import { percent } from "../lines.ts";
import { firstKernels, kernels } from "../picture/kernels.ts";
import { matrix } from "../picture/matrix.ts";
import { type LearnOptions, type Lesson, type Results, type Task, threadsOf } from "../task.ts";
import { type Digits, readDigitsFrom } from "./data.ts";
import { digitsNet } from "./net.ts";

/** Pixels by which training images are moved, to either side. */
const SHIFT = 1.5;

export const digits: Task = {
  name: "digits",
  title: "digits",
  about: "aboutDigits",
  defaults: { batchSize: 64, rate: 0.004 },
  load: async (folder) => {
    const data = await readDigitsFrom(folder);
    const [train, test] = [data.train.labels.data.length, data.test.labels.data.length];
    return {
      source: data.source,
      train,
      test,
      epochs: epochsFor(train),
      pace: "imagesPerSecond",
      begin: (options) => lesson(data, options),
    };
  },
};

/** Eight for all of MNIST; fewer images are seen more often. */
const epochsFor = (images: number): number =>
  Math.min(60, Math.max(8, Math.ceil(120_000 / images)));

function lesson({ train: { images, labels }, test }: Digits, options: LearnOptions): Lesson {
  const net = digitsNet(options.seed);
  return {
    net,
    how: {
      examples: { inputs: images, targets: labels },
      validation: { inputs: test.images, targets: test.labels },
      loss: crossEntropy,
      optimizer: (steps) => adam({ rate: oneCycleRate({ rate: options.rate, steps }) }),
      augment: (batch, next, out) => augmentImages(batch, { shift: SHIFT }, next, out),
    },
    results: (_, t) => resultsOf(net, test, options, t),
  };
}

async function resultsOf(
  net: Net,
  { images, labels }: Digits["test"],
  options: LearnOptions,
  t: Words,
): Promise<Results> {
  const outputs = await predict(net, images, threadsOf(options));
  const { counts, accuracy } = confusionOf(outputs, labels.data);
  return {
    report: { accuracy, confusion: counts },
    headline: `${percent(accuracy)} ${t.correctOf}`,
    panels: [
      kernels(t.learnedKernels, firstKernels(net).list),
      matrix(`${t.confusion} (${percent(accuracy)})`, counts),
    ],
  };
}
