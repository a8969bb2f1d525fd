/** What this study examines, and what it tries that on. */
import type { Tensor } from "convoke";
import type { copied, reached, treated } from "./treatments.ts";

export interface Subject {
  readonly treated: typeof treated;
  readonly reached: typeof reached;
  readonly copied: typeof copied;
}

/** An image, a kernel of odd extents that fits into it, and the value of a constant image. */
export interface Bordered {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly value: number;
}
