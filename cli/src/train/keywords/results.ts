/** What the net makes of the test, and what a baseline makes of it. */
import type { Tensor } from "convoke";
import type { Rows } from "convoke/data";
import { adam, crossEntropy } from "convoke/grad";
import { type Net, oneCycleRate, predict, train } from "convoke/nets";
import type { Words } from "../../strings.ts";
import { columns } from "../../terminal/table.ts";
import { type Confusion, confusionOf } from "../confusion.ts";
import { percent } from "../lines.ts";
import { curves } from "../picture/curves.ts";
import { firstKernels, kernels } from "../picture/kernels.ts";
import { matrix } from "../picture/matrix.ts";
import { traces } from "../picture/traces.ts";
import { type LearnOptions, type Results, threadsOf } from "../task.ts";
import { RATIOS } from "./examples.ts";
import type { FrontEnd } from "./inputs.ts";
import { pointNet } from "./nets.ts";
import { type Keywords, LENGTH } from "./sounds.ts";

interface Tested {
  readonly net: Net;
  /** What made its inputs. */
  readonly end: FrontEnd;
  readonly inputs: Tensor;
  readonly labels: Int32Array;
  /** Spectrograms for the baseline: those of the training, and those of the test. */
  readonly points: {
    readonly train: { readonly inputs: Rows; readonly targets: Rows };
    readonly test: Tensor;
  };
}

export async function resultsOf(
  { net, end, inputs, labels, points }: Tested,
  data: Keywords,
  options: LearnOptions,
  t: Words,
): Promise<Results> {
  const threads = threadsOf(options);
  const outputs = await predict(net, inputs, threads);
  const { counts, accuracy } = confusionOf(outputs, labels);
  const baseline = await baselineOf(points.train, data.classes.length, options);
  const lines = await predict(baseline, points.test, threads);
  const [own, its] = [outputs, lines].map((rows) => byRatio(rows, labels));
  const others = await heardIn(net, end, data, threads);
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return {
    report: {
      accuracy,
      classes: data.classes,
      confusion: counts,
      ratios: RATIOS,
      accuracyByRatio: own,
      baseline: { accuracy: confusionOf(lines, labels).accuracy, accuracyByRatio: its },
      heardInOthers: others,
    },
    headline: `${percent(accuracy)} ${t.correctHeard}`,
    words: [
      ...columns(
        [
          ["SNR", ...RATIOS.map((ratio) => `${ratio} dB`)],
          [t.aNet, ...own.map(share)],
          [t.aBaseline, ...its.map(share)],
        ],
        ["left", "right"],
        "",
      ).split("\n"),
      `${others.taken}/${others.windows} ${t.heardInOthers}`,
      data.lone ? t.loneClips : t.unseenClips,
    ],
    panels: [
      learned(net, t),
      matrix(`${t.confusion} (${percent(accuracy)})`, counts, data.classes),
      curves(t.bySnr, [own, its], [t.aNet, t.aBaseline], whole, RATIOS.map(String)),
    ],
  };
}

const whole = (share: number): string => `${Math.round(100 * share)} %`;

/** Accuracy at each of RATIOS, which take turns. */
function byRatio({ shape: [count, classes], data }: Tensor, labels: Int32Array): number[] {
  return RATIOS.map((_, first) => {
    const rows = Array.from({ length: count / RATIOS.length }, (_, i) => i * RATIOS.length + first);
    const own: Confusion = confusionOf(
      {
        shape: [rows.length, classes],
        data: Float32Array.from(
          rows.flatMap((row) => [...data.subarray(row * classes, (row + 1) * classes)]),
        ),
      },
      rows.map((row) => labels[row]),
    );
    return own.accuracy;
  });
}

/** Logistic regression on the points of the spectrograms, from the same examples. */
async function baselineOf(
  examples: Tested["points"]["train"],
  classes: number,
  options: LearnOptions,
): Promise<Net> {
  const net = pointNet(classes, options.seed);
  await train({
    net,
    examples,
    loss: crossEntropy,
    optimizer: (steps) => adam({ rate: oneCycleRate({ rate: 0.001, steps }) }),
    epochs: 10,
    batchSize: Math.min(64, examples.targets.shape[0]),
    seed: options.seed,
    ...threadsOf(options),
  });
  return net;
}

/** Of the seconds in the test's backgrounds, one every quarter: those taken for a keyword. */
async function heardIn(
  net: Net,
  { shape, of }: FrontEnd,
  { test, classes }: Keywords,
  threads: { threads?: number },
): Promise<{ windows: number; taken: number }> {
  const windows = test.backgrounds.flatMap(({ data }) =>
    Array.from({ length: Math.floor((4 * (data.length - LENGTH)) / LENGTH) + 1 }, (_, i) => {
      const from = (i * LENGTH) / 4;
      return of({ shape: [1, LENGTH], data: data.subarray(from, from + LENGTH) });
    }),
  );
  const data = new Float32Array(windows.length * windows[0].length);
  for (const [i, window] of windows.entries()) data.set(window, i * window.length);
  const outputs = await predict(net, { shape: [windows.length, ...shape], data }, threads);
  const labels = windows.map(() => classes.length - 1);
  const right = confusionOf(outputs, labels).counts[classes.length - 1][classes.length - 1];
  return { windows: windows.length, taken: windows.length - right };
}

/** The first layer's kernels: frequency (upwards) × time, or over time alone. */
function learned(net: Net, t: Words): string {
  const { extents, list } = firstKernels(net);
  if (extents.length === 1) return traces(t.learnedKernels, list);
  const [rows, width] = extents;
  const upwards = list.map((weights) =>
    Float32Array.from(
      weights,
      (_, i) => weights[(rows - 1 - Math.floor(i / width)) * width + (i % width)],
    ),
  );
  return kernels(t.learnedKernels, upwards, width);
}
