/** A WebAssembly module as data: what `encode` turns into bytes and `text` into WAT. */
import type { OpcodeName, ValueType } from "./opcodes.ts";

/** One instruction: its name, then its immediates in the order of the specification's text form. */
export interface Instruction {
  readonly op: OpcodeName;
  /** index, i32, f32 and lane: one number; memory: [align, offset]; memory-lane: [align, offset, lane]. */
  readonly args: readonly number[];
}

export interface WasmFunction {
  readonly name: string;
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Types of the locals behind the parameters. */
  readonly locals: readonly ValueType[];
  /** Without the closing `end`. */
  readonly body: readonly Instruction[];
  readonly exported: boolean;
}

/** The one memory every module imports, as `env.memory`; initial = maximum, so views never detach. */
export interface WasmMemory {
  /** Pages of 64 KiB. */
  readonly pages: number;
  readonly shared: boolean;
}

export interface WasmModule {
  readonly memory: WasmMemory | null;
  readonly functions: readonly WasmFunction[];
}

export const PAGE = 65536;
/** The most a 32-bit memory can hold: 65,536 pages, 4 GiB. */
export const MAX_PAGES = 65536;
