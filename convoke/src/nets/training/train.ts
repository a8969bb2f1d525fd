/**
 * The training loop. All that it knows between two steps is in a Standing, and each step follows from
 * it and the seed alone: stopping anywhere and going on from a checkpoint changes no bit.
 */
import { host } from "#host";
import { guard, OptionError } from "../../errors.ts";
import type { Optimizer } from "../../grad/optimizer.ts";
import { openSession, type Session } from "../../grad/session.ts";
import { readOptions, wholeNumber } from "../../options.ts";
import type { Net } from "../net.ts";
import { batchOf, checkExamples, type Examples, type Loss, measuresOf, noSums } from "./batch.ts";
import {
  type EpochReport,
  readCheckpoint,
  type Settings,
  type Standing,
  writeCheckpoint,
} from "./checkpoint.ts";
import { evaluation } from "./evaluation.ts";
import { type Augment, stepsOf } from "./step.ts";

export interface TrainOptions {
  readonly net: Net;
  /** Those that do not fill a batch at the end of an epoch wait for the next. */
  readonly examples: Examples;
  /** Measured after every epoch. */
  readonly validation?: Examples;
  readonly loss: Loss;
  /** Or one made for the number of steps that all epochs take. */
  readonly optimizer: Optimizer | ((steps: number) => Optimizer);
  readonly epochs: number;
  /** Default 64. */
  readonly batchSize?: number;
  /** Of the order of examples and of `augment`. Default 0. */
  readonly seed?: number;
  readonly augment?: Augment;
  /** Ends after so many epochs without a lower validation loss; the best epoch's parameters stay. */
  readonly patience?: number;
  /** What is learned: checkpoints say so, and those of another name are not resumed. Default: no name. */
  readonly name?: string;
  /** A checkpoint of the same training: goes on behind its last step. */
  readonly resume?: Uint8Array;
  /** Ends the training after the step under way. */
  readonly signal?: AbortSignal;
  /** Default: what the machine has. The results do not depend on it. */
  readonly threads?: number;
  /** The next step waits for a promise that it gives back. */
  readonly onStep?: (progress: Progress) => unknown;
  readonly onEpoch?: (
    report: EpochReport,
    checkpoint: () => Uint8Array<ArrayBuffer>,
  ) => void | Promise<void>;
}

export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done, and steps in all. */
  readonly step: number;
  readonly steps: number;
  /** Of the step's batch. */
  readonly batchLoss: number;
  /** Means over the epoch so far. */
  readonly loss: number;
  readonly accuracy: number | null;
  readonly examplesPerSecond: number;
  readonly secondsLeft: number;
  /**
   * Copies the parameters of now to the net, where graphs in other sessions can load them while it
   * learns; the training goes on from its own.
   */
  readonly save: () => void;
}

export interface Trained {
  readonly why: "all epochs" | "patience" | "signal";
  readonly step: number;
  readonly history: readonly EpochReport[];
  /** The epoch whose parameters the net has. Null: those of the last step. */
  readonly best: number | null;
  readonly checkpoint: Uint8Array<ArrayBuffer>;
}

/** Milliseconds after which other events get a turn: runs may end without giving them one. */
const BREATH = 50;

const OPTIONS = [
  "net",
  "examples",
  "validation",
  "loss",
  "optimizer",
  "epochs",
  "batchSize",
  "seed",
  "augment",
  "patience",
  "name",
  "resume",
  "signal",
  "threads",
  "onStep",
  "onEpoch",
] as const;

/**
 * Trains the net's parameters.
 *
 * @throws OptionError, ShapeError for options and examples that do not fit the net or the checkpoint.
 * @throws RuntimeError when the loss is no finite number any more.
 */
export async function train(options: TrainOptions): Promise<Trained> {
  readOptions("train", options, OPTIONS);
  const { net, examples, validation, loss, epochs, patience, signal, threads } = options;
  const { batchSize = 64, seed = 0, augment = null, onStep, onEpoch } = options;
  const perEpoch = checkTraining(options, batchSize);
  const steps = epochs * perEpoch;
  const optimizer =
    typeof options.optimizer === "function" ? options.optimizer(steps) : options.optimizer;
  const batch = batchOf(net, loss, examples.targets, batchSize, true);
  const checks = validation && evaluation(net, loss, validation, batchSize);
  const learning = { outputs: [batch.output, batch.loss], minimize: batch.loss, optimizer };
  using session: Session = await openSession(
    { train: learning, ...checks?.runs },
    threads === undefined ? {} : { threads },
  );

  const settings: Settings = {
    seed,
    batchSize,
    examples: examples.inputs.shape[0],
    steps,
    optimizer: optimizer.name,
    rates: [optimizer.scalars(1), optimizer.scalars(steps)],
  };
  const standing: Standing = options.resume
    ? readCheckpoint(options.resume, session, settings, options.name ?? null)
    : { step: 0, sums: noSums(), history: [], best: null };
  const { history } = standing;
  const step = stepsOf(session, batch, { examples, seed, augment });
  const checkpoint = () => writeCheckpoint(session, settings, standing, options.name ?? null);

  const endEpoch = async () => {
    const measured = checks ? await checks.measure(session) : null;
    const epoch = history.length + 1;
    history.push({ epoch, ...measuresOf(standing.sums, examples), validation: measured });
    standing.sums = noSums();
    const least = standing.best ? history[standing.best.epoch - 1].validation!.loss : Infinity;
    if (patience !== undefined && measured!.loss < least)
      standing.best = { epoch, parameters: copies(session) };
    await onEpoch?.(history[epoch - 1], checkpoint);
  };
  const [began, first] = [host.now(), standing.step];
  const progress = (): Progress => {
    const pace = (standing.step - first) / (host.now() - began) || 0;
    return {
      epoch: history.length + 1,
      epochs,
      step: standing.step,
      steps,
      batchLoss: session.read(batch.loss)[0],
      ...measuresOf(standing.sums, examples),
      examplesPerSecond: 1000 * pace * batchSize,
      secondsLeft: (steps - standing.step) / pace / 1000,
      save: () => session.save(),
    };
  };

  let breath = began;
  for (;;) {
    const due = history.length < Math.floor(standing.step / perEpoch);
    const tired = standing.best && history.length - standing.best.epoch >= (patience ?? Infinity);
    const end = due ? null : standing.step >= steps ? "all epochs" : tired ? "patience" : null;
    const why = end ?? (signal?.aborted ? "signal" : null);
    if (why) {
      session.save();
      for (const { origin } of session.parameters())
        origin.data.set(standing.best?.parameters.get(origin.name) ?? origin.data);
      const best = standing.best?.epoch ?? null;
      return { why, step: standing.step, history, best, checkpoint: checkpoint() };
    }
    if (due) await endEpoch();
    else {
      await step(standing);
      // Awaiting nothing would take a turn of its own.
      const told = onStep?.(progress());
      if (told instanceof Promise) await told;
    }
    if (host.now() - breath > BREATH) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      breath = host.now();
    }
  }
}

const copies = (session: Session): ReadonlyMap<string, Float32Array> =>
  new Map(
    session
      .parameters()
      .map((parameter) => [parameter.origin.name, Float32Array.from(session.read(parameter))]),
  );

/** Steps an epoch. */
function checkTraining(options: TrainOptions, batchSize: number): number {
  const { net, examples, validation, epochs, patience } = options;
  const count = checkExamples("examples", examples, net);
  if (validation) checkExamples("validation", validation, net);
  for (const [name, value] of Object.entries({ epochs, batchSize, patience: patience ?? 1 })) {
    wholeNumber(name, value, 1);
  }
  guard(batchSize <= count, OptionError, () => ({
    name: "batchSize",
    expected: `at most the ${count} examples`,
    got: batchSize,
  }));
  guard(patience === undefined || validation !== undefined, OptionError, () => ({
    name: "a training with patience",
    expected: "validation",
    got: validation,
  }));
  return Math.floor(count / batchSize);
}
