/** Timed windows, and the quiet between them. */

import { median } from "./statistics.ts";

/** Runs for `warm` ms, once at least unless that is 0; then times single runs until `budget` ms are over. */
export async function timed(
  run: () => unknown,
  { warm, budget }: { readonly warm: number; readonly budget: number },
): Promise<number[]> {
  const ready = performance.now() + warm;
  while (performance.now() < ready) await run();
  const times: number[] = [];
  const end = performance.now() + budget;
  do {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  } while (performance.now() < end);
  return times;
}

const TRIALS = 5;

/** The candidate that runs quickest, tried in turn with the others. */
export async function quickestOf<T>(
  candidates: readonly T[],
  run: (candidate: T) => () => unknown,
): Promise<T> {
  const trials = candidates.map((candidate) => ({ candidate, times: [] as number[] }));
  for (let trial = 0; trial < TRIALS; trial++) {
    for (const { candidate, times } of trials)
      times.push(median(await timed(run(candidate), { warm: 20, budget: 30 })));
  }
  trials.sort((a, b) => median(a.times) - median(b.times));
  return trials[0].candidate;
}

const LOOK = 10;
const BUSY = 0.2;
const PATIENCE = 500;

/** Waits until the threads of this process, which may spin for a while after a run, have gone to sleep. */
export async function quiet(): Promise<void> {
  const end = performance.now() + PATIENCE;
  let share = 1;
  while (share > BUSY && performance.now() < end) {
    const before = process.cpuUsage();
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    const { user, system } = process.cpuUsage(before);
    share = (user + system) / 1000 / (performance.now() - start);
  }
}
