/**
 * Plans for training, where a run on another number of threads must be the same run. `plan` may take
 * another algorithm, or other tiles, where shares come out uneven; here the choice is made for one
 * thread, and what decides the bits stays.
 */
import { type Algorithms, named } from "../algorithms/algorithm.ts";
import { InternalError } from "../errors.ts";
import type { Plan } from "../plan/plan.ts";
import { format } from "../semantics/descriptor.ts";
import type { Problem } from "../semantics/problem.ts";
import { offersOf } from "./contest.ts";
import { type PlanOptions, plan } from "./plan.ts";

export type SameBitsOptions = Required<Pick<PlanOptions, "threads" | "machine" | "accuracy">>;

/** `plan` for a weight that changes with every run: the same bits on any number of threads. */
export function planSameBits(
  algorithms: Algorithms,
  problem: Problem,
  { threads, machine, accuracy }: SameBitsOptions,
): Plan {
  const common = { machine, accuracy, weight: "input" } as const;
  const alone = plan(algorithms, problem, { ...common, threads: 1 });
  if (threads === 1) return alone;
  const algorithm = named(algorithms, alone.algorithm);
  const offer = offersOf(algorithm, { ...common, problem, threads }, accuracy).find(
    ({ schedule }) => algorithm.decides.every((key) => schedule[key] === alone.schedule[key]),
  );
  if (!offer) {
    throw new InternalError(
      `${algorithm.name} offers ${threads} threads no schedule for ${format(problem)} that keeps the bits of one`,
    );
  }
  const { name } = algorithm;
  return plan(algorithms, problem, {
    ...common,
    threads,
    algorithm: name,
    schedule: offer.schedule,
  });
}
