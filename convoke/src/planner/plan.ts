/** Problem + Machine → Plan. A pure function: the same arguments give the same plan everywhere. */
import type { Algorithms } from "../algorithms/algorithm.ts";
import { fault, OptionError, UnsupportedError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import {
  ACCURACIES,
  type Accuracy,
  ALGORITHM_NAMES,
  type AlgorithmName,
  type Plan,
  type Schedule,
  type Setting,
} from "../plan/plan.ts";
import { format } from "../semantics/descriptor.ts";
import type { Problem } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { inputShape, outputShape, weightShape } from "../semantics/shapes.ts";
import type { ConvSpec } from "../semantics/spec.ts";
import { expectShape, type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import { MAX_PAGES, PAGE } from "../wasm/module.ts";
import { contest } from "./contest.ts";
import { detectMachine } from "./detect.ts";
import { sharing, threadsAllowed } from "./threads.ts";
import { recall, type Wisdom } from "./wisdom.ts";
import { workOf } from "./work.ts";

export interface PlanOptions {
  /** Most threads to use; default: what the machine has, one for small problems. */
  readonly threads?: number;
  /** Takes this algorithm instead of the cheapest. */
  readonly algorithm?: AlgorithmName;
  /** One of the algorithm's own records; needs `algorithm`. Default: its first proposal. */
  readonly schedule?: Schedule;
  /** How near the definition results must be. Default `faithful`; any with `algorithm`. */
  readonly accuracy?: Accuracy;
  /**
   * The weight, of the problem's shape, when it is known and stays: code is made for its values. Or
   * "input", when it changes with every run: then `executable.weight` is a view to fill, and the run
   * itself packs what it finds there. Default: `compile` and `setWeight` pack it.
   */
  readonly weight?: Tensor<FloatArray> | "input";
  /** Plans for another machine than this one. */
  readonly machine?: Machine;
  /** Measured before: followed where it knows the problem, unless `algorithm` is given. */
  readonly wisdom?: Wisdom;
}

const OPTIONS = [
  "threads",
  "algorithm",
  "schedule",
  "accuracy",
  "weight",
  "machine",
  "wisdom",
] as const satisfies readonly (keyof PlanOptions)[];

/** `plan` of `whole.ts`, which says what it throws, among these algorithms. */
export function plan(
  algorithms: Algorithms,
  what: Problem | ConvSpec | string,
  options: PlanOptions = {},
): Plan {
  readOptions("plan", options, OPTIONS);
  const problem = problemOf(what);
  checkMemory(problem);
  const machine = options.machine ?? detectMachine();
  const most = threadsAllowed(options.threads, machine);
  const accuracy = accuracyOf(options);
  const setting = { problem, machine, threads: most, weight: weightOf(problem, options) };
  const { algorithm: wanted } = options;
  checkChoice(options);
  const follow = options.wisdom && wanted === undefined && setting.weight === null;
  const known = follow
    ? recall(algorithms, options.wisdom, setting, accuracy, options.threads ?? null)
    : null;
  const among = (threads: number) =>
    contest(algorithms, { ...setting, threads }, accuracy, wanted ?? known?.algorithm);
  const allowed = among(most);
  const [first] = allowed;
  if (first?.cycles == null) {
    const reasons = allowed.map(({ algorithm, refusal }) => `${algorithm}: ${refusal}`).join("; ");
    throw new UnsupportedError(`no algorithm runs ${format(problem)} (${reasons})`);
  }
  const { threads, wakes } = sharing(first.cycles, known?.threads ?? options.threads, machine);
  // Who wins among all threads that are allowed may lose, or go about it in another way, among fewer.
  const candidates = threads === most ? allowed : among(threads);
  const [winner] = candidates;
  if (known) candidates[0] = { ...winner, schedule: known.schedule, measured: known.milliseconds };
  const { algorithm } = winner;
  const schedule = options.schedule ?? known?.schedule ?? winner.schedule!;
  const chosen = { ...setting, threads, algorithm, schedule, accuracy };
  return Object.freeze({ ...chosen, wakes, work: workOf(algorithms, chosen), candidates });
}

function checkChoice({ algorithm, schedule }: PlanOptions): void {
  if (algorithm !== undefined) {
    choice("algorithm", algorithm, ALGORITHM_NAMES);
  } else if (schedule !== undefined) {
    throw fault(OptionError, {
      name: "schedule",
      expected: "an algorithm to go with it",
      got: schedule,
    });
  }
}

function accuracyOf({ accuracy, algorithm }: PlanOptions): Accuracy {
  if (accuracy === undefined) return algorithm === undefined ? "faithful" : "fast";
  return choice("accuracy", accuracy, ACCURACIES);
}

function weightOf(problem: Problem, { weight }: PlanOptions): Setting["weight"] {
  if (weight === undefined) return null;
  if (weight === "input") return weight;
  expectShape("weight", weightShape(problem), weight);
  // As the kernels will see it: float32.
  return Array.from(weight.data, Math.fround);
}

/** Before anything is laid out: the tensors alone must fit a 32-bit memory. */
function checkMemory(problem: Problem): void {
  const elements = [inputShape, weightShape, outputShape].reduce(
    (sum, of) => sum + sizeOf(of(problem)),
    0,
  );
  if (4 * elements <= MAX_PAGES * PAGE) return;
  const needed = Math.ceil((4 * elements) / 2 ** 20);
  throw new UnsupportedError(
    `expected tensors of at most 4096 MiB in all for ${format(problem)}, got ${needed} MiB`,
  );
}
