/** A tensor on its way through a case, with the most it may be off because the engine is float32. */
import type { Tensor } from "../src/tensor/tensor.ts";

export interface Value extends Tensor<Float64Array> {
  /** By element; null: exact, or computed in float64. */
  readonly error: Float64Array | null;
}

export const exactly = (t: Tensor<Float64Array>): Value => ({ ...t, error: null });

export const reshaped = (v: Value, shape: readonly number[]): Value => ({ ...v, shape });
