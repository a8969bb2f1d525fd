/**
 * Code, memory and a share of the threads: what every executable runs on, whatever it computes.
 * `run` allocates nothing.
 */
import { RuntimeError } from "../errors.ts";
import { DONE, openRun, type Part, partOf, takeShare, totalChunks } from "../host/share.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Code } from "./compiled.ts";
import type { Memory } from "./memory.ts";
import type { Pool } from "./pool.ts";

/** What a runner needs of compiled code. */
export type Runnable = Pick<Code, "layout" | "stages" | "module">;

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
  /** Of its memory. */
  readonly bytes: number;
  private readonly memory: Memory;
  private readonly layout: Code["layout"];
  /** That of the caller's thread. */
  private readonly part: Part;
  /** Chunks of a whole run. */
  private readonly chunks: number;
  private readonly pool: Pool | null;
  private readonly wakes: boolean;
  private disposed = false;

  /**
   * @param memory may be that of other runners: one runs at a time.
   * @param pool null for one thread.
   * @param wakes whether a run is long enough to wake helpers that sleep.
   */
  constructor(
    { layout, stages, module }: Runnable,
    memory: Memory,
    threads: number,
    pool: Pool | null,
    wakes: boolean,
  ) {
    this.memory = memory;
    this.bytes = memory.buffer.byteLength;
    this.layout = layout;
    this.chunks = totalChunks(stages);
    this.pool = pool;
    this.wakes = wakes;
    const job = pool ? pool.add({ threads, module, memory: memory.wasm, stages }) : 0;
    this.part = partOf(job, module, memory.wasm, stages);
    if (pool) forgotten.register(this, { pool, id: job }, this);
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
    const { pool, part } = this;
    const { job, control, stages, kernels } = part;
    if (!pool?.mayHelp(job, this.wakes)) {
      for (let s = 0; s < stages.length; s++) {
        const { tasks, chunk } = stages[s];
        for (let lo = 0; lo < tasks; lo += chunk) kernels[s](0, lo, Math.min(lo + chunk, tasks));
      }
      return DONE_ALREADY;
    }
    const deaths = pool.deaths;
    openRun(control, job);
    pool.call(job);
    // No closure here: its variables would be allocated by every run, those that never wait too.
    return this.advance() ? DONE_ALREADY : this.memory.occupied(this.wait(pool, deaths));
  }

  /** Gives the memory back to the garbage collector; views of it must not be used after. */
  [Symbol.dispose](): void {
    if (this.pool && !this.disposed) {
      forgotten.unregister(this);
      this.pool.drop(this.part.job);
    }
    this.disposed = true;
  }

  /** Does what can be done now; whether the run is finished. */
  private advance(): boolean {
    if (!takeShare(this.part, 0, PATIENCE)) return false;
    for (let look = 0; look < PATIENCE; look++) {
      if (Atomics.load(this.part.control, DONE) === this.chunks) return true;
    }
    return false;
  }

  /** Leaves the thread to its event loop, where the death of a helper is heard of, between looks. */
  private async wait(pool: Pool, deaths: number): Promise<void> {
    do {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (pool.deaths !== deaths) {
        throw new RuntimeError(
          `a helper thread died during the run (${pool.lastDeath?.message}); compile the plan again`,
          null,
          { cause: pool.lastDeath },
        );
      }
    } while (!this.advance());
  }

  /** @throws RuntimeError when disposed, broken, or while a run is under way in its memory. */
  assertIdle(): void {
    if (this.disposed) throw new RuntimeError("the executable has been disposed");
    this.memory.assertIdle();
  }

  private addressOf(buffer: Buffer): number {
    return this.layout.addresses.get(buffer)!;
  }
}
