/**
 * A Plan says everything about how a problem will be computed and is pure data: it can be printed,
 * compared, stored and sent. `lower` of its algorithm turns it into a Program, always the same one.
 */
import { guard, OptionError } from "../errors.ts";
import type { Problem } from "../semantics/problem.ts";
import type { Machine } from "./machine.ts";

export const ALGORITHM_NAMES = [
  "constant",
  "separable",
  "fft",
  "subpixel",
  "polyphase",
  "winograd",
  "depthwise",
  "pointwise",
  "stem",
  "direct",
  "im2col",
] as const;
export type AlgorithmName = (typeof ALGORITHM_NAMES)[number];

/** A few integers; each algorithm documents its own. Every schedule computes the same function. */
export type Schedule = Readonly<Record<string, number>>;

/**
 * How near the definition a result is, from near to far; each class contains the ones before.
 *
 * - `exact`: the products of the definition in some order: off by at most γ(n + 2)·Σ|x||w|.
 * - `faithful`: sums that were rearranged at small loss, such as Winograd's F(2) and F(4).
 * - `fast`: whatever is quickest and has a stated bound.
 */
export const ACCURACIES = ["exact", "faithful", "fast"] as const;
export type Accuracy = (typeof ACCURACIES)[number];

/** All that decides how a problem may be computed: what algorithms are asked about. */
export interface Setting {
  readonly problem: Problem;
  readonly machine: Machine;
  readonly threads: number;
  /**
   * The weight, in the problem's layout, when it is known and stays: code may be made for it. Null
   * when any weight may come, now and then; "input" when every run may bring another, as in training:
   * then the run packs it.
   */
  readonly weight: readonly number[] | "input" | null;
}

/** The weight's values, where they are known. */
export const knownWeight = ({ weight }: Pick<Setting, "weight">): readonly number[] | null =>
  weight === "input" ? null : weight;

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
  /** Milliseconds of its best schedule, where it was measured. */
  readonly measured: number | null;
  readonly schedule: Schedule | null;
}

/** A setting and what was chosen for it: all that code is made of. */
export interface Chosen extends Setting {
  readonly algorithm: AlgorithmName;
  readonly schedule: Schedule;
}

export interface Plan extends Chosen {
  /** Whether a run is long enough to wake helpers that sleep; those awake take part anyway. */
  readonly wakes: boolean;
  /** The class that was asked for; `precision` of the algorithm says what is given. */
  readonly accuracy: Accuracy;
  readonly work: Work;
  /** Everything that was considered, the winner first. */
  readonly candidates: readonly Candidate[];
}

/** @throws OptionError unless `value` is what `plan` gives: a descriptor or a Problem is none yet. */
export function expectPlan(value: Chosen): void {
  guard(
    typeof value === "object" && value !== null && "schedule" in value && "problem" in value,
    OptionError,
    () => ({ name: "a plan", expected: "what plan(…) gives", got: value }),
  );
}
