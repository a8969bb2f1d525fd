/** Ways to compute a kernel or a layer by others: what is asked of each, whichever made it. */
import type { Kernel, Layer, Price } from "convoke/workshop";

export interface Way {
  /** For programs: `separable`, `sum`, `product`, `short`, `pair`, `spatial`, … */
  readonly kind: string;
  /** The kind and what tells it from others of its kind: `spatial-48`, `pair-2x2`. */
  readonly key: string;
  readonly title: string;
  /** Its kernels, in the terms of a sum or in a row; null for layers. */
  readonly kernels: readonly (readonly Kernel[])[] | null;
  readonly layers: readonly Layer[];
  /** Of the values, ‖difference‖ / ‖kernel‖; 0 where it is exact. */
  readonly error: number;
  readonly exact: boolean;
}

export interface PricedWay extends Way {
  readonly price: Price;
  /** Multiplications beside those of the whole. */
  readonly ratio: number;
}
