/** What layers do take here, beside what is counted: whole layers, compiled and run. */
import type { Task } from "../engine.ts";
import { readOptions } from "../options.ts";
import type { AlgorithmName } from "../plan/plan.ts";
import { plan, timesOf } from "../whole.ts";

export interface MeasuredOptions {
  /** Default 1. */
  readonly threads?: number;
  /** One for each layer; default: for each the one that `plan` chooses. */
  readonly algorithms?: readonly AlgorithmName[];
}

/**
 * Median milliseconds of one run of each layer, in float32, timed in turns so that their quotients are
 * fair. About 80 ms a layer, or a few runs of it; the machine should be doing nothing else.
 *
 * @throws as `plan` does.
 */
export async function measuredTimes(
  layers: readonly Task[],
  options: MeasuredOptions = {},
): Promise<number[]> {
  readOptions("measuredTimes", options, ["threads", "algorithms"]);
  const { threads = 1, algorithms } = options;
  return timesOf(
    layers.map((layer, i) =>
      plan(layer, { threads, ...(algorithms ? { algorithm: algorithms[i] } : {}) }),
    ),
  );
}
