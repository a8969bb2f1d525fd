/** Sums of a grid's values times a product of one factor for each axis, axis by axis from the inside. */
import type { Complex } from "../numbers/roots.ts";

/** Σ values[i] Π factors[axis][i_axis]. */
export function contracted(values: Float64Array, factors: readonly (readonly number[])[]): number {
  let rest = values;
  for (let axis = factors.length - 1; axis >= 0; axis--) {
    const own = factors[axis];
    const next = new Float64Array(rest.length / own.length);
    for (let row = 0, at = 0; row < next.length; row++) {
      let sum = 0;
      for (let i = 0; i < own.length; i++, at++) sum += rest[at] * own[i];
      next[row] = sum;
    }
    rest = next;
  }
  return rest[0];
}

/** Σ values[i] Π e^(i angles[axis] (i_axis − origin[axis])); angles in radians a tap. */
export function turned(
  values: Float64Array,
  { shape, origin }: { readonly shape: readonly number[]; readonly origin: readonly number[] },
  angles: readonly number[],
): Complex {
  // Real until the first axis is summed: half of the work, and the innermost axis is most of it.
  let [re, im]: [Float64Array, Float64Array | null] = [values, null];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis];
    const wave = Array.from({ length: extent }, (_, i) => angles[axis] * (i - origin[axis]));
    const [cos, sin] = [Float64Array.from(wave, Math.cos), Float64Array.from(wave, Math.sin)];
    const rows = re.length / extent;
    const [nextRe, nextIm] = [new Float64Array(rows), new Float64Array(rows)];
    for (let row = 0, at = 0; row < rows; row++) {
      let [a, b] = [0, 0];
      for (let i = 0; i < extent; i++, at++) {
        a += re[at] * cos[i];
        b += re[at] * sin[i];
        if (im !== null) {
          a -= im[at] * sin[i];
          b += im[at] * cos[i];
        }
      }
      nextRe[row] = a;
      nextIm[row] = b;
    }
    [re, im] = [nextRe, nextIm];
  }
  return { re: re[0], im: im?.[0] ?? 0 };
}
