/** How many threads a caller may ask for, and how many a job is worth. */
import { UnsupportedError } from "../errors.ts";
import { wholeNumber } from "../options.ts";
import { type Machine, MOST_THREADS } from "../plan/machine.ts";
import { threadsWorthCalling, worthWaking } from "./time.ts";

/**
 * Threads to use at most: those that were asked for, else what the machine has.
 *
 * @throws OptionError, UnsupportedError when so many cannot be had.
 */
export function threadsAllowed(
  wanted: number | undefined,
  { threads, sharedMemory }: Machine,
): number {
  if (wanted === undefined) return sharedMemory ? Math.min(threads, MOST_THREADS) : 1;
  wholeNumber("threads", wanted, 1, MOST_THREADS);
  if (wanted > 1 && !sharedMemory) {
    throw new UnsupportedError(
      `expected 1 for threads, got ${wanted}: memory cannot be shared between threads here`,
    );
  }
  return wanted;
}

/** Threads of a job, and whether it is long enough to wake them. */
export interface Sharing {
  readonly threads: number;
  readonly wakes: boolean;
}

/**
 * For a job of so many cycles of one core: as many threads as were asked for, else as are worth calling.
 *
 * @throws OptionError, UnsupportedError when so many cannot be had.
 */
export function sharing(cycles: number, wanted: number | undefined, machine: Machine): Sharing {
  const most = threadsAllowed(wanted, machine);
  const threads = wanted ?? Math.min(most, threadsWorthCalling(cycles, machine));
  return { threads, wakes: threads > 1 && worthWaking(cycles, threads, machine) };
}
