/** Programs of the engine as parts of a graph. */
import { type Binding, rebind } from "../../ir/rebind.ts";
import type { Buffer } from "../../ir/tree.ts";
import type { Allocation, Program, Role } from "../../plan/program.ts";
import type { Part } from "../operation.ts";

/** The program over the given buffers; what it needs besides is its own. */
export function bound(
  { allocations, steps }: Pick<Program, "allocations" | "steps">,
  given: (buffer: Buffer, role: Role) => Buffer | undefined,
): Part {
  const bindings = new Map<Buffer, Binding>();
  const own: Allocation[] = [];
  for (const allocation of allocations) {
    const place = given(allocation.buffer, allocation.role);
    // A program is kept and may be used twice in a graph: what is its own must be so each time.
    const buffer = place ?? { ...allocation.buffer };
    if (!place) own.push({ ...allocation, buffer });
    bindings.set(allocation.buffer, { buffer, offset: 0 });
  }
  return {
    allocations: own,
    steps: steps.map(({ kernel, tasks }) => ({ kernel: rebind(kernel, bindings), tasks })),
  };
}
