/** What an adapter makes of a case. */
import type { Engine } from "./engine.ts";
import type { PoolEngine } from "./pool-engine.ts";
import type { Case, CaseTensor } from "./suite.ts";
import type { Value } from "./value.ts";

/** One comparison of a case. */
export interface Check {
  readonly what: "forward" | "gradient";
  /** Null: the engine refused what this takes. */
  readonly actual: Value | null;
  readonly expected: CaseTensor;
}

export type Adapter =
  /** Computes through an engine; run on the reference and on every algorithm. */
  | {
      readonly kind: "convolution";
      readonly run: (engine: Engine) => Promise<Check[]>;
      /**
       * Its gradients by the engine's own backward pass, from the layer's own layouts; `inexact` is
       * called when it rounds whole numbers.
       */
      readonly backward?: (inexact: () => void) => Promise<Check[]>;
    }
  /** Pools; run on the reference and on the kernels. */
  | { readonly kind: "pooling"; readonly run: (engine: PoolEngine) => Promise<Check[]> }
  /** Computes without one (padding, patches): run once. */
  | { readonly kind: "semantics"; readonly run: () => Check[] }
  /** Only whether it throws counts. */
  | { readonly kind: "validation"; readonly run: () => readonly number[] }
  /** A later capability: counted apart. */
  | { readonly kind: "not yet"; readonly why: string };

/** An adapter for a case of a suite; null when nobody here knows the operator. */
export type Adapt = (c: Case) => Adapter | null;
