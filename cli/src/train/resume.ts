/** Going on from a checkpoint: it must be of the training that was asked for. */
import { FormatError, OptionError, RuntimeError } from "convoke";
import { trainingOf } from "convoke/nets";
import { Failure } from "../failure.ts";
import { readBytes } from "../image/read.ts";
import type { Course, LearnOptions } from "./task.ts";

export interface Resumed {
  /** As it was typed. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

export async function readResumed(file: string): Promise<Resumed> {
  return { file, bytes: await readBytes(file) };
}

/** @throws Failure for a checkpoint of another task; those of before tasks had names say nothing. */
export function checkTask(resumed: Resumed, task: string): void {
  const { name } = trainingIn(resumed);
  if (name !== null && name !== task)
    throw new Failure(
      "usage",
      `expected a checkpoint of ${task} for --resume, got ${resumed.file}, which is one of ${name}`,
    );
}

/** @throws Failure naming the first option that is not the one that the training began with. */
export function checkResumed(resumed: Resumed, options: LearnOptions, course: Course): void {
  const { file } = resumed;
  const { seed, batchSize, examples, steps } = trainingIn(resumed);
  const epochs = steps / Math.floor(examples / batchSize);
  const compared = [
    ["--seed", seed, options.seed],
    ["--batch", batchSize, options.batchSize],
    ["the number of training examples", examples, course.train],
    ["--epochs", epochs, options.epochs],
  ] as const;
  for (const [name, then, now] of compared) {
    if (then !== now)
      throw new Failure("usage", `expected ${then} for ${name}, as ${file} began, got ${now}`);
  }
}

/** What the training loop refused, in the words of the command line. */
export function refusalOf(
  error: unknown,
  resumed: Resumed | null,
  { rate }: LearnOptions,
): unknown {
  if (error instanceof RuntimeError && error.facts?.name === "loss")
    return new Failure("usage", `${error.message} (--rate is ${rate})`);
  if (resumed === null) return error;
  const { file } = resumed;
  if (error instanceof FormatError) return notGoingOn(file, error);
  if (error instanceof OptionError && error.facts?.name.startsWith("rates "))
    return new Failure("usage", `expected the --rate that ${file} began with, got ${rate}`);
  return error;
}

const notGoingOn = (file: string, { message }: FormatError): Failure =>
  new Failure("input", `cannot go on from ${file}: ${message}`);

function trainingIn({ file, bytes }: Resumed): ReturnType<typeof trainingOf> {
  try {
    return trainingOf(bytes);
  } catch (error) {
    throw error instanceof FormatError ? notGoingOn(file, error) : error;
  }
}
