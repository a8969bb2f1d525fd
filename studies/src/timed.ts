/** Milliseconds for facts that are shown; no verdict is made of them. */

import { type MeasuredOptions, measuredTimes } from "convoke/cost";

type Task = Parameters<typeof measuredTimes>[0][number];
type AlgorithmName = NonNullable<MeasuredOptions["algorithms"]>[number];

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
 * What whole layers take on one thread, in milliseconds. Each is measured twice, and the quicker time
 * counts: on busy cores the first may have run before its code was optimised.
 *
 * @param algorithms one for each layer, instead of those that the engine chooses.
 */
export async function timesOf(
  layers: readonly Task[],
  algorithms?: readonly AlgorithmName[],
): Promise<number[]> {
  const options = algorithms ? { algorithms: [...algorithms, ...algorithms] } : {};
  const times = await measuredTimes([...layers, ...layers], options);
  return layers.map((_, i) => Math.min(times[i], times[layers.length + i]));
}
