/** Operations of generated kernels, and the memory they need beside the tensors. */
import type { Operations } from "../ir/count.ts";
import type { Program } from "../plan/program.ts";
import { workspaceOf } from "../planner/work.ts";

export interface KernelWork extends Readonly<Operations> {
  /** multiplications + additions. */
  readonly flops: number;
  /** Bytes of memory beyond input, weight, bias and output. */
  readonly workspace: number;
  /** flops for each byte loaded or stored; 0 where nothing is done. */
  readonly intensity: number;
}

export function kernelWork(counted: Operations, allocations: Program["allocations"]): KernelWork {
  const flops = counted.multiplications + counted.additions;
  return {
    ...counted,
    flops,
    workspace: workspaceOf(allocations),
    intensity: flops === 0 ? 0 : flops / (counted.bytesLoaded + counted.bytesStored),
  };
}
