/** How many threads a caller may ask for. */
import { guard, OptionError, UnsupportedError } from "../errors.ts";
import { type Machine, MOST_THREADS } from "../plan/machine.ts";

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
  guard(Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST_THREADS, OptionError, () => ({
    name: "threads",
    expected: `a whole number from 1 to ${MOST_THREADS}`,
    got: wanted,
    nearest: typeof wanted === "number" && wanted > MOST_THREADS ? MOST_THREADS : 1,
  }));
  if (wanted > 1 && !sharedMemory) {
    throw new UnsupportedError(
      `expected 1 for threads, got ${wanted}: memory cannot be shared between threads here`,
    );
  }
  return wanted;
}
