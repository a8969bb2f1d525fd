/**
 * `plan` with a stopwatch: compiles the cheapest few offers, runs them in turns, and keeps the
 * quickest. Every one that was timed is a candidate of the plan; `learn` makes wisdom of the first.
 */
import type { Algorithms } from "../algorithms/algorithm.ts";
import { readOptions, wholeNumber } from "../options.ts";
import type { AlgorithmName, Candidate, Plan } from "../plan/plan.ts";
import type { Problem } from "../semantics/problem.ts";
import type { ConvSpec } from "../semantics/spec.ts";
import { type Offer, offersOf } from "./contest.ts";
import { type PlanOptions, plan } from "./plan.ts";
import { timesOf } from "./stopwatch.ts";

/** Without `algorithm` and `schedule`, which leave nothing to choose, and without wisdom. */
export interface TuneOptions
  extends Pick<PlanOptions, "threads" | "accuracy" | "weight" | "machine"> {
  /** Most schedules to compile and time, the cheapest by the estimate; default 6. */
  readonly most?: number;
}

const OPTIONS = ["threads", "accuracy", "weight", "machine", "most"] as const;
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

/** Times all contestants in turns. */
async function measure(
  algorithms: Algorithms,
  { problem, threads, accuracy, machine }: Plan,
  contestants: readonly Contestant[],
  asked: PlanOptions,
): Promise<Timed[]> {
  const plans = contestants.map(({ algorithm, schedule }) =>
    plan(algorithms, problem, { ...asked, threads, accuracy, machine, algorithm, schedule }),
  );
  const known = asked.weight === "input" ? undefined : asked.weight;
  const times = await timesOf(algorithms, plans, known);
  return contestants.map((contestant, i) => {
    return { ...contestant, plan: plans[i], milliseconds: times[i] };
  });
}
