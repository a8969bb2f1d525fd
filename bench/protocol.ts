/**
 * What the race and its stations say to each other: one line of JSON each way, tensors in files.
 * `worker.ts` and `python/worker.py` answer the same questions.
 */
import type { StepTask, Task } from "./engine.ts";

export type Question =
  | { readonly ask: "prepare"; readonly task: Task | StepTask; readonly threads: number }
  /** Runs for at least `warm` ms untimed, then for at least `budget` ms timed one by one. */
  | {
      readonly ask: "time";
      readonly whole: boolean;
      readonly warm: number;
      readonly budget: number;
    }
  /** Writes what the last run computed to a file. */
  | { readonly ask: "output"; readonly path: string }
  | { readonly ask: "machine"; readonly bytes: number };

export interface Answers {
  readonly hello: { readonly version: string };
  /** Having run once, which took `first` ms. */
  readonly prepare: { readonly mode: string; readonly first: number };
  readonly time: { readonly times: readonly number[] };
  readonly output: Record<string, never>;
  readonly machine: MachineFigures;
}

/** What the machine can do, as a station measures it. */
export interface MachineFigures {
  /** GFLOP/s of one core on a tile that never leaves the first-level cache. */
  readonly peak: number;
  /** Milliseconds to copy the given number of bytes from one place to another. */
  readonly copy: number;
}

export type Reply<K extends keyof Answers> =
  | { readonly ok: Answers[K] }
  | { readonly refusal: string }
  | { readonly error: string };

/** Begins every line that is a reply: engines print lines of their own. */
export const MARK = "bench:";
