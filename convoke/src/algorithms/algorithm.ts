/** An algorithm speaks for itself: it says why it refuses, what it would cost, how far off it may be, and lowers itself. */
import type { AlgorithmName, Schedule, Setting } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import type { Precision } from "./precision.ts";

export interface Algorithm {
  readonly name: AlgorithmName;
  /** Why this algorithm cannot solve the setting's problem, in words; null if it can. */
  refuses(setting: Setting): string | null;
  /** Schedules worth trying, best guess first; at least one where it does not refuse. */
  schedules(setting: Setting): readonly Schedule[];
  /** Estimated cycles of one core for all the work; threads divide it. */
  cycles(setting: Setting, schedule: Schedule): number;
  /** How near the definition the results of a schedule are. */
  precision(setting: Setting, schedule: Schedule): Precision;
  /** Buffers, steps and weight packing. Nothing is allocated here. */
  lower(setting: Setting, schedule: Schedule): Program;
}
