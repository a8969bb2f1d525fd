/** Sound as a plain value. */
import type { FloatArray, Tensor } from "../tensor/tensor.ts";

export interface Sound<A extends FloatArray = FloatArray> {
  /** Samples a second, of each channel. */
  readonly sampleRate: number;
  /** [channels, samples]; full scale is −1 to 1. */
  readonly samples: Tensor<A>;
}
