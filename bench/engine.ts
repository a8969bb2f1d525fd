/**
 * What a contestant is to the race: an engine that prepares a task, runs it from and to its own
 * tensors, runs it from and to ordinary arrays, and shows what it computed. Node's adapters
 * implement this interface; those in `python/` speak the same words.
 */
import type { Problem } from "convoke";

/** A workload as every engine is given it: plain data, tensors in files beside it. */
export interface Task {
  /** The descriptor of the convolution. */
  readonly word: string;
  /** The same in numbers, for engines that read no descriptors. */
  readonly problem: Problem;
  /** Whether the weight is part of the question and code may be made for it. */
  readonly fixed: boolean;
  /** What the weight is, where an engine has a function of its own for it; null for any other. */
  readonly filter: Filter | null;
  /** Holds `input.bin` and `weight.bin`, in the problem's layouts. */
  readonly folder: string;
}

export interface Filter {
  readonly kind: "laplacian" | "box" | "gaussian" | "any";
  readonly size: number;
  /** Of the Gaussian, in pixels; 0 for other kinds. */
  readonly sigma: number;
}

export interface Engine {
  readonly version: string;
  /** @throws Refusal, with the reason, for what the engine cannot do. */
  prepare(task: Task, threads: number): Promise<Prepared>;
}

export interface Prepared {
  /** How the engine does it, in a word or two, when it has several ways; else "". */
  readonly mode: string;
  /** Once, from and to the engine's own tensors. */
  resident(): unknown;
  /** Once, from and to ordinary arrays: the weight is prepared, the input is not. */
  whole(): unknown;
  /** What the last run computed, in the problem's layout. */
  output(): Float32Array | Promise<Float32Array>;
  dispose(): void;
}

export class Refusal extends Error {}

/** Loads a package that may not be installed, so that nothing here needs its types. */
export const load = async <T>(name: string): Promise<T> => (await import(name)) as T;
