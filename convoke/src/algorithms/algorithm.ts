/** An algorithm speaks for itself: it says why it refuses, what it would cost, and lowers itself. */
import { UnsupportedError } from "../errors.ts";
import type { AlgorithmName, Schedule, Setting } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import type { Precision } from "./precision.ts";

export interface Algorithm {
  readonly name: AlgorithmName;
  /** Why this algorithm cannot solve the setting's problem, in words; null if it can. */
  refuses(setting: Setting): string | null;
  /** Schedules worth trying, best guess first; at least one where it does not refuse. */
  schedules(setting: Setting): readonly Schedule[];
  /** Fields of a schedule that decide the bits of results; the others only cut the work. */
  readonly decides: readonly string[];
  /** Estimated cycles of one core for all the work; threads divide it. */
  cycles(setting: Setting, schedule: Schedule): number;
  /** How near the definition the results of a schedule are. */
  precision(setting: Setting, schedule: Schedule): Precision;
  /** Buffers, steps and weight packing. Nothing is allocated here. */
  lower(setting: Setting, schedule: Schedule): Program;
}

/** Those that an engine was made of. */
export type Algorithms = readonly Algorithm[];

/** @throws UnsupportedError for one that the engine does not have. */
export function named(algorithms: Algorithms, name: AlgorithmName): Algorithm {
  const found = algorithms.find((a) => a.name === name);
  if (found) return found;
  const names = algorithms.map((a) => a.name).join(", ");
  throw new UnsupportedError(`expected an algorithm of this engine (${names}), got ${name}`);
}
