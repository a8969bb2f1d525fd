/** Compiled gradients of one convolution: fill `dy`, `x` and `w`, run, read `dx`, `dw` and `db`. */
import { fault, OptionError } from "../errors.ts";
import type { Buffer } from "../ir/tree.ts";
import { readOptions } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import type { Accuracy } from "../plan/plan.ts";
import { detectMachine } from "../planner/detect.ts";
import { sharing } from "../planner/threads.ts";
import { compileProgram } from "../runtime/compiled.ts";
import { livesOf } from "../runtime/lives.ts";
import { openMemory } from "../runtime/memory.ts";
import { helpersFor, type Pool } from "../runtime/pool.ts";
import { Runner } from "../runtime/runner.ts";
import type { Problem } from "../semantics/problem.ts";
import { inputShape, outputShape, weightShape } from "../semantics/shapes.ts";
import { sizeOf, type Tensor } from "../tensor/tensor.ts";
import {
  type BackwardProgram,
  type BackwardSetting,
  backwardCycles,
  backwardProgram,
  type TensorName,
  type Wanted,
} from "./program.ts";

export interface BackwardOptions {
  /** Gradients that are wanted; each is unless it is false. */
  readonly needs?: Partial<Wanted>;
  /** Default: what the machine has, fewer for small problems. The bits do not depend on it. */
  readonly threads?: number;
  /** How near the definition the gradients must be. Default `faithful`. */
  readonly accuracy?: Accuracy;
  /** Compiles for another machine than this one. */
  readonly machine?: Machine;
}

const OPTIONS = ["needs", "threads", "accuracy", "machine"] as const;
const NEEDS = ["dx", "dw", "db"] as const satisfies readonly (keyof Wanted)[];

export class BackwardExecutable implements Disposable {
  readonly problem: Problem;
  readonly threads: number;
  /** Views of the executable's own memory, in the problem's layouts; null where not needed. */
  readonly x: Tensor | null;
  readonly w: Tensor | null;
  readonly dy: Tensor | null;
  readonly dx: Tensor | null;
  readonly dw: Tensor | null;
  readonly db: Tensor | null;
  /** Bytes of its memory. */
  readonly bytes: number;
  private readonly runner: Runner;

  constructor({ problem, threads }: BackwardSetting, { buffers }: BackwardProgram, runner: Runner) {
    const view = (name: TensorName, shape: readonly number[]): Tensor | null => {
      const buffer = buffers[name];
      return buffer && { shape, data: runner.view(Float32Array, buffer, sizeOf(shape)) };
    };
    this.problem = problem;
    this.threads = threads;
    this.x = view("x", inputShape(problem));
    this.w = view("w", weightShape(problem));
    this.dy = view("dy", outputShape(problem));
    this.dx = view("dx", inputShape(problem));
    this.dw = view("dw", weightShape(problem));
    this.db = view("db", [problem.outChannels]);
    this.bytes = runner.bytes;
    this.runner = runner;
  }

  /**
   * Computes the gradients from `dy`, `x` and `w`.
   *
   * @throws RuntimeError when disposed, when a run is under way, or when a helper thread died.
   */
  run(): Promise<void> {
    return this.runner.run();
  }

  [Symbol.dispose](): void {
    this.runner[Symbol.dispose]();
  }
}

/**
 * Compiles the gradients of a convolution. Of its linear part: an activation's gradient is the
 * caller's, and a constant border has none.
 *
 * @throws OptionError for an unknown option, when no gradient is needed, or for threads that are no whole
 * number from 1 to 64.
 * @throws UnsupportedError when the buffers need more than 4 GiB, and for several threads where memory
 * cannot be shared.
 */
export async function compileBackward(
  problem: Problem,
  options: BackwardOptions = {},
  pool?: Pool,
): Promise<BackwardExecutable> {
  readOptions("compileBackward", options, OPTIONS);
  const { needs = {}, accuracy = "faithful", machine = detectMachine() } = options;
  readOptions("compileBackward's needs", needs, NEEDS);
  const { dx = true, dw = true, db = true } = needs;
  if (!dx && !dw && !db)
    throw fault(OptionError, { name: "needs", expected: "at least one gradient", got: needs });
  const open = { problem, wanted: { dx, dw, db }, machine, accuracy };
  const cycles = backwardCycles({ ...open, threads: 1 });
  const { threads, wakes } = sharing(cycles, options.threads, machine);
  const setting = { ...open, threads };
  const program = backwardProgram(setting);
  const code = await compileProgram(program, setting, {
    lives: livesOf([program.steps], scratchOf(program)),
  });
  const helpers = helpersFor(threads, pool);
  const runner = new Runner(code, await openMemory(code), threads, helpers, wakes);
  return new BackwardExecutable(setting, program, runner);
}

/** What only kernels see: it lies on top of what no later step reads, and so stays in the caches. */
function scratchOf({ allocations }: BackwardProgram): ReadonlySet<Buffer> {
  return new Set(allocations.filter(({ role }) => role === "scratch").map(({ buffer }) => buffer));
}
