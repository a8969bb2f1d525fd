/**
 * The memory of compiled code, tables and constants written. Several runners may share one, in turns:
 * it is the memory that knows whether a run is under way, and whether a helper died in it.
 */
import { RuntimeError } from "../errors.ts";
import type { Elements } from "../ir/tree.ts";
import type { Code } from "./compiled.ts";

/** What memory is made of. */
export interface Contents extends Pick<Code, "layout" | "memory"> {
  readonly program: Pick<Code["program"], "allocations">;
}

/** How often room is asked for, 100 ms apart. */
const TRIES = 40;

/**
 * Memory, as soon as there is room. V8 sets 8 GiB of addresses aside for each, and a browser's process has
 * 1 TiB: pages and workers share it, and what those that have ended leave comes free up to two seconds later.
 *
 * @throws RuntimeError when there is no room for 4 seconds.
 */
export async function openMemory(contents: Contents): Promise<Memory> {
  for (let tries = TRIES; ; ) {
    try {
      return new Memory(contents);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      if (tries-- === 0)
        throw new RuntimeError("no room for another memory: dispose of executables");
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export class Memory {
  readonly wasm: WebAssembly.Memory;
  /** Why nothing can run here any more; null while it can. */
  private broken: string | null = null;
  private running = false;

  constructor({ program, layout, memory: { pages, shared } }: Contents) {
    this.wasm = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
    for (const { buffer, contents } of program.allocations) {
      if (contents) this.write(layout.addresses.get(buffer)!, contents());
    }
  }

  get buffer(): ArrayBuffer {
    return this.wasm.buffer;
  }

  /** @throws RuntimeError when broken, or while a run is under way. */
  assertIdle(): void {
    if (this.broken) throw new RuntimeError(this.broken);
    if (this.running)
      throw new RuntimeError("expected the run before to have ended: await it first");
  }

  /** Nothing else runs until `run`, which has just begun, is settled; where it fails, nothing does afterwards. */
  async occupied(run: Promise<void>): Promise<void> {
    this.running = true;
    try {
      await run;
    } catch (error) {
      this.broken = "a helper thread died";
      throw error;
    } finally {
      this.running = false;
    }
  }

  private write(at: number, { buffer, byteOffset, byteLength }: Elements): void {
    new Uint8Array(this.buffer, at, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
  }
}
