/**
 * What `convoke train` can learn. A task is one value; the command itself, with its progress, Ctrl-C,
 * checkpoints and files, is the same for all of them.
 */
import type { Net, Trained, TrainOptions } from "convoke/nets";
import { Failure } from "../failure.ts";
import type { Words } from "../strings.ts";

type Word = keyof Words;

export interface Task {
  /** As it is typed. */
  readonly name: string;
  /** What is learned, as a title. */
  readonly title: Word;
  /** What is learned, and from what: a line of the help. */
  readonly about: Word;
  readonly defaults: { readonly batchSize: number; readonly rate: number };
  /** What --input may say, the first where it says nothing; absent where there is no choice. */
  readonly inputs?: readonly string[];
  /**
   * Reads what it learns from: what --data names, or else what the task finds by itself.
   *
   * @throws Failure when there is nothing, or nothing that can be used.
   */
  readonly load: (data: string | undefined) => Promise<Course>;
}

/** A task with its data. */
export interface Course {
  /** Where they come from. */
  readonly source: string;
  readonly train: number;
  /** Null: it is tested with nothing else than what it learns from. */
  readonly test: number | null;
  /** Where --epochs does not say. */
  readonly epochs: number;
  /** What a second is measured in: "images/s". */
  readonly pace: Word;
  /** Calls `preparing` again and again when it takes more than a second. */
  readonly begin: (options: LearnOptions, preparing: Preparing) => Lesson | Promise<Lesson>;
}

export type Preparing = (done: number, of: number) => void;

export interface LearnOptions {
  /** One of the task's inputs. */
  readonly input?: string;
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest, where it changes. */
  readonly rate: number;
  readonly seed: number;
  /** Null: what the machine has. */
  readonly threads: number | null;
}

/** A net that is about to learn. */
export interface Lesson {
  readonly net: Net;
  readonly how: Pick<
    TrainOptions,
    "examples" | "validation" | "loss" | "optimizer" | "augment" | "patience"
  >;
  /** What is shown behind the line of an epoch, from its checkpoint. */
  readonly note?: (checkpoint: Uint8Array) => string;
  /** What it makes of the test set once it has learned. */
  readonly results: (trained: Trained, t: Words) => Promise<Results>;
}

export interface Results {
  /** What --json shows besides data, options, times and history. */
  readonly report: Readonly<Record<string, unknown>>;
  /** The result in one line. */
  readonly headline: string;
  /** Lines behind it. */
  readonly words?: readonly string[];
  /** SVG of 420 × 300 each, behind the curves: see `picture/sheet.ts`. */
  readonly panels: readonly string[];
}

/** @throws Failure for --data of a task that makes its own. */
export function checkNoData(name: string, data: string | undefined): void {
  if (data !== undefined)
    throw new Failure("usage", `expected no --data for ${name}, which makes its own, got ${data}`);
}

/** Threads as `convoke/nets` takes them. */
export const threadsOf = ({ threads }: Pick<LearnOptions, "threads">): { threads?: number } =>
  threads === null ? {} : { threads };
