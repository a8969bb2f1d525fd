/** What the engine's own kernels for gradients do, counted on what it generates: `convoke/backward`. */

import { backwardProgram, type Wanted } from "../backward/program.ts";
import type { Task } from "../engine.ts";
import { readOptions } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import type { Accuracy } from "../plan/plan.ts";
import { detectMachine } from "../planner/detect.ts";
import { programOperations } from "../planner/work.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { type KernelWork, kernelWork } from "./kernel-work.ts";

export interface GradientWork {
  readonly input: KernelWork;
  readonly weight: KernelWork;
  readonly bias: KernelWork;
}

export interface GradientWorkOptions {
  /** Default: the machine here. */
  readonly machine?: Machine;
  /** Default `faithful`, as `compileBackward` has it. */
  readonly accuracy?: Accuracy;
}

/**
 * Each gradient as if it alone were wanted, on one core, in float32. The bias gradient is counted
 * whether the layer has a bias or not.
 *
 * @throws as `compileBackward` does for what it does not compute.
 */
export function gradientWork(what: Task, options: GradientWorkOptions = {}): GradientWork {
  readOptions("gradientWork", options, ["machine", "accuracy"]);
  const { machine = detectMachine(), accuracy = "faithful" } = options;
  const problem = problemOf(what);
  const none: Wanted = { dx: false, dw: false, db: false };
  const of = (wanted: Partial<Wanted>): KernelWork => {
    const setting = { problem, wanted: { ...none, ...wanted }, machine, threads: 1, accuracy };
    const program = backwardProgram(setting);
    return kernelWork(programOperations(program), program.allocations);
  };
  return { input: of({ dx: true }), weight: of({ dw: true }), bias: of({ db: true }) };
}
