/**
 * sRGB codes ⇄ light. A blur mixes light, not codes: `--linear-light` filters the former.
 *
 * Source: IEC 61966-2-1, the sRGB transfer function. Values outside 0..1 (signed results) follow the
 * curve of their magnitude.
 */
export function toLight(values: Float32Array, white: number): Float32Array {
  return values.map((v) => {
    const s = Math.abs(v) / white;
    const light = s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    return Math.sign(v) * light * white;
  });
}

export function toCodes(values: Float32Array, white: number): Float32Array {
  return values.map((v) => {
    const light = Math.abs(v) / white;
    const s = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.sign(v) * s * white;
  });
}
