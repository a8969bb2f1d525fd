/** What TextCNN makes of the test texts, beside what classifiers of words alone make of them. */
import type { Indices, Rows, Vocabulary } from "convoke/data";
import { type Net, predict } from "convoke/nets";
import type { Words } from "../../strings.ts";
import { chosenOf, confusionOf } from "../confusion.ts";
import { percent } from "../lines.ts";
import { list } from "../picture/list.ts";
import { matrix } from "../picture/matrix.ts";
import { type LearnOptions, type Results, threadsOf } from "../task.ts";
import { type Comparison, compared, interval } from "./account.ts";
import { logisticRegression, naiveBayes } from "./bag.ts";
import type { TextData } from "./data.ts";
import type { TextShape } from "./net.ts";
import { strongestWindows, type Window } from "./windows.ts";

export interface Learned {
  readonly net: Net;
  readonly data: TextData;
  readonly vocabulary: Vocabulary;
  readonly shape: TextShape;
  /** The test texts as the net takes them. */
  readonly rows: Indices;
}

interface Baseline extends Comparison {
  readonly accuracy: number;
}

interface Example {
  readonly text: string;
  readonly label: number;
  readonly predicted: number;
  readonly windows: readonly Window[];
}

/** A difference that chance makes less often than this is called one. */
const LEVEL = 0.05;
/** Windows shown of a text, and of a class in the picture. */
const SHOWN = { text: 3, class: 12 } as const;

export async function resultsOf(
  learned: Learned,
  options: LearnOptions,
  t: Words,
): Promise<Results> {
  const { net, data, vocabulary, shape, rows } = learned;
  const { labels, tokens } = data.test;
  const threads = threadsOf(options);
  const outputs = await predict(net, rows, threads);
  const { accuracy, counts } = confusionOf(outputs, labels);
  const chosen = chosenOf(outputs);
  const against = (scores: Float32Array): Baseline => {
    const others = { shape: outputs.shape, data: scores };
    const right = (choice: Int32Array) => [...choice].map((c, i) => c === labels[i]);
    const comparison = compared(right(chosen), right(chosenOf(others)));
    return { accuracy: confusionOf(others, labels).accuracy, ...comparison };
  };
  const baselines = {
    naiveBayes: against(naiveBayes(data, vocabulary, shape.ratios)),
    logisticRegression: against(
      await logisticRegression(data, vocabulary, { seed: options.seed, ...threads }),
    ),
  };
  const seen = tokens.map((words) => words.slice(0, shape.length));
  const windows = await strongestWindows(net, shape, rows, seen, chosen, threads);
  const examples = surest(outputs, labels).map((row) => ({
    text: data.test.texts[row],
    label: labels[row],
    predicted: chosen[row],
    windows: windows[row].slice(0, SHOWN.text),
  }));
  const [low, high] = interval(Math.round(accuracy * labels.length), labels.length);
  return {
    report: { accuracy, interval: [low, high], baselines, confusion: counts, examples },
    headline: `TextCNN ${percent(accuracy)} ${t.correctOf} (95 %: ${percent(low)} – ${percent(high)})`,
    words: [
      baselineLine(t.naiveBayes, baselines.naiveBayes, t),
      baselineLine(t.logisticRegression, baselines.logisticRegression, t),
      ...examples.map((example) => exampleLine(example, t)),
    ],
    panels: [
      matrix(`${t.confusion} (${percent(accuracy)})`, counts),
      list(t.strongestWindows, ofClasses(windows, chosen, data.classes)),
    ],
  };
}

/** Of each class the text that was most surely taken for it, rightly; and the surest mistake. */
function surest(outputs: Rows, labels: Int32Array): number[] {
  const [, classes] = outputs.shape;
  const chosen = chosenOf(outputs);
  const margins = Array.from(chosen, (choice, row) => {
    const own = [...outputs.data.subarray(row * classes, (row + 1) * classes)];
    const [most] = own.splice(choice, 1);
    return most - Math.max(...own);
  });
  const best = (fits: (row: number) => boolean) =>
    margins.reduce(
      (at, margin, row) => (fits(row) && (at < 0 || margin > margins[at]) ? row : at),
      -1,
    );
  const rightly = Array.from({ length: classes }, (_, c) =>
    best((row) => chosen[row] === c && labels[row] === c),
  );
  return [...rightly, best((row) => chosen[row] !== labels[row])].filter((row) => row >= 0);
}

function baselineLine(
  name: string,
  { accuracy, first, second, chance }: Baseline,
  t: Words,
): string {
  const verdict = chance >= LEVEL ? t.noDifference : first > second ? t.better : t.worse;
  return `${name} ${percent(accuracy)}; ${t.onlyOneRight}: ${first} / ${second}, p ${chance < 0.001 ? "< 0.001" : `= ${chance.toFixed(3)}`}: ${verdict}`;
}

function exampleLine({ text, label, predicted, windows }: Example, t: Words): string {
  const votes = windows.map(({ words, vote }) => `“${words}” ${vote.toFixed(2)}`).join(", ");
  return `${label} ${t.takenFor} ${predicted}: ${text}\n    ${votes}`;
}

/** The strongest windows of all texts taken for a class, as lines; each phrase once. */
function ofClasses(
  windows: readonly (readonly Window[])[],
  chosen: Int32Array,
  classes: number,
): string[] {
  const each = Math.max(1, Math.floor(SHOWN.class / classes));
  return Array.from({ length: classes }, (_, c) => {
    const all = windows.flatMap((own, row) => (chosen[row] === c ? own.slice(0, 1) : []));
    const sorted = all.toSorted((a, b) => b.vote - a.vote || (a.words < b.words ? -1 : 1));
    const phrases = new Map(sorted.map((window) => [window.words, window]));
    return [...phrases.values()]
      .slice(0, each)
      .map(({ words, vote }) => `${c}  ${vote.toFixed(2)}  ${words}`);
  }).flat();
}
