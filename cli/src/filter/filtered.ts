/** What filtering gives, whichever way it was done. */
import type { Plan, Problem } from "convoke";
import type { ImagePlan } from "convoke/images";
import type { Pixels } from "../image/write.ts";
import type { FilterKernel } from "../kernels/kernel.ts";

/** One pass over the picture: a plan, and what its bands add up to. */
export interface Pass {
  readonly plan: Plan | ImagePlan;
  /** The whole picture as one problem. */
  readonly problem: Problem;
  readonly bands: number;
  /** Milliseconds inside `run`, copies not counted. */
  readonly milliseconds: number;
}

export interface Filtered {
  readonly kernel: FilterKernel;
  readonly width: number;
  readonly height: number;
  /** height × width × planes, before the range is mapped. */
  readonly color: Pixels;
  /** height × width, on the scale of the file. */
  readonly alpha: Float32Array | null;
  readonly pass: Pass;
  /** Why it was done in floats; null where codes were filtered as they are. */
  readonly floatsFor: FloatReason | null;
}

/** What 8- and 16-bit codes cannot be filtered with as they are. */
export const FLOAT_REASONS = [
  "floats",
  "alpha",
  "light",
  "steps",
  "size",
  "border",
  "accuracy",
  "machine",
] as const;
export type FloatReason = (typeof FLOAT_REASONS)[number];

export const isImagePlan = (plan: Plan | ImagePlan): plan is ImagePlan => "precision" in plan;
