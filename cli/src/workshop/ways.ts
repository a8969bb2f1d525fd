/** A way to compute a kernel or a layer by others, with what it is called and what it costs. */
import type { Price, Way } from "convoke/workshop";

export interface PricedWay extends Way {
  readonly title: string;
  readonly price: Price;
  /** Multiplications beside those of the whole. */
  readonly ratio: number;
}
