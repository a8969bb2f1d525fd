/** The simple fraction that a double is near to, by its continued fraction. */
import { type Rational, rational } from "./rational.ts";

/**
 * The fraction of least denominator within `tolerance` of `value`, relative to its size (absolute
 * below 1); null where its denominator would be beyond `most`. It is a guess: verify it exactly.
 */
export function recognize(value: number, tolerance = 1e-9, most = 1e6): Rational | null {
  if (!Number.isFinite(value)) return null;
  const near = tolerance * Math.max(1, Math.abs(value));
  let [p0, q0, p1, q1] = [0n, 1n, 1n, 0n];
  let rest = value;
  for (let i = 0; i < 64; i++) {
    const whole = Math.floor(rest);
    if (!Number.isSafeInteger(whole)) return null;
    [p0, q0, p1, q1] = [p1, q1, BigInt(whole) * p1 + p0, BigInt(whole) * q1 + q0];
    if (q1 > BigInt(most)) return null;
    if (Math.abs(Number(p1) / Number(q1) - value) <= near) return rational(p1, q1);
    rest = 1 / (rest - whole);
  }
  return null;
}
