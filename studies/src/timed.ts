/** Milliseconds for facts that are shown; no verdict is made of them. */

import { measuredTimes } from "convoke/cost";

type Task = Parameters<typeof measuredTimes>[0][number];

/** The median of the runs that fit into `budget` milliseconds, after one that is not counted. */
export async function medianOf(run: () => Promise<unknown>, budget = 60): Promise<number> {
  await run();
  const times: number[] = [];
  for (let spent = 0; spent < budget && times.length < 50; ) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
    spent += times[times.length - 1];
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

/**
 * What whole layers take on one thread. Each is measured twice, and the quicker time counts: on busy
 * cores the first may have run before its code was optimised.
 */
export async function timesOf(layers: readonly Task[]): Promise<number[]> {
  const times = await measuredTimes([...layers, ...layers]);
  return layers.map((_, i) => Math.min(times[i], times[layers.length + i]));
}
