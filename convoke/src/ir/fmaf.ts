/**
 * a·b + c over float32, rounded once, from double arithmetic. The product of two float32 is exact
 * in a double; the sum may round, and rounding it again to float32 could then go the wrong way at
 * a tie. So the sum is rounded to odd first: where it was inexact and its last bit is even, it is
 * moved one step towards the exact value.
 *
 * Source: Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums: proved algorithms
 * using rounding to odd", IEEE Transactions on Computers 57(4), 2008.
 */
const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

export function fmaf(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  if (!Number.isFinite(sum) || sum === 0) return Math.fround(sum);
  // Knuth's two-sum: `error` is exactly what `sum` lost.
  const part = sum - product;
  const error = product - (sum - part) + (c - part);
  if (error === 0) return Math.fround(sum);
  double[0] = sum;
  if ((bits[0] & 1n) === 0n) bits[0] += error > 0 === sum > 0 ? 1n : -1n;
  return Math.fround(double[0]);
}
