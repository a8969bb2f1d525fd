/** Rounding to float16 (IEEE 754 binary16), ties to even; values beyond 65504 + half a step overflow. */
export function toFloat16(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  // Steps of 2⁻²⁴ below 2⁻¹⁴, of 11 significant bits above.
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const step = 2 ** (exponent - 10);
  const steps = size / step;
  const floor = Math.floor(steps);
  const rest = steps - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  const result = rounded * step;
  return Math.sign(x) * (result > 65504 ? Infinity : result);
}
