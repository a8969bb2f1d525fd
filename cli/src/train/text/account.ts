/** How sure a count of right answers is, and whether one classifier is better than another. */

/**
 * Bounds of a share that a count out of so many supports, at 95 %.
 *
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
 */
export function interval(count: number, of: number): readonly [number, number] {
  const z = 1.959964;
  const share = count / of;
  const centre = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half =
    (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  return [centre - half, centre + half];
}

export interface Comparison {
  /** Examples that only the first has right, and only the second. */
  readonly first: number;
  readonly second: number;
  /** How likely so great a difference, to either side, is by chance: the exact sign test (McNemar's). */
  readonly chance: number;
}

export function compared(first: readonly boolean[], second: readonly boolean[]): Comparison {
  const only = (own: readonly boolean[], other: readonly boolean[]) =>
    own.filter((right, i) => right && !other[i]).length;
  const [a, b] = [only(first, second), only(second, first)];
  const n = a + b;
  // Σ binomial(n, k) / 2ⁿ up to the smaller of the two, by logarithms: 2ⁿ alone may be too large.
  let term = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(a, b); k++) {
    tail += Math.exp(term);
    term += Math.log((n - k) / (k + 1));
  }
  return { first: a, second: b, chance: Math.min(1, 2 * tail) };
}
