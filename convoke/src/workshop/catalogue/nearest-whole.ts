/** Small whole numbers in nearly the proportions of given ones. */

export interface NearestWhole {
  readonly whole: readonly number[];
  /** c. */
  readonly factor: number;
}

/**
 * round(c · values), for the c that makes w / Σw nearest to values / Σvalues by least squares, of all
 * c with Σw ≤ `most`; a single 1 on the largest value where even those alone would be too many.
 *
 * The rounded numbers change only where some c · vᵢ passes m + ½. These places are visited in order,
 * and three sums (w, w², w·v) are kept up to date, so that a place costs the same however many values
 * there are.
 *
 * @param values positive.
 */
export function nearestWhole(values: readonly number[], most: number): NearestWhole {
  const total = values.reduce((a, b) => a + b, 0);
  const counts = new Map<number, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  // Each value rounds down by 1/2 at the most: beyond this factor the sum is too large anyhow.
  const limit = (most + values.length / 2) / total;
  const steps: { at: number; value: number; times: number }[] = [];
  for (const [value, times] of counts)
    for (let m = 0; (m + 0.5) / value <= limit && m <= most; m++)
      steps.push({ at: (m + 0.5) / value, value, times });
  steps.sort((a, b) => a.at - b.at);
  let [sum, squares, cross] = [0, 0, 0];
  const whole = new Map<number, number>();
  let best = { factor: 0, distance: Infinity };
  steps.forEach(({ at, value, times }, i) => {
    const w = whole.get(value) ?? 0;
    whole.set(value, w + 1);
    sum += times;
    squares += times * (2 * w + 1);
    cross += times * value;
    if (sum > most) return;
    // Up to the next place; the sum of the squared values over Σ² is the same for all.
    const distance = squares / sum ** 2 - (2 * cross) / (sum * total);
    const next = steps[i + 1]?.at ?? at * (1 + 1e-9);
    if (next > at && distance < best.distance) best = { factor: (at + next) / 2, distance };
  });
  if (best.factor === 0) {
    const largest = [...counts.keys()].reduce((a, b) => Math.max(a, b));
    const peak = values.indexOf(largest);
    return { whole: values.map((_, i) => (i === peak ? 1 : 0)), factor: 1 / largest };
  }
  return { whole: values.map((v) => Math.round(best.factor * v)), factor: best.factor };
}
