/** `convoke train`: learns, shows how it goes, writes checkpoints and a picture. */
import { enableWideSimd } from "convoke";
import { train as learn, summary, type Trained } from "convoke/nets";
import { EXIT_CODES, Failure, perhaps, quoted } from "../failure.ts";
import { checkTarget, writeWhole } from "../image/atomic.ts";
import type { Words } from "../strings.ts";
import { statusLine } from "../terminal/status.ts";
import { onInterrupt } from "../train/interrupt.ts";
import { dataLine, epochLine, stepLine } from "../train/lines.ts";
import { trainingPicture } from "../train/picture/sheet.ts";
import { checkResumed, checkTask, readResumed, refusalOf } from "../train/resume.ts";
import { type Task, threadsOf } from "../train/task.ts";
import { taskNamed } from "../train/tasks.ts";
import { threadsOf as countOfThreads, whole } from "./filter-options.ts";

export interface RawTrainOptions {
  readonly epochs?: string;
  readonly batch?: string;
  readonly rate?: string;
  readonly seed: string;
  readonly threads?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly data?: string;
  readonly input?: string;
  /** False for `--no-wide`. */
  readonly wide: boolean;
  readonly json?: boolean;
}

export async function train(name: string, raw: RawTrainOptions, t: Words): Promise<void> {
  const task = taskNamed(name);
  const { batchSize, rate } = task.defaults;
  const epochs = raw.epochs === undefined ? null : whole("--epochs", raw.epochs, 1);
  const given = {
    ...inputOf(task, raw.input),
    batchSize: raw.batch === undefined ? batchSize : whole("--batch", raw.batch, 1),
    rate: raw.rate === undefined ? rate : positive("--rate", raw.rate),
    seed: whole("--seed", raw.seed, 0),
    threads: raw.threads === undefined ? null : countOfThreads(raw.threads),
  };
  const out = raw.out ?? `${name}.safetensors`;
  const picture = `${out.replace(/\.[^./\\]*$/, "")}.svg`;
  if (picture === out)
    throw new Failure(
      "usage",
      `expected another name than that of the picture for --out, got ${out}`,
    );
  for (const file of [out, picture]) await checkTarget(file);
  const resumed = raw.resume === undefined ? null : await readResumed(raw.resume);
  if (resumed) checkTask(resumed, name);
  const course = await task.load(raw.data);
  const options = { ...given, epochs: epochs ?? course.epochs };
  if (options.batchSize > course.train)
    throw new Failure(
      "usage",
      `expected at most ${course.train} for --batch, the number of training examples, got ${options.batchSize}`,
    );
  if (resumed) checkResumed(resumed, options, course);
  if (raw.wide) await enableWideSimd();
  const status = statusLine({ quiet: raw.json });
  const { net, how, note, results } = await course.begin(options, (done, of) =>
    status.show(() => `${t.preparing} ${done}/${of}`),
  );
  status.clear();
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say(summary(net));
  say(`${t.trainData}: ${dataLine(course, t)}`);

  const secondsAnEpoch: number[] = [];
  const interruption = onInterrupt();
  const began = performance.now();
  let last = began;
  let trained: Trained;
  try {
    trained = await learn({
      net,
      name,
      ...how,
      epochs: options.epochs,
      batchSize: options.batchSize,
      seed: options.seed,
      ...threadsOf(options),
      ...(resumed ? { resume: resumed.bytes } : {}),
      signal: interruption.signal,
      onStep: (progress) => status.show(() => stepLine(progress, course, t)),
      onEpoch: async (report, checkpoint) => {
        const seconds = (performance.now() - last) / 1000;
        secondsAnEpoch.push(seconds);
        status.clear();
        const state = checkpoint();
        const more = note ? `  ${note(state)}` : "";
        say(`${epochLine(report, options.epochs, seconds, t)}${more}`);
        await writeWhole(out, state);
        last = performance.now();
      },
    });
  } catch (error) {
    throw refusalOf(error, resumed, options);
  } finally {
    status.clear();
    interruption.stop();
  }
  const seconds = (performance.now() - began) / 1000;
  await writeWhole(out, trained.checkpoint);
  if (trained.why === "signal") {
    say(`${t.stopped} ${trained.step}: ${t.goOn} --resume ${out}`);
    process.exitCode = EXIT_CODES.interrupted;
    return;
  }
  const { history, step: steps } = trained;
  const { report, headline, words = [], panels } = await results(trained, t);
  const title = `${t[task.title]}: ${dataLine(course, t)}`;
  const svg = trainingPicture(title, history, panels, t);
  await writeWhole(picture, new TextEncoder().encode(svg));
  if (raw.json) {
    const { source, train, test } = course;
    const about = { task: name, data: { source, train, test }, ...options };
    const took = { steps, seconds, secondsAnEpoch };
    const files = { checkpoint: out, picture };
    const all = { ...about, ...took, ...report, files, history };
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  } else {
    say(`${headline}, ${seconds.toFixed(1)} s`);
    for (const line of words) say(line);
    say(`${t.wrote} ${out}, ${picture}`);
  }
}

/** @throws Failure for what the task does not take. */
function inputOf({ name, inputs = [] }: Task, input = inputs[0]): { input?: string } {
  if (input === undefined) return {};
  if (inputs.includes(input)) return { input };
  const expected =
    inputs.length === 0 ? `no --input for ${name}` : `${inputs.join(" or ")} for --input`;
  throw new Failure("usage", `expected ${expected}, got ${quoted(input)}${perhaps(input, inputs)}`);
}

/** @throws Failure unless the text is a number above 0. */
function positive(name: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Failure("usage", `expected a number above 0 for ${name}, got ${text}`);
}
