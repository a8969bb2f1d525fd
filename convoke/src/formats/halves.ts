/** Floats of 16 bits, widened: every value of both kinds is a float32. */

/** IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
export function fromFloat16(code: number): number {
  const sign = code & 0x8000 ? -1 : 1;
  const exponent = (code >> 10) & 31;
  const fraction = code & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** bfloat16: the upper half of a float32. */
export function fromBfloat16(code: number): number {
  bits[0] = code << 16;
  return float[0];
}
