/** `convoke train keywords`: how it learns. */
import { adam, crossEntropy } from "convoke/grad";
import { oneCycleRate } from "convoke/nets";
import type { Course, LearnOptions, Lesson, Preparing, Task } from "../task.ts";
import { readKeywords } from "./data.ts";
import { RATIOS, testExamples, trainingExamples } from "./examples.ts";
import { eachOf, inputsOf, masked, moved, SPECTROGRAM, WAVEFORM } from "./inputs.ts";
import { spectrogramNet, waveformNet } from "./nets.ts";
import { resultsOf } from "./results.ts";
import type { Keywords } from "./sounds.ts";

export interface Counts {
  /** Examples of a class in training, at least: there are more where there are more clips. */
  readonly trained: number;
  /** Examples of a class at each signal-to-noise ratio of the test. */
  readonly tested: number;
}
const COUNTS: Counts = { trained: 400, tested: 30 };

export const keywords: Task = {
  name: "keywords",
  title: "keywords",
  about: "aboutKeywords",
  defaults: { batchSize: 64, rate: 0.004 },
  inputs: ["spectrogram", "waveform"],
  load: async (folder) => courseOf(await readKeywords(folder)),
};

export function courseOf(data: Keywords, { trained, tested }: Counts = COUNTS): Course {
  const most = data.classes.map(
    (_, label) => data.train.clips.filter((clip) => clip.label === label).length,
  );
  const train = data.classes.length * Math.max(trained, ...most);
  const each = data.classes.length * tested;
  return {
    source: data.source,
    train,
    test: each * RATIOS.length,
    epochs: 15,
    pace: "soundsPerSecond",
    begin: (options, preparing) => lesson(data, train, each, options, preparing),
  };
}

async function lesson(
  data: Keywords,
  count: number,
  each: number,
  options: LearnOptions,
  preparing: Preparing,
): Promise<Lesson> {
  const hears = options.input === "waveform";
  const ends = hears ? [WAVEFORM, SPECTROGRAM] : [SPECTROGRAM];
  const [train, test] = [trainingExamples(data, count, options.seed), testExamples(data, each)];
  const of = count + test.labels.length;
  let done = 0;
  const made = () => preparing(++done, of);
  const trainInputs = await inputsOf(train, ends, made);
  const testInputs = await inputsOf(test, ends, made);
  const [targets, testTargets] = [train, test].map(({ labels }) => ({
    shape: [labels.length],
    data: labels,
  }));
  const net = (hears ? waveformNet : spectrogramNet)(data.classes.length, options.seed);
  const course = {
    loss: crossEntropy,
    optimizer: (steps: number) => adam({ rate: oneCycleRate({ rate: options.rate, steps }) }),
  };
  return {
    net,
    how: {
      ...course,
      examples: { inputs: trainInputs[0], targets },
      validation: { inputs: testInputs[0], targets: testTargets },
      augment: eachOf(hears ? moved : masked),
    },
    results: (_, t) =>
      resultsOf(
        {
          net,
          end: ends[0],
          inputs: testInputs[0],
          labels: test.labels,
          // The last front end's: of spectrograms, whatever the net hears.
          points: {
            train: { inputs: trainInputs.at(-1)!, targets },
            test: testInputs.at(-1)!,
          },
        },
        data,
        options,
        t,
      ),
  };
}
