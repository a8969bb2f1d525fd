/** How an image filter may be computed: what each way refuses, costs and promises. */
import type { Kernel } from "../ir/tree.ts";
import type { Machine } from "../plan/machine.ts";
import type { Allocation } from "../plan/program.ts";
import type { ImageProblem } from "./problem.ts";

export const IMAGE_ALGORITHMS = [
  "integers",
  "boxes",
  "pairs",
  "separable",
  "fft",
  "floats",
] as const;
export type ImageAlgorithmName = (typeof IMAGE_ALGORITHMS)[number];

export interface ImageSetting {
  readonly problem: ImageProblem;
  readonly machine: Machine;
  readonly threads: number;
}

/** How near the definition the results are. */
export interface ImagePrecision {
  /** Every result is the reference's. */
  readonly exact: boolean;
  /** Most that a value may be off before it is rounded: a result is within 1/2 + bound of it. */
  readonly bound: number;
}

export interface ImageProgram {
  readonly allocations: readonly Allocation[];
  readonly steps: readonly { readonly kernel: Kernel; readonly tasks: number }[];
}

export interface ImageAlgorithm {
  readonly name: ImageAlgorithmName;
  /** Why not, in words; null if it can. */
  refuses(setting: ImageSetting): string | null;
  /** Estimated cycles of one core a result, all its work divided among the results. */
  cycles(setting: ImageSetting): number;
  precision(setting: ImageSetting): ImagePrecision;
  lower(setting: ImageSetting): ImageProgram;
}

/** The element of the output's buffer holds what the problem says. */
export const EXACT: ImagePrecision = { exact: true, bound: 0 };
