/** From the cycles of the cost model to time, and to the number of threads that are worth waking. */
import type { Machine } from "../plan/machine.ts";

/** Milliseconds that `cycles` of one core take when `threads` divide them. */
export const milliseconds = (cycles: number, { speed }: Machine, threads = 1): number =>
  cycles / (speed.clock * 1e6) / threads;

/**
 * Threads for a job of so many cycles. Each must have twice the time to work that a call takes of a
 * helper that is awake: chunks go from thread to thread, and the caller waits for the last of them.
 */
export function threadsWorthCalling(cycles: number, machine: Machine): number {
  const shares = sharesOf(cycles, machine, machine.speed.call.awake);
  return Math.max(1, Math.min(machine.threads, shares));
}

/** Whether the job is long enough for `threads` even where the helpers sleep, and come late. */
export const worthWaking = (cycles: number, threads: number, machine: Machine): boolean =>
  sharesOf(cycles, machine, machine.speed.call.asleep) >= threads;

const sharesOf = (cycles: number, machine: Machine, call: number): number =>
  Math.floor(milliseconds(cycles, machine) / (2 * call));

/** So many significant digits, and never an exponent: `170`, `0.0000002`. */
export const inDigits = (value: number, digits: number): string =>
  value.toLocaleString("en", { maximumSignificantDigits: digits, useGrouping: false });

/** A time in three digits and the unit that suits it: `0.381 ms`. */
export function written(ms: number, digits = 3): string {
  const [value, unit] = ms >= 1000 ? [ms / 1000, "s"] : ms >= 0.1 ? [ms, "ms"] : [1000 * ms, "µs"];
  return `${Number(value.toPrecision(digits))} ${unit}`;
}

/** An estimate: two digits are more than it deserves. */
export const approximately = (ms: number): string => `≈ ${written(ms, 2)}`;
