/** The Fourier transform of real numbers, as a complex one of half the length. */
import { cosine, fourier } from "./fourier.ts";

/** Writes coefficients 0 to ⌊N/2⌋ of the N numbers of `signal`; the others are their conjugates. */
export type RealFourier = (
  signal: Float64Array,
  real: Float64Array,
  imaginary: Float64Array,
) => void;

/**
 * With M = N/2 and z[n] = x[2n] + i·x[2n + 1], of transform Z: the even samples have the transform
 * E[k] = (Z[k] + Z*[M − k])/2, the odd ones O[k] = (Z[k] − Z*[M − k])/2i, and
 * X[k] = E[k] + e^(−2πik/N)·O[k]. An odd length is transformed as complex numbers.
 *
 * Source: Press, Teukolsky, Vetterling and Flannery, Numerical Recipes, section 12.3.
 */
export function realFourier(length: number): RealFourier {
  if (length % 2 === 1) return oddFourier(length);
  const half = length / 2;
  const transform = fourier(half);
  const cosines = Float64Array.from({ length: half + 1 }, (_, k) => cosine(k, length));
  const sines = Float64Array.from({ length: half + 1 }, (_, k) => cosine(k - length / 4, length));
  const [re, im] = [new Float64Array(half + 1), new Float64Array(half + 1)];
  const [even, odd] = [re.subarray(0, half), im.subarray(0, half)];

  return (signal, real, imaginary) => {
    for (let n = 0; n < half; n++) {
      even[n] = signal[2 * n];
      odd[n] = signal[2 * n + 1];
    }
    transform(even, odd);
    re[half] = re[0];
    im[half] = im[0];
    for (let k = 0; k <= half; k++) {
      const mirror = half - k;
      // 2E[k], then 2O[k]
      const a = re[k] + re[mirror];
      const b = im[k] - im[mirror];
      const c = im[k] + im[mirror];
      const d = re[mirror] - re[k];
      real[k] = (a + (cosines[k] * c + sines[k] * d)) / 2;
      imaginary[k] = (b + (cosines[k] * d - sines[k] * c)) / 2;
    }
  };
}

function oddFourier(length: number): RealFourier {
  const transform = fourier(length);
  const [re, im] = [new Float64Array(length), new Float64Array(length)];
  const bins = (length + 1) / 2;
  return (signal, real, imaginary) => {
    re.set(signal);
    im.fill(0);
    transform(re, im);
    real.set(re.subarray(0, bins));
    imaginary.set(im.subarray(0, bins));
  };
}
