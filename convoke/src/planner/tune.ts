/**
 * `plan` with a stopwatch: compiles the cheapest few offers, runs them in turns, and keeps the
 * quickest. Every one that was timed is a candidate of the plan; `learn` makes wisdom of the first.
 */
import { host } from "#host";
import type { Algorithms } from "../algorithms/algorithm.ts";
import { readOptions } from "../options.ts";
import type { AlgorithmName, Candidate, Plan } from "../plan/plan.ts";
import { compile } from "../runtime/compile.ts";
import type { Executable } from "../runtime/executable.ts";
import type { Problem } from "../semantics/problem.ts";
import { wholeNumber } from "../semantics/read-spec.ts";
import { weightShape } from "../semantics/shapes.ts";
import type { ConvSpec } from "../semantics/spec.ts";
import { uniform } from "../tensor/random.ts";
import { type FloatArray, type Tensor, tensor } from "../tensor/tensor.ts";
import { type Offer, offersOf } from "./contest.ts";
import { type PlanOptions, plan } from "./plan.ts";

/** Without `algorithm` and `schedule`, which leave nothing to choose, and without wisdom. */
export interface TuneOptions
  extends Pick<PlanOptions, "threads" | "accuracy" | "weight" | "machine"> {
  /** Most schedules to compile and time, the cheapest by the estimate; default 6. */
  readonly most?: number;
}

const OPTIONS = ["threads", "accuracy", "weight", "machine", "most"] as const;
/** Milliseconds of running before V8 is taken to have optimised, and of one window. */
const WARM_UP = 60;
const WINDOW = 2;
const ROUNDS = 9;
/** How many times the estimate of the cheapest an offer may cost and still be tried. */
const HOPELESS = 4;

interface Contestant extends Offer {
  readonly algorithm: AlgorithmName;
}

interface Timed extends Contestant {
  readonly plan: Plan;
  readonly milliseconds: number;
}

/** `tune` of `whole.ts`, among these algorithms. */
export async function tune(
  algorithms: Algorithms,
  what: Problem | ConvSpec | string,
  options: TuneOptions = {},
): Promise<Plan> {
  readOptions("tune", options, OPTIONS);
  const { most = 6, ...asked } = options;
  wholeNumber("most", most, 1);
  const estimate = plan(algorithms, what, asked);
  const tried = await measure(
    algorithms,
    estimate,
    contestantsOf(algorithms, estimate).slice(0, most),
    asked,
  );
  tried.sort((a, b) => a.milliseconds - b.milliseconds);
  const measured = tried.map(({ algorithm, schedule, cycles, milliseconds }): Candidate => {
    return { algorithm, refusal: null, cycles, measured: milliseconds, schedule };
  });
  const others = estimate.candidates.filter(
    ({ algorithm }) => !tried.some((one) => one.algorithm === algorithm),
  );
  return Object.freeze({
    ...tried[0].plan,
    accuracy: estimate.accuracy,
    candidates: [...measured, ...others],
  });
}

/** Everything that is on offer and not hopeless, the cheapest first. */
function contestantsOf(algorithms: Algorithms, estimate: Plan): readonly Contestant[] {
  const offers = algorithms
    .filter((algorithm) => algorithm.refuses(estimate) === null)
    .flatMap((algorithm) =>
      offersOf(algorithm, estimate, estimate.accuracy).map((offer) => ({
        ...offer,
        algorithm: algorithm.name,
      })),
    )
    .sort((a, b) => a.cycles - b.cycles);
  return offers.filter(({ cycles }) => cycles <= HOPELESS * offers[0].cycles);
}

/** Times all contestants in turns, so that a slow moment of the machine hits all of them. */
async function measure(
  algorithms: Algorithms,
  { problem, threads, accuracy, machine }: Plan,
  contestants: readonly Contestant[],
  asked: PlanOptions,
): Promise<Timed[]> {
  const known = asked.weight === "input" ? undefined : asked.weight;
  const weight = known ?? uniform(weightShape(problem), 1, -1, 1);
  const ready: { contestant: Contestant; plan: Plan; executable: Executable; times: number[] }[] =
    [];
  try {
    for (const contestant of contestants) {
      const { algorithm, schedule } = contestant;
      const own = plan(algorithms, problem, {
        ...asked,
        threads,
        accuracy,
        machine,
        algorithm,
        schedule,
      });
      const executable = await prepared(algorithms, own, weight);
      ready.push({ contestant, plan: own, executable, times: [] });
    }
    for (const { executable } of ready) await window(executable, WARM_UP);
    for (let round = 0; round < ROUNDS; round++) {
      for (const { executable, times } of ready) times.push(await window(executable, WINDOW));
    }
    return ready.map(({ contestant, plan: own, times }) => {
      times.sort((a, b) => a - b);
      return { ...contestant, plan: own, milliseconds: times[times.length >> 1] };
    });
  } finally {
    for (const { executable } of ready) executable[Symbol.dispose]();
  }
}

async function prepared(
  algorithms: Algorithms,
  own: Plan,
  weight: Tensor<FloatArray>,
): Promise<Executable> {
  const { bias, outChannels } = own.problem;
  const executable = await compile(
    algorithms,
    own,
    bias ? { weight, bias: tensor([outChannels]) } : { weight },
  );
  const { shape, data } = executable.input;
  data.set(uniform(shape, 2, -1, 1).data);
  return executable;
}

/** Milliseconds of one run, over runs of at least so many milliseconds in all. */
async function window(executable: Executable, least: number): Promise<number> {
  const start = host.now();
  let runs = 0;
  let spent = 0;
  while (spent < least) {
    await executable.run();
    runs++;
    spent = host.now() - start;
  }
  return spent / runs;
}
