/** An algorithm speaks for itself: it says why it refuses, or what it would cost, and lowers itself. */
import type { Machine } from "../plan/machine.ts";
import type { AlgorithmName, Schedule } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import type { Problem } from "../semantics/problem.ts";

export interface Algorithm {
  readonly name: AlgorithmName;
  /** Why this algorithm cannot solve `problem`, in words; null if it can. */
  refuses(problem: Problem, machine: Machine): string | null;
  /** Schedules worth trying, best guess first. */
  schedules(problem: Problem, machine: Machine, threads: number): readonly Schedule[];
  /** Estimated cycles of one core for all the work; threads divide it. */
  cycles(problem: Problem, schedule: Schedule, machine: Machine): number;
  /** Buffers, steps and weight packing. Nothing is allocated here. */
  lower(problem: Problem, schedule: Schedule, threads: number): Program;
}
