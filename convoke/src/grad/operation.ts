/**
 * One operation of a graph: its shape, its definition in float64, and the kernels that compute it and
 * its gradients. Tests hold the kernels to the definition, and the gradients to its differences.
 */
import type { Buffer } from "../ir/tree.ts";
import type { Machine } from "../plan/machine.ts";
import type { Part, Step } from "../plan/program.ts";
import type { PoolProblem } from "../semantics/pool-problem.ts";
import type { Problem } from "../semantics/problem.ts";

/** Where kernels run. */
export interface Target {
  readonly machine: Machine;
  readonly threads: number;
}

/** What a forward pass keeps for the backward one: floats, or whole numbers. */
export type Saved = Pick<Buffer, "name" | "element" | "shape">;

export interface Forward {
  readonly inputs: readonly Buffer[];
  readonly output: Buffer;
  /** What `saves` names; null where no gradient will be asked for. */
  readonly saved: readonly Buffer[] | null;
}

export interface Backward extends Forward {
  readonly saved: readonly Buffer[];
  /** Of the output. */
  readonly gradient: Buffer;
  /** Where the gradient of each input goes, all of it; null where none is wanted. */
  readonly results: readonly (Buffer | null)[];
}

export type Detail =
  | { readonly kind: "convolution"; readonly problem: Problem }
  | { readonly kind: "pooling"; readonly problem: PoolProblem }
  /** Axis i of the output is axis order[i] of the input. */
  | { readonly kind: "permutation"; readonly order: readonly number[] }
  | { readonly kind: "joining"; readonly axis: number };

export interface Operation {
  readonly name: string;
  /** Of the output. */
  readonly shape: readonly number[];
  /** Multiply-adds of the definition, where that is what an operation mostly does. */
  readonly multiplyAdds?: number;
  /** What the name leaves open, for those who count work or follow positions. */
  readonly detail?: Detail;
  /** Whether the output is the first input's numbers in another shape: no kernel runs. */
  readonly alias?: true;
  /** Inputs that are whole numbers, such as labels; the others are floats. */
  readonly integers?: readonly number[];
  /** Inputs that `forward` also writes: states. */
  readonly writes?: readonly number[];
  /** Besides inputs and output, which are there anyway. */
  readonly saves?: readonly Saved[];
  /** The output, by definition, in double precision. */
  readonly define: (inputs: readonly Float64Array[]) => Float64Array;
  readonly forward: (buffers: Forward, target: Target) => Part;
  /** Null for an operation through which no gradient flows. */
  readonly backward: ((buffers: Backward, target: Target) => Part) | null;
}

/** A part of kernels alone. */
export const steps = (...list: readonly Step[]): Part => ({ allocations: [], steps: list });
