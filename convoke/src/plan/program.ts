/**
 * What a Plan lowers to: buffers, kernels over them, and how the weight is packed. Still data (the
 * kernels are trees); only the runtime turns it into memory and code.
 */
import type { Buffer, Elements, Kernel } from "../ir/tree.ts";
import type { FloatArray } from "../tensor/tensor.ts";

/** Who fills a buffer: the caller, `packWeight`, the caller's bias, the compiler, or a kernel. */
export type Role = "input" | "output" | "weight" | "bias" | "table" | "scratch";

export interface Allocation {
  readonly buffer: Buffer;
  readonly role: Role;
  /** Tables and constants only: what the compiler writes once, made when it is asked for. */
  readonly contents: (() => Elements) | null;
}

/** Run `kernel(thread, lo, hi)` over all tasks, in any order and split in any way. */
export interface Step {
  readonly kernel: Kernel;
  readonly tasks: number;
}

/** Steps, and the buffers that they need. */
export interface Part {
  readonly allocations: readonly Allocation[];
  /** In order; a step begins when the one before is done on all threads. */
  readonly steps: readonly Step[];
}

export interface Program extends Part {
  /** The problem's weight, in its layout, as the kernels read it; empty when none does. */
  readonly packWeight: (weight: FloatArray) => Float32Array;
  /** The steps read the problem's weight as it lies. Else a run may bring its elements to their places. */
  readonly asGiven?: boolean;
}
