/**
 * Every second column of a row, by pairs of vectors. Two shuffles with equal lanes, of loads that are
 * neighbours, are what V8's revectorizer fuses into one of 256 bits:
 *
 *   columns 0 1 2 3 | 4 5 6 7   and   8 9 10 11 | 12 13 14 15
 *   give    0 2 8 10 | 4 6 12 14
 *
 * Sums do not mind the order of their lanes; `putInOrder` sets it right when they have been stored.
 */
import { type Int, type KernelBuilder, load4, plus, shuffle } from "../ir/build.ts";
import type { Buffer, Expr, Lanes, Variable } from "../ir/tree.ts";

/** Outputs of a pair. */
export const PAIR = 8;

const EVEN: Lanes = [0, 2, 4, 6];
const ODD: Lanes = [1, 3, 5, 7];

/**
 * Returns a function that gives the vectors of `pairs` pairs, from column `first` on. Columns one
 * apart come from the same loads.
 *
 * @param read four neighbours of the row.
 * @param lowest the least column that will be asked for: nothing before it is read.
 */
export function secondColumns(
  k: KernelBuilder,
  read: (first: number) => Expr,
  pairs: number,
  lowest: number,
): (first: number) => Expr[] {
  const loaded = new Map<number, readonly Variable[]>();
  // A load that is the upper half of one pair and the lower half of another could not be fused.
  const pairAt = (first: number): readonly Variable[] => {
    const pair = loaded.get(first) ?? [0, 4].map((x) => k.let("v", read(first + x)));
    loaded.set(first, pair);
    return pair;
  };
  return (first) => {
    const odd = (first - lowest) % 2;
    return Array.from({ length: pairs }, (_, p) => {
      const near = pairAt(first - odd + 2 * PAIR * p);
      const far = pairAt(first - odd + 2 * PAIR * p + PAIR);
      return near.map((v, i) => k.let("v", shuffle(v, far[i], odd ? ODD : EVEN)));
    }).flat();
  };
}

/** The pair of vectors stored at `at` in the order of their columns. */
export function putInOrder(k: KernelBuilder, buffer: Buffer, at: Int): void {
  const [a, b] = [0, 4].map((x) => k.let("v", load4(buffer, plus(at, x))));
  k.store4(buffer, [at], shuffle(a, b, [0, 1, 4, 5]));
  k.store4(buffer, [plus(at, 4)], shuffle(a, b, [2, 3, 6, 7]));
}
