/**
 * Operations as they are counted everywhere here: each word means one thing, and no two are mixed.
 * Activations, copies and index arithmetic are none of them.
 */
import { guard, UnsupportedError } from "../errors.ts";

export interface Arithmetic {
  /** Products of an input and a weight: multiply-adds, as papers count them. */
  readonly macs: number;
  readonly multiplications: number;
  /** Additions of products to each other: one less than there are products, for each sum. */
  readonly additions: number;
  /** Additions of a bias to a sum. */
  readonly biasAdditions: number;
  /** multiplications + additions + biasAdditions: floating-point operations, not multiply-adds. */
  readonly flops: number;
}

/**
 * The sums of so many products each.
 *
 * @param sums those that have at least one product.
 * @throws UnsupportedError when a count is 2^53 or more: it would not be exact.
 */
export function sumsOf(products: number, sums: number, biasAdditions = 0): Arithmetic {
  return arithmetic(products, products - sums, biasAdditions);
}

export function arithmetic(
  multiplications: number,
  additions: number,
  biasAdditions = 0,
): Arithmetic {
  const flops = multiplications + additions + biasAdditions;
  guard(Number.isSafeInteger(flops), UnsupportedError, () => ({
    name: "the operations of the layer",
    expected: "fewer than 2^53",
    got: flops,
  }));
  return { macs: multiplications, multiplications, additions, biasAdditions, flops };
}
