/**
 * A program put together from those of other algorithms: their kernels are rebound to its buffers,
 * and what is theirs alone (tables, scratch) is kept under another name.
 */
import { floatBuffer } from "../ir/build.ts";
import type { Binding } from "../ir/rebind.ts";
import type { Buffer, Kernel } from "../ir/tree.ts";
import { embed } from "../plan/embed.ts";
import type { Allocation, Program, Role, Step } from "../plan/program.ts";
import { sizeOf } from "../tensor/tensor.ts";

export interface Assembly {
  readonly allocations: readonly Allocation[];
  readonly steps: readonly Step[];
  floats(name: string, size: number, role: Role): Buffer;
  own(allocation: Allocation): Buffer;
  add(kernel: Kernel, tasks: number): void;
  /** All steps of `program`; `tag` tells its names from those of others. */
  embed(program: Program, tag: string, places: Partial<Record<Role, Binding>>): void;
}

/** Elements that may be read behind a buffer, at the least: a vector at the end of a row. */
const SLACK = 32;

/** @param programs what will be embedded: every buffer gets the slack that their kernels reckon with. */
export function assembly(programs: readonly Program[]): Assembly {
  const slack = Math.max(
    SLACK,
    ...programs.flatMap(({ allocations }) => allocations.map(({ buffer }) => buffer.slack)),
  );
  const allocations: Allocation[] = [];
  const steps: Step[] = [];
  const own = (allocation: Allocation): Buffer => {
    allocations.push(allocation);
    return allocation.buffer;
  };
  return {
    allocations,
    steps,
    own,
    floats: (name, size, role) =>
      own({ buffer: floatBuffer(name, [size], slack), role, contents: null }),
    add: (kernel, tasks) => void steps.push({ kernel, tasks }),
    embed: (program, tag, places) => {
      const part = embed(program, ({ role }) => places[role], {
        buffer: (name) => `${name}${tag}`,
        kernel: (name) => `phase${tag}_${name}`,
      });
      allocations.push(...part.allocations);
      steps.push(...part.steps);
    },
  };
}

/** How many elements the program's only buffer of this role has. */
export const elementsOf = ({ allocations }: Program, role: Role): number =>
  sizeOf(allocations.find((a) => a.role === role)!.buffer.shape);
