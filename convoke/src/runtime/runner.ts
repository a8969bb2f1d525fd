/**
 * Memory, code and a share of the threads: what every executable runs on, whatever it computes.
 * Tables are written when it is made; `run` allocates nothing.
 */
import { RuntimeError } from "../errors.ts";
import {
  CONTROL_BYTES,
  DONE,
  type KernelFunction,
  kernelsOf,
  openRun,
  type Stage,
  takeShare,
  totalChunks,
} from "../host/share.ts";
import type { Buffer, Elements } from "../ir/tree.ts";
import type { Code } from "./code.ts";
import type { Pool } from "./pool.ts";

/** What a runner needs of compiled code. */
export type Runnable = Pick<Code, "layout" | "stages" | "module">;

/** What memory is made of. */
export interface Contents extends Pick<Code, "layout" | "memory"> {
  readonly program: Pick<Code["program"], "allocations">;
}

/** Memory for compiled code, tables and constants written. */
export function openMemory({
  program,
  layout,
  memory: { pages, shared },
}: Contents): WebAssembly.Memory {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  for (const { buffer, contents } of program.allocations) {
    if (contents) write(memory, layout.addresses.get(buffer)!, contents());
  }
  return memory;
}

const DISPOSED = "the executable has been disposed";
const DONE_ALREADY = Promise.resolve();
/** Looks at the progress of helpers before the caller's thread is given back to its event loop. */
const PATIENCE = 200_000;
/** Milliseconds between looks after that. */
const PAUSE = 1;

/** Retires the jobs of runners that were dropped without being disposed. */
const forgotten = new FinalizationRegistry<{ pool: Pool; id: number }>(({ pool, id }) =>
  pool.drop(id),
);

export class Runner implements Disposable {
  private readonly memory: WebAssembly.Memory;
  private readonly layout: Code["layout"];
  private readonly stages: readonly Stage[];
  private readonly kernels: readonly KernelFunction[];
  /** Chunks of a whole run. */
  private readonly chunks: number;
  private readonly control: Int32Array;
  private readonly pool: Pool | null;
  private readonly wakes: boolean;
  private readonly job: number;
  /** Why it cannot run (any more); null while it can. */
  private broken: string | null = null;
  private running = false;

  /**
   * @param memory may be that of other runners, as long as one runs at a time.
   * @param pool null for one thread.
   * @param wakes whether a run is long enough to wake helpers that sleep.
   */
  constructor(
    { layout, stages, module }: Runnable,
    memory: WebAssembly.Memory,
    threads: number,
    pool: Pool | null,
    wakes: boolean,
  ) {
    this.memory = memory;
    this.layout = layout;
    this.stages = stages;
    this.chunks = totalChunks(stages);
    this.kernels = kernelsOf(module, memory, stages);
    this.control = new Int32Array(memory.buffer, 0, CONTROL_BYTES / 4);
    this.pool = pool;
    this.wakes = wakes;
    this.job = pool ? pool.add({ threads, module, memory, stages }) : 0;
    if (pool) forgotten.register(this, { pool, id: this.job }, this);
  }

  /** `length` elements of a buffer, as an array of `Kind` over the runner's own memory. */
  view<V>(
    Kind: new (memory: ArrayBuffer, at: number, length: number) => V,
    buffer: Buffer,
    length: number,
  ): V {
    return new Kind(this.memory.buffer, this.addressOf(buffer), length);
  }

  /**
   * Runs all stages. The caller's thread does its share before this returns; the
   * promise is settled when the helpers have done theirs.
   *
   * @throws RuntimeError when disposed, when a run is under way, or when a helper thread died in
   * this run; after that the executable stays unusable.
   */
  run(): Promise<void> {
    try {
      this.assertIdle();
    } catch (error) {
      return Promise.reject(error);
    }
    if (!this.pool?.mayHelp(this.job, this.wakes)) {
      for (let s = 0; s < this.stages.length; s++) {
        const { tasks, chunk } = this.stages[s];
        for (let lo = 0; lo < tasks; lo += chunk)
          this.kernels[s](0, lo, Math.min(lo + chunk, tasks));
      }
      return DONE_ALREADY;
    }
    const deaths = this.pool.deaths;
    openRun(this.control);
    this.pool.call(this.job);
    return this.advance() ? DONE_ALREADY : this.wait(this.pool, deaths);
  }

  /** Gives the memory back to the garbage collector; views of it must not be used after. */
  [Symbol.dispose](): void {
    if (this.pool && this.broken !== DISPOSED) {
      forgotten.unregister(this);
      this.pool.drop(this.job);
    }
    this.broken = DISPOSED;
  }

  /** Does what can be done now; whether the run is finished. */
  private advance(): boolean {
    if (!takeShare(this.control, this.stages, this.kernels, 0, PATIENCE)) return false;
    for (let look = 0; look < PATIENCE; look++) {
      if (Atomics.load(this.control, DONE) === this.chunks) return true;
    }
    return false;
  }

  /** Leaves the thread to its event loop, where the death of a helper is heard of, between looks. */
  private async wait(pool: Pool, deaths: number): Promise<void> {
    this.running = true;
    try {
      do {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        if (pool.deaths !== deaths) {
          this.broken = "a helper thread of the executable died";
          throw new RuntimeError(
            `a helper thread died during the run (${pool.lastDeath?.message}); compile the plan again`,
            null,
            { cause: pool.lastDeath },
          );
        }
      } while (!this.advance());
    } finally {
      this.running = false;
    }
  }

  /** @throws RuntimeError when disposed, broken, or while a run is under way. */
  assertIdle(): void {
    if (this.broken) throw new RuntimeError(this.broken);
    if (this.running)
      throw new RuntimeError("expected the run before to have ended: await it first");
  }

  private addressOf(buffer: Buffer): number {
    return this.layout.addresses.get(buffer)!;
  }
}

/** Writes a table or constants into memory. */
function write(memory: WebAssembly.Memory, at: number, contents: Elements): void {
  const bytes = new Uint8Array(contents.buffer, contents.byteOffset, contents.byteLength);
  new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
}
