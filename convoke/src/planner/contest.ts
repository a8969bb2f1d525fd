/** The contest of the algorithms: each is asked whether it can, how, and at what price. */
import { type Algorithm, type Algorithms, named } from "../algorithms/algorithm.ts";
import { InternalError, UnsupportedError } from "../errors.ts";
import {
  ACCURACIES,
  type Accuracy,
  type AlgorithmName,
  type Candidate,
  type Schedule,
  type Setting,
} from "../plan/plan.ts";
import { format } from "../semantics/descriptor.ts";
import { approximately, milliseconds } from "./time.ts";

/** A schedule and the cycles of one core it should take. */
export interface Offer {
  readonly schedule: Schedule;
  readonly cycles: number;
}

/**
 * All candidates, the winner first (`wanted` if it is given), those who refused last.
 *
 * @throws UnsupportedError when the wanted one refuses, with its reason.
 */
export function contest(
  algorithms: Algorithms,
  setting: Setting,
  accuracy: Accuracy,
  wanted: AlgorithmName | undefined,
): Candidate[] {
  const candidates = algorithms.map((algorithm) => candidateOf(algorithm, setting, accuracy));
  const price = ({ algorithm, cycles }: Candidate) =>
    cycles === null ? Infinity : algorithm === wanted ? -1 : cycles;
  candidates.sort((a, b) => (price(a) === price(b) ? 0 : price(a) - price(b)));
  if (wanted !== undefined && candidates[0].algorithm !== wanted) {
    const { refusal } = candidates.find((c) => c.algorithm === named(algorithms, wanted).name)!;
    throw new UnsupportedError(`${wanted} does not run ${format(setting.problem)}: ${refusal}`);
  }
  return candidates;
}

/** What becomes of one algorithm. */
export function candidateOf(algorithm: Algorithm, setting: Setting, accuracy: Accuracy): Candidate {
  const { name } = algorithm;
  const none = { algorithm: name, cycles: null, measured: null, schedule: null };
  const refusal = algorithm.refuses(setting);
  if (refusal !== null) return { ...none, refusal };
  const [best] = offersOf(algorithm, setting, accuracy);
  if (best) return { algorithm: name, refusal: null, measured: null, ...best };
  const [looser] = offersOf(algorithm, setting, "fast");
  const given = algorithm.precision(setting, looser.schedule).accuracy;
  const time = approximately(milliseconds(looser.cycles, setting.machine, setting.threads));
  return {
    ...none,
    refusal: `its results are "${given}", not "${accuracy}" (it would take ${time})`,
  };
}

/** The schedules of an algorithm that are accurate enough, the cheapest first. */
export function offersOf(algorithm: Algorithm, setting: Setting, accuracy: Accuracy): Offer[] {
  const schedules = algorithm.schedules(setting);
  if (schedules.length === 0)
    throw new InternalError(`${algorithm.name} neither refuses nor offers a schedule`);
  const rank = (name: Accuracy) => ACCURACIES.indexOf(name);
  return schedules
    .filter((s) => rank(algorithm.precision(setting, s).accuracy) <= rank(accuracy))
    .map((schedule) => ({ schedule, cycles: algorithm.cycles(setting, schedule) }))
    .sort((a, b) => a.cycles - b.cycles);
}
