/** A compiled pooling: fill what it reads, run, look at what it wrote; all are views of its own memory. */
import type { PoolProgram, PoolTensor } from "../algorithms/pool.ts";
import { InternalError } from "../errors.ts";
import type { Machine } from "../plan/machine.ts";
import { detectMachine } from "../planner/detect.ts";
import { worthWaking } from "../planner/time.ts";
import { bytesOf } from "../runtime/layout.ts";
import { link } from "../runtime/link.ts";
import { type Pool, sharedPool } from "../runtime/pool.ts";
import { openMemory, Runner } from "../runtime/runner.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { encode } from "../wasm/encode.ts";

export class PoolExecutable implements Disposable {
  /** Bytes of its memory. */
  readonly bytes: number;
  private readonly program: PoolProgram;
  private readonly runner: Runner;

  constructor(program: PoolProgram, runner: Runner) {
    this.bytes = program.allocations.reduce((sum, { buffer }) => sum + bytesOf(buffer), 0);
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

/**
 * Proves and compiles the kernels, and allocates the memory.
 *
 * @throws UnsupportedError when the buffers need more than 4 GiB, or SIMD that is not there.
 */
export async function compilePool(
  program: PoolProgram,
  threads: number,
  machine: Machine = detectMachine(),
  pool: Pool | null = threads > 1 ? sharedPool() : null,
): Promise<PoolExecutable> {
  const { module, layout, stages } = link(program, { ...machine, threads });
  const code = {
    ...{ program, layout, stages, memory: module.memory! },
    module: await WebAssembly.compile(encode(module)),
  };
  const wakes = worthWaking(program.cycles, threads, machine);
  const runner = new Runner(code, openMemory(code), threads, pool, wakes);
  return new PoolExecutable(program, runner);
}
