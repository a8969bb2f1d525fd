/**
 * What a contestant is to the race: an engine that prepares a task, runs it from and to its own
 * tensors, runs it from and to ordinary arrays, and shows what it computed. Node's adapters
 * implement this interface; those in `python/` speak the same words.
 */
import type { Problem } from "convoke";
import type { Net } from "./step/net.ts";

/** A workload as every engine is given it: plain data, tensors in files beside it. */
export interface Task {
  /** Of a filter of several channels: one group a channel. */
  readonly problem: Problem;
  /**
   * A filter of a picture, whose kernel is part of the question: code may be made for it. Every
   * channel has the same one, which is all that `weight.bin` holds. Null for layers.
   */
  readonly filter: Filter | null;
  /** Of input and output; bytes are rounded and kept between 0 and 255. */
  readonly pixels: Pixels;
  /**
   * Whether its gradients are wanted, for the output gradient in `gradient.bin`: what is computed is
   * that of the input, and behind it that of the weight.
   */
  readonly backward: boolean;
  /** Holds `input.bin` and `weight.bin`, in the problem's layouts. */
  readonly folder: string;
}

/** A training step of a net: forwards, loss, backwards, and what the optimizer does. */
export interface StepTask {
  readonly net: Net;
  /** `Prepared.output` is the losses of so many steps from the beginning, then all parameters. */
  readonly steps: number;
  /** Holds `input.bin` (images), `labels.bin` (32-bit whole numbers) and `weight.bin` (all parameters). */
  readonly folder: string;
}

export type Pixels = "f32" | "u8";
export type Values = Float32Array | Uint8Array;

/** What an engine may have a function of its own for; `any` is a kernel without a name. */
export interface Filter {
  readonly kind: "laplacian" | "box" | "gaussian" | "any";
  readonly size: number;
  /** Of the Gaussian, in pixels; 0 for other kinds. */
  readonly sigma: number;
  /** Row by row, `size`² values, each to be divided by the divisor: whole numbers where it has them. */
  readonly matrix: readonly number[];
  readonly divisor: number;
}

export interface Engine {
  readonly version: string;
  /** @throws Refusal, with the reason, for what the engine cannot do. */
  prepare(task: Task, threads: number): Promise<Prepared>;
  /** Only engines that train have it. Steps of `resident` go on from each other. */
  prepareStep?(task: StepTask, threads: number): Promise<Prepared>;
}

export interface Prepared {
  /** How the engine does it, in a word or two, when it has several ways; else "". */
  readonly mode: string;
  /** Once, from and to the engine's own tensors. */
  resident(): unknown;
  /** Once, from and to ordinary arrays: the weight is prepared, the input is not. */
  whole(): unknown;
  /** What the last run computed, in the problem's layout. */
  output(): Values | Promise<Values>;
  dispose(): void;
}

export class Refusal extends Error {}

/** Loads a package that may not be installed, so that nothing here needs its types. */
export const load = async <T>(name: string): Promise<T> => (await import(name)) as T;
