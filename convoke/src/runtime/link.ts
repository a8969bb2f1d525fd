/** A program → one WebAssembly module: every kernel proven, lowered, and named by its place. */
import { InternalError } from "../errors.ts";
import { POSITION_BITS, type Stage } from "../host/share.ts";
import { check } from "../ir/check.ts";
import { lower } from "../ir/lower.ts";
import { scalarize } from "../ir/scalarize.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Part } from "../plan/program.ts";
import type { WasmModule } from "../wasm/module.ts";
import { type Layout, type LayoutOptions, layOut } from "./layout.ts";

export interface LinkOptions extends LayoutOptions {
  readonly fma: boolean;
  /** Whether there are vectors; default true. */
  readonly simd?: boolean;
  readonly threads: number;
}

export interface Linked {
  readonly module: WasmModule;
  readonly layout: Layout;
  readonly stages: readonly Stage[];
}

/**
 * Chunks a thread gets of one stage, at the least. Several let fast threads help slow ones, and let
 * V8, which never replaces code that is running, go over to its optimised code between two calls.
 */
const CHUNKS_PER_THREAD = 16;

/** @throws InternalError when an access of a kernel could leave its buffer. */
export function link(program: Part, { fma, simd = true, threads, ...places }: LinkOptions): Linked {
  const layout = layOut(program.allocations, places);
  const addressOf = (buffer: Buffer) => {
    const address = layout.addresses.get(buffer);
    if (address === undefined) throw new InternalError(`${buffer.name} has not been allocated`);
    return address;
  };
  const functions = program.steps.map((step, i) => {
    const kernel = simd ? step.kernel : scalarize(step.kernel);
    check(kernel);
    return { ...lower(kernel, { fma, addressOf }), name: `step${i}_${kernel.name}` };
  });
  const stages: Stage[] = [];
  let first = 0;
  program.steps.forEach(({ tasks }, i) => {
    const most = Math.min(CHUNKS_PER_THREAD * threads, 2 ** (POSITION_BITS - 4));
    const chunk = Math.max(1, Math.ceil(tasks / most));
    stages.push({ name: functions[i].name, tasks, chunk, first });
    first += Math.ceil(tasks / chunk);
  });
  return {
    module: { memory: { pages: layout.pages, shared: threads > 1 }, functions },
    layout,
    stages,
  };
}
