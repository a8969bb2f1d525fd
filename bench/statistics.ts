/** Medians: machines are noisy, and a slow moment must not decide. */

/** Of an even number of values, the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How many times as long the other took, round by round: the median over the rounds both ran in. */
export function medianRatio(other: readonly number[], own: readonly number[]): number {
  const rounds = Math.min(other.length, own.length);
  return median(Array.from({ length: rounds }, (_, round) => other[round] / own[round]));
}
