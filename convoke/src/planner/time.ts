/** From the cycles of the cost model to time, and to the number of threads that are worth waking. */
import type { Machine } from "../plan/machine.ts";

/** Milliseconds that `cycles` of one core take when `threads` divide them. */
export const milliseconds = (cycles: number, { speed }: Machine, threads = 1): number =>
  cycles / (speed.clock * 1e6) / threads;

/**
 * Threads for a job of so many cycles. Each must have twice the time to work that it takes to wake:
 * a helper that sleeps comes late, and the caller then waits for the chunk that it holds.
 */
export function threadsWorthWaking(cycles: number, machine: Machine): number {
  const shares = milliseconds(cycles, machine) / (2 * machine.speed.wake);
  return Math.max(1, Math.min(machine.threads, Math.floor(shares)));
}

/** A time in three digits and the unit that suits it: `0.381 ms`. */
export function written(ms: number, digits = 3): string {
  const [value, unit] = ms >= 1000 ? [ms / 1000, "s"] : ms >= 0.1 ? [ms, "ms"] : [1000 * ms, "µs"];
  return `${Number(value.toPrecision(digits))} ${unit}`;
}

/** An estimate: two digits are more than it deserves. */
export const approximately = (ms: number): string => `≈ ${written(ms, 2)}`;
