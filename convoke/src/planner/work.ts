/** What a plan takes: closed forms for the definition, exact counts for the generated code. */
import type { Algorithms } from "../algorithms/algorithm.ts";
import { addOperations, count, noOperations, type Operations } from "../ir/count.ts";
import type { Tables } from "../ir/evaluate.ts";
import type { Buffer, Elements, Kernel } from "../ir/tree.ts";
import type { Chosen, Work } from "../plan/plan.ts";
import type { Part, Program } from "../plan/program.ts";
import { programOf } from "../runtime/code.ts";
import { bytesOf } from "../runtime/layout.ts";
import { inputShape, multiplyAddsOf, outputShape, weightShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";

export function workOf(algorithms: Algorithms, chosen: Chosen): Work {
  const { problem } = chosen;
  const { allocations } = programOf(algorithms, chosen);
  const [elementsIn, weights, elementsOut] = [
    inputShape(problem),
    weightShape(problem),
    outputShape(problem),
  ].map(sizeOf);
  return {
    macs: multiplyAddsOf(problem),
    bytesIn: 4 * elementsIn,
    bytesWeight: 4 * weights,
    bytesOut: 4 * elementsOut,
    workspace: workspaceOf(allocations),
  };
}

/** Bytes of memory beyond input, weight, bias and output. */
export const workspaceOf = (allocations: Program["allocations"]): number =>
  allocations
    .filter(({ role }) => role === "table" || role === "scratch")
    .reduce((sum, { buffer }) => sum + bytesOf(buffer), 0);

/**
 * Multiplications, additions and bytes moved by one run, counted on the generated loops: the
 * padding of tiles, the transforms and the copies are in it.
 */
export const operations = (algorithms: Algorithms, chosen: Chosen): Operations =>
  programOperations(programOf(algorithms, chosen));

/** The same for any program. */
export function programOperations({ allocations, steps }: Part): Operations {
  const made = new Map<Buffer, Elements>();
  // Few tables decide a branch or a bound: the others are never made. Parts that were put together may
  // have tables of one name: a kernel means its own.
  const tablesOf = ({ buffers }: Kernel): Tables => ({
    get: (name) => {
      const buffer = buffers.find((b) => b.name === name);
      if (buffer === undefined) return undefined;
      const contents =
        made.get(buffer) ?? allocations.find((a) => a.buffer === buffer)?.contents?.();
      if (contents) made.set(buffer, contents);
      return contents;
    },
  });
  const sum = noOperations();
  for (const { kernel, tasks } of steps)
    addOperations(sum, count(kernel, [0, 0, tasks], tablesOf(kernel)));
  return sum;
}
