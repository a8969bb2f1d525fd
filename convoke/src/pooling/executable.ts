/** A compiled pooling: fill what it reads, run, look at what it wrote; all are views of its own memory. */
import type { PoolProgram, PoolSetting, PoolTensor } from "../algorithms/pool.ts";
import { InternalError } from "../errors.ts";
import { readOptions } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import { detectMachine } from "../planner/detect.ts";
import { sharing, threadsAllowed } from "../planner/threads.ts";
import { compileProgram } from "../runtime/compiled.ts";
import { openMemory } from "../runtime/memory.ts";
import { helpersFor, type Pool } from "../runtime/pool.ts";
import { Runner } from "../runtime/runner.ts";
import { sizeOf } from "../tensor/tensor.ts";

export class PoolExecutable implements Disposable {
  /** Bytes of its memory. */
  readonly bytes: number;
  private readonly program: PoolProgram;
  private readonly runner: Runner;

  constructor(program: PoolProgram, runner: Runner) {
    this.bytes = runner.bytes;
    this.program = program;
    this.runner = runner;
  }

  /** The numbers of a tensor of floats. */
  floats(name: Exclude<PoolTensor, "indices">): Float32Array {
    return this.view(Float32Array, name);
  }

  /** Places, row-major in their planes. */
  indices(): Int32Array {
    return this.view(Int32Array, "indices");
  }

  /** @throws RuntimeError when disposed, when a run is under way, or when a helper thread died. */
  run(): Promise<void> {
    return this.runner.run();
  }

  [Symbol.dispose](): void {
    this.runner[Symbol.dispose]();
  }

  private view<V>(
    Kind: new (memory: ArrayBuffer, at: number, length: number) => V,
    name: PoolTensor,
  ): V {
    const buffer = this.program.buffers[name];
    if (!buffer) throw new InternalError(`the program has no ${name}`);
    return this.runner.view(Kind, buffer, sizeOf(buffer.shape));
  }
}

export interface PoolCompileOptions {
  /** Most threads to use; default: what the machine has, one for small problems. */
  readonly threads?: number;
  /** Compiles for another machine than this one. */
  readonly machine?: Machine;
}

/**
 * Proves and compiles the kernels, and allocates the memory.
 *
 *     using forward = await compilePool((setting) => poolForward(problem, setting));
 *
 * @param lower one of `poolForward`, `poolBackward`, `unpoolForward`, `unpoolBackward`.
 * @throws UnsupportedError when the buffers need more than 4 GiB, or SIMD that is not there.
 */
export async function compilePool(
  lower: (setting: PoolSetting) => PoolProgram,
  options: PoolCompileOptions = {},
  pool?: Pool,
): Promise<PoolExecutable> {
  readOptions("compilePool", options, ["threads", "machine"]);
  const { machine = detectMachine() } = options;
  const most = threadsAllowed(options.threads, machine);
  const program = lower({ threads: most, simd: machine.simd });
  const { threads, wakes } = sharing(program.cycles, options.threads, machine);
  const code = await compileProgram(program, { machine, threads });
  const helpers = helpersFor(threads, pool);
  const runner = new Runner(code, await openMemory(code), threads, helpers, wakes);
  return new PoolExecutable(program, runner);
}
