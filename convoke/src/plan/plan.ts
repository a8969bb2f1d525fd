/**
 * A Plan says everything about how a problem will be computed and is pure data: it can be printed,
 * compared, stored and sent. `lower` of its algorithm turns it into a Program, always the same one.
 */
import type { Problem } from "../semantics/problem.ts";
import type { Machine } from "./machine.ts";

export const ALGORITHM_NAMES = ["pointwise", "direct", "im2col"] as const;
export type AlgorithmName = (typeof ALGORITHM_NAMES)[number];

/** A few integers; each algorithm documents its own. Every schedule computes the same function. */
export type Schedule = Readonly<Record<string, number>>;

/** What running the plan once takes, exactly; `operations(plan)` counts the generated code. */
export interface Work {
  /** Products of the definition, padding included: output elements × taps × channels of a group. */
  readonly macs: number;
  /** Bytes of input, weight and output: each once. */
  readonly bytesIn: number;
  readonly bytesWeight: number;
  readonly bytesOut: number;
  /** Bytes of memory beyond input, weight, bias and output. */
  readonly workspace: number;
}

/** One entry of the contest: chosen, beaten or refused. */
export interface Candidate {
  readonly algorithm: AlgorithmName;
  /** Why not, in words; null for one that could run. */
  readonly refusal: string | null;
  /** Estimated cycles of one core; null for one that refused. */
  readonly cycles: number | null;
  readonly schedule: Schedule | null;
}

export interface Plan {
  readonly problem: Problem;
  readonly algorithm: AlgorithmName;
  readonly schedule: Schedule;
  readonly threads: number;
  readonly machine: Machine;
  readonly work: Work;
  /** Everything that was considered, the winner first. */
  readonly candidates: readonly Candidate[];
}
