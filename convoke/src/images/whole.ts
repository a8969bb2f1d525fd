/** Whole numbers behind a kernel: 1/9, 2/9 … are 1, 2 … over 9. */

export interface WholeKernel {
  readonly weights: readonly number[];
  readonly divisor: number;
}

/** The smallest weight is at most this many units. */
const MOST_UNITS = 64;
/** Whole weights stay below this. */
const LARGEST = 2 ** 20;
/** Numbers that were rounded once or twice still count as whole. */
const CLOSE = 2 ** -44;

const isNear = (x: number): boolean => Math.abs(x - Math.round(x)) <= CLOSE * Math.abs(x);

/** `values` · `scale` as whole numbers over one divisor, or null when they are no such multiples. */
export function wholeKernel(values: readonly number[], scale: number): WholeKernel | null {
  const scaled = values.map((v) => v * scale);
  const sizes = scaled.map(Math.abs).filter((v) => v > 0);
  if (sizes.length === 0) return { weights: scaled.map(() => 0), divisor: 1 };
  if (scaled.every((v) => Number.isInteger(v) && Math.abs(v) < LARGEST))
    return { weights: scaled, divisor: 1 };
  const least = sizes.reduce((a, b) => Math.min(a, b));
  const most = sizes.reduce((a, b) => Math.max(a, b));
  for (let units = 1; units <= MOST_UNITS; units++) {
    const unit = least / units;
    if (most / unit >= LARGEST) return null;
    if (!sizes.every((v) => isNear(v / unit))) continue;
    const divisor = 1 / unit;
    return {
      weights: scaled.map((v) => Math.round(v / unit) + 0),
      divisor: isNear(divisor) ? Math.round(divisor) : divisor,
    };
  }
  return null;
}
