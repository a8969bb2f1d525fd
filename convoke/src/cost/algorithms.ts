/**
 * What each algorithm of the engine makes of a layer: operations and bytes counted on the kernels that
 * it generates, tiles, transforms and copies included. Nothing is run.
 */

import { ALGORITHMS } from "../algorithms/index.ts";
import type { Task } from "../engine.ts";
import { guard, OptionError } from "../errors.ts";
import { nearest, readOptions } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import { type Accuracy, ALGORITHM_NAMES, type AlgorithmName, type Schedule } from "../plan/plan.ts";
import { detectMachine } from "../planner/detect.ts";
import { milliseconds } from "../planner/time.ts";
import type { Problem } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import type { FloatArray, Tensor } from "../tensor/tensor.ts";
import { operations, plan, programOf } from "../whole.ts";
import { countsOf } from "./counts.ts";
import { type KernelWork, kernelWork } from "./kernel-work.ts";
import { type Ratio, ratio } from "./ratio.ts";

/** What kernels load and store counts whichever cache answers. */
export interface AlgorithmWork extends KernelWork {
  /** Multiplications for each product of the definition that meets an input. */
  readonly toNeeded: Ratio;
  /** How near the definition its results are, and what its cost model expects it to take. */
  readonly accuracy: Accuracy;
  readonly milliseconds: number;
  readonly schedule: Schedule;
}

export interface AlgorithmCost {
  readonly algorithm: AlgorithmName;
  /** Why it does not compute this layer; null where `work` is not. */
  readonly refusal: string | null;
  readonly work: AlgorithmWork | null;
}

export interface AlgorithmCostOptions {
  /** Default: the machine here. */
  readonly machine?: Machine;
  /** Default 1. */
  readonly threads?: number;
  /**
   * Known weights become code; "input" counts the packing of the weight in the run too. Default: any
   * weight, packed before.
   */
  readonly weight?: Tensor<FloatArray> | "input";
  /** Those to be counted; all by default. The order stays the engine's. */
  readonly only?: readonly AlgorithmName[];
  /** Told before an algorithm's kernels are counted: of a long layer that takes seconds. */
  readonly onCount?: (algorithm: AlgorithmName) => void;
}

/**
 * Algorithms, in the engine's order, in float32.
 *
 * @throws OptionError for a name in `only` that no algorithm has; as `plan` does for what no algorithm
 *   can compute here, such as tensors of more than 4 GiB.
 */
export function algorithmCosts(what: Task, options: AlgorithmCostOptions = {}): AlgorithmCost[] {
  readOptions("algorithmCosts", options, ["machine", "threads", "weight", "only", "onCount"]);
  const { machine = detectMachine(), threads = 1, weight, only, onCount = () => {} } = options;
  for (const name of only ?? [])
    guard((ALGORITHM_NAMES as readonly string[]).includes(name), OptionError, () => ({
      name: "only",
      expected: `names out of ${ALGORITHM_NAMES.join(", ")}`,
      got: name,
      nearest: nearest(String(name), ALGORITHM_NAMES),
    }));
  const problem = problemOf(what);
  const { inside } = countsOf(problem);
  const settings = { machine, threads, ...(weight === undefined ? {} : { weight }) };
  // Who refuses, and why; asked of the whole engine once.
  const { candidates } = plan(problem, { ...settings, accuracy: "fast" });
  const asked = ALGORITHMS.filter(({ name }) => only?.includes(name) ?? true);
  return asked.map(({ name }) => {
    const { refusal } = candidates.find((c) => c.algorithm === name)!;
    if (refusal !== null) return { algorithm: name, refusal, work: null };
    onCount(name);
    return { algorithm: name, refusal: null, work: workBy(name, problem, inside, settings) };
  });
}

function workBy(
  algorithm: AlgorithmName,
  problem: Problem,
  needed: number,
  settings: AlgorithmCostOptions,
): AlgorithmWork {
  const chosen = plan(problem, { ...settings, algorithm });
  const own = kernelWork(operations(chosen), programOf(chosen).allocations);
  const { machine, threads, schedule, candidates } = chosen;
  const precision = ALGORITHMS.find((a) => a.name === algorithm)!.precision(chosen, schedule);
  return {
    ...own,
    toNeeded: ratio(own.multiplications, needed),
    accuracy: precision.accuracy,
    milliseconds: milliseconds(candidates[0].cycles ?? 0, machine, threads),
    schedule,
  };
}
