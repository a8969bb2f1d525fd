/** Of whole numbers. */

/** The greatest common divisor, not negative; gcd(a, 0) is |a|. */
export const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));
