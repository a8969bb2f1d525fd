/**
 * A Plan says everything about how a problem will be computed and is pure data: it can be printed,
 * compared, stored and sent. `lower` of its algorithm turns it into a Program, always the same one.
 */
import { UnsupportedError } from "../errors.ts";
import type { Problem } from "../semantics/problem.ts";
import type { Machine } from "./machine.ts";

export const ALGORITHM_NAMES = ["pointwise", "direct", "im2col"] as const;
export type AlgorithmName = (typeof ALGORITHM_NAMES)[number];

/** A few integers; each algorithm documents its own. Every schedule computes the same function. */
export type Schedule = Readonly<Record<string, number>>;

/** What running the plan once costs: exact counts of the generated code, not estimates. */
export interface Work {
  /** Products of the definition, padding included: output elements × taps × channels of a group. */
  readonly macs: number;
  /** Float multiplications and additions the kernels execute, one lane at a time. */
  readonly multiplications: number;
  readonly additions: number;
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
  /** Everything that was considered, the winner first. */
  readonly candidates: readonly Candidate[];
}

/** @throws UnsupportedError when nothing could run the problem. */
export function noCandidate(word: string, refusals: readonly string[]): never {
  throw new UnsupportedError(`no algorithm can run ${word}: ${refusals.join("; ")}`);
}
