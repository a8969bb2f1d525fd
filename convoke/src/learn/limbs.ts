/**
 * Numbers as sums of small whole ones, whose products float32 adds up without rounding: so kernels that
 * compute in float32 give sums that are exact to the last bit of a double.
 *
 *     v = unit · (l₀ + 256·l₁ + 256²·l₂ + …),   |l| < 256
 *
 * Source: Ozaki, Ogita, Oishi and Rump, "Error-free transformations of matrix multiplication by using
 * fast routines of matrix multiplication and its applications", Numerical Algorithms 59, 2012.
 */
export const BASE = 256;

/** Products of two limbs that a sum in float32 may have: 255² · 256 < 2²⁴. */
export const EXACT_TERMS = 256;

export interface Limbs {
  readonly unit: number;
  /** From the lowest; each as long as the numbers. */
  readonly limbs: readonly Float32Array[];
}

/** Bits that are kept of numbers that are not whole, counted from the largest of them. */
const FRACTION_BITS = 32;

/**
 * Whole numbers below 2²⁴ in as many limbs as they have bytes, exactly; others in four limbs, each off
 * by at most 2⁻³² of the largest.
 */
export function limbsOf(numbers: Float32Array): Limbs {
  let most = 0;
  let whole = true;
  for (let i = 0; i < numbers.length; i++) {
    const size = Math.abs(numbers[i]);
    if (size > most) most = size;
    if (!Number.isInteger(size)) whole = false;
  }
  whole &&= most < 2 ** 24;
  if (whole && most < BASE) return { unit: 1, limbs: [numbers] };
  const unit = whole ? 1 : 2 ** (Math.floor(Math.log2(most)) + 1 - FRACTION_BITS);
  const count = whole ? Math.max(1, Math.ceil(Math.log2(most + 1) / 8)) : FRACTION_BITS / 8;
  const limbs = Array.from({ length: count }, () => new Float32Array(numbers.length));
  for (let i = 0; i < numbers.length; i++) {
    const sign = numbers[i] < 0 ? -1 : 1;
    let rest = Math.min(Math.round(Math.abs(numbers[i]) / unit), BASE ** count - 1);
    for (let l = 0; l < count; l++) {
      const upper = Math.floor(rest / BASE);
      limbs[l][i] = sign * (rest - upper * BASE);
      rest = upper;
    }
  }
  return { unit, limbs };
}
