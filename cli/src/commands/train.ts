/** `convoke train`: learns, shows how it goes, writes checkpoints and a picture. */
import { enableWideSimd } from "convoke";
import { type Progress, summary, type Trained } from "convoke/nets";
import { EXIT_CODES, Failure } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";
import { readBytes } from "../image/read.ts";
import type { Words } from "../strings.ts";
import { statusLine } from "../terminal/status.ts";
import { type Digits, readDigitsFrom } from "../train/data.ts";
import {
  type DigitsOptions,
  digitsNet,
  epochsFor,
  resultsOf,
  trainDigits,
} from "../train/digits.ts";
import { trainingPicture } from "../train/picture.ts";
import { threadsOf, whole } from "./filter-options.ts";

export interface RawTrainOptions {
  readonly epochs?: string;
  readonly batch: string;
  readonly rate: string;
  readonly seed: string;
  readonly threads?: string;
  readonly out: string;
  readonly resume?: string;
  readonly data?: string;
  /** False for `--no-wide`. */
  readonly wide: boolean;
  readonly json?: boolean;
}

export async function train(raw: RawTrainOptions, t: Words): Promise<void> {
  const epochs = raw.epochs === undefined ? null : whole("--epochs", raw.epochs, 1);
  const given = {
    batchSize: whole("--batch", raw.batch, 1),
    rate: positive("--rate", raw.rate),
    seed: whole("--seed", raw.seed, 0),
    threads: raw.threads === undefined ? null : threadsOf(raw.threads),
  };
  const picture = `${raw.out.replace(/\.[^./\\]*$/, "")}.svg`;
  if (picture === raw.out)
    throw new Failure(
      "usage",
      `expected another name than that of the picture for --out, got ${raw.out}`,
    );
  for (const file of [raw.out, picture]) await checkTarget(file);
  const resume = raw.resume === undefined ? null : await readBytes(raw.resume);
  const digits = await readDigitsFrom(raw.data);
  const options = { ...given, epochs: epochs ?? epochsFor(digits.train.labels.data.length) };
  if (raw.wide) await enableWideSimd();
  const net = digitsNet(options.seed);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say(summary(net));
  say(`${t.trainData}: ${digits.source}, ${countsOf(digits, t)}`);

  const seconds: number[] = [];
  const status = statusLine(process.stderr);
  const interruption = onInterrupt();
  const began = performance.now();
  let last = began;
  let trained: Trained;
  try {
    trained = await trainDigits(net, digits, options, {
      ...(resume ? { resume } : {}),
      signal: interruption.signal,
      onStep: (progress) => status.show(() => stepLine(progress, t)),
      onEpoch: async (report, checkpoint) => {
        const now = performance.now();
        seconds.push((now - last) / 1000);
        status.clear();
        say(
          `${t.epoch} ${report.epoch}/${options.epochs}  ${((now - last) / 1000).toFixed(2)} s  ` +
            `${t.loss} ${report.loss.toFixed(4)}  ${percent(report.accuracy)}  ` +
            `${t.testSet} ${report.validation!.loss.toFixed(4)}  ${percent(report.validation!.accuracy)}`,
        );
        await writeWhole(raw.out, checkpoint());
        last = performance.now();
      },
    });
  } finally {
    status.clear();
    interruption.stop();
  }
  const took = (performance.now() - began) / 1000;
  await writeWhole(raw.out, trained.checkpoint);
  if (trained.why === "signal") {
    say(`${t.stopped} ${trained.step}: ${t.goOn} --resume ${raw.out}`);
    process.exitCode = EXIT_CODES.interrupted;
    return;
  }
  const results = await resultsOf(net, digits, trained.history, options.threads);
  const title = `${t.digits}: ${digits.source}, ${countsOf(digits, t)}`;
  await writeWhole(picture, new TextEncoder().encode(trainingPicture(results, title, t)));
  if (raw.json) {
    const { history, confusion, accuracy } = results;
    const report = reportOf(digits, options, { seconds, took, step: trained.step });
    const files = { checkpoint: raw.out, picture };
    process.stdout.write(
      `${JSON.stringify({ ...report, accuracy, files, confusion, history }, null, 2)}\n`,
    );
  } else {
    say(`${percent(results.accuracy)} ${t.correctOf}, ${took.toFixed(1)} s`);
    say(`${t.wrote} ${raw.out}, ${picture}`);
  }
}

function reportOf(
  { source, train: { labels }, test }: Digits,
  options: DigitsOptions,
  figures: { seconds: number[]; took: number; step: number },
) {
  const { seconds, took, step } = figures;
  return {
    task: "digits",
    data: { source, train: labels.data.length, test: test.labels.data.length },
    ...options,
    steps: step,
    seconds: took,
    secondsAnEpoch: seconds,
  };
}

const percent = (share: number | null): string => `${(100 * (share ?? 0)).toFixed(2)} %`;

const countsOf = ({ train: { labels }, test }: Digits, t: Words): string =>
  `${t.trainSet} ${labels.data.length}, ${t.testSet} ${test.labels.data.length}`;

function stepLine(progress: Progress, t: Words): string {
  const { epoch, epochs, step, steps, loss, accuracy, examplesPerSecond, secondsLeft } = progress;
  const left = Math.round(secondsLeft);
  return (
    `${t.epoch} ${epoch}/${epochs}  ${step}/${steps}  ${t.loss} ${loss.toFixed(4)}  ` +
    `${percent(accuracy)}  ${Math.round(examplesPerSecond)} ${t.imagesPerSecond}  ` +
    `${Math.floor(left / 60)}:${`${left % 60}`.padStart(2, "0")} ${t.left}`
  );
}

/** Ctrl-C ends the training after its step; a second one ends the process. */
function onInterrupt() {
  const control = new AbortController();
  const before = process.listeners("SIGINT");
  process.removeAllListeners("SIGINT");
  const restore = () => {
    process.removeListener("SIGINT", abort);
    for (const listener of before) process.on("SIGINT", listener);
  };
  const abort = () => {
    restore();
    control.abort();
  };
  process.on("SIGINT", abort);
  return { signal: control.signal, stop: () => control.signal.aborted || restore() };
}

/** @throws Failure unless the text is a number above 0. */
function positive(name: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Failure("usage", `expected a number above 0 for ${name}, got ${text}`);
}
