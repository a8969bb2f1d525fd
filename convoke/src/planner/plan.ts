/** Problem + Machine → Plan. A pure function: the same arguments give the same plan everywhere. */
import { ALGORITHMS, algorithmNamed } from "../algorithms/index.ts";
import { fault, guard, InternalError, OptionError, UnsupportedError } from "../errors.ts";
import { readOptions } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import {
  ALGORITHM_NAMES,
  type AlgorithmName,
  type Candidate,
  type Plan,
  type Schedule,
} from "../plan/plan.ts";
import { format, parse } from "../semantics/descriptor.ts";
import type { Problem } from "../semantics/problem.ts";
import { resolve } from "../semantics/resolve.ts";
import { inputShape, outputShape, weightShape } from "../semantics/shapes.ts";
import type { ConvSpec } from "../semantics/spec.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { MAX_PAGES, PAGE } from "../wasm/module.ts";
import { detectMachine } from "./detect.ts";
import { workOf } from "./work.ts";

export interface PlanOptions {
  /** Most threads to use; default: what the machine has, one for small problems. */
  readonly threads?: number;
  /** Takes this algorithm instead of the cheapest. */
  readonly algorithm?: AlgorithmName;
  /** One of the algorithm's own records; needs `algorithm`. Default: its first proposal. */
  readonly schedule?: Schedule;
  /** Plans for another machine than this one. */
  readonly machine?: Machine;
}

const OPTIONS = ["threads", "algorithm", "schedule", "machine"] as const;
/** Cycles below which waking a helper costs more than it brings. */
const WORTH_A_THREAD = 150_000;
const MOST_THREADS = 64;

/**
 * Chooses how to compute a problem, given as Problem, as Spec or as descriptor (`ic64ih56oc64kh3ph1`).
 *
 * @throws OptionError for an unknown option, or a thread count that is no whole number from 1 to 64.
 * @throws UnsupportedError when the algorithm that was asked for refuses, with its reason, or the
 * tensors need more than 4 GiB.
 */
export function plan(what: Problem | ConvSpec | string, options: PlanOptions = {}): Plan {
  readOptions("plan", options, OPTIONS);
  const problem = typeof what === "string" ? parse(what) : isProblem(what) ? what : resolve(what);
  checkMemory(problem);
  const machine = options.machine ?? detectMachine();
  const most = threadsAllowed(options.threads, machine);
  const candidates = contest(problem, machine, most, options);
  const [winner] = candidates;
  if (!winner?.schedule || winner.cycles === null) {
    const reasons = candidates
      .map(({ algorithm, refusal }) => `${algorithm}: ${refusal}`)
      .join("; ");
    throw new UnsupportedError(`no algorithm runs ${format(problem)} (${reasons})`);
  }
  const threads =
    options.threads ?? Math.max(1, Math.min(most, Math.floor(winner.cycles / WORTH_A_THREAD)));
  const { algorithm } = winner;
  // Schedules depend on the number of threads; the one that won did so with `most` of them.
  const schedule =
    options.schedule ??
    (threads === most
      ? winner.schedule
      : algorithmNamed(algorithm).schedules(problem, machine, threads)[0]);
  const chosen = { problem, algorithm, schedule, threads, machine };
  return Object.freeze({ ...chosen, work: workOf(chosen), candidates });
}

/** All candidates, the winner first, those who refused last. */
function contest(
  problem: Problem,
  machine: Machine,
  threads: number,
  options: PlanOptions,
): Candidate[] {
  const { algorithm: wanted, schedule } = options;
  if (wanted !== undefined) {
    guard(ALGORITHM_NAMES.includes(wanted), OptionError, () => ({
      name: "algorithm",
      expected: `one of ${ALGORITHM_NAMES.join(", ")}`,
      got: wanted,
    }));
  } else if (schedule !== undefined) {
    throw fault(OptionError, {
      name: "schedule",
      expected: "an algorithm to go with it",
      got: schedule,
    });
  }
  const candidates = ALGORITHMS.map((algorithm): Candidate => {
    const { name } = algorithm;
    const refusal = algorithm.refuses(problem, machine);
    if (refusal !== null) return { algorithm: name, refusal, cycles: null, schedule: null };
    const offers = algorithm
      .schedules(problem, machine, threads)
      .map((s) => ({ schedule: s, cycles: algorithm.cycles(problem, s, machine) }))
      .sort((a, b) => a.cycles - b.cycles);
    if (offers.length === 0)
      throw new InternalError(`${name} neither refuses nor offers a schedule`);
    return { algorithm: name, refusal: null, ...offers[0] };
  });
  const price = ({ algorithm, cycles }: Candidate) =>
    cycles === null ? Infinity : algorithm === wanted ? -1 : cycles;
  candidates.sort((a, b) => (price(a) === price(b) ? 0 : price(a) - price(b)));
  if (wanted !== undefined && candidates[0].algorithm !== wanted) {
    const { refusal } = candidates.find((c) => c.algorithm === wanted)!;
    throw new UnsupportedError(`${wanted} does not run ${format(problem)}: ${refusal}`);
  }
  return candidates;
}

function threadsAllowed(wanted: number | undefined, { threads, sharedMemory }: Machine): number {
  if (wanted === undefined) return Math.min(threads, MOST_THREADS);
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

/** Before anything is laid out: the tensors alone must fit a 32-bit memory. */
function checkMemory(problem: Problem): void {
  const elements = [inputShape, weightShape, outputShape].reduce(
    (sum, of) => sum + sizeOf(of(problem)),
    0,
  );
  if (4 * elements <= MAX_PAGES * PAGE) return;
  const needed = Math.ceil((4 * elements) / 2 ** 20);
  throw new UnsupportedError(
    `expected tensors of at most 4096 MiB in all for ${format(problem)}, got ${needed} MiB: WebAssembly memory ends there`,
  );
}

const isProblem = (what: Problem | ConvSpec): what is Problem =>
  typeof what === "object" && what !== null && "axes" in what;
