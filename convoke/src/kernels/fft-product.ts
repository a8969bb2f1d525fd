/** Products over channels in the frequency domain: strip by strip, Σ_c spectra[c] · weight[c]. */
import { add, float, type Int, type KernelBuilder, splat, vector } from "../ir/build.ts";
import type { Expr } from "../ir/tree.ts";
import { type Complex, named, product, readStrip, type Strip, writeStrip } from "./fft.ts";

export interface SpectraProduct {
  readonly n: number;
  readonly inputs: number;
  /** Spectrum of channel c. */
  readonly strip: (c: Int) => Strip;
  /** Where the sums go when there are several. */
  readonly work: Strip;
  /** Element i of the weight's spectrum for channel c. */
  readonly weight: (c: Int, i: Expr) => Complex;
}

/** Element i of the product, for the first pass of an inverse: one channel is multiplied there. */
export function multiplySpectra(
  k: KernelBuilder,
  { n, inputs, strip, work, weight }: SpectraProduct,
): (i: Expr) => Complex {
  if (inputs === 1) {
    return (i) => product(named(k, readStrip(strip(0), i)), named(k, weight(0, i)));
  }
  k.loop("i", n, (i) => {
    const zero = k.let("zero", splat(float(0)));
    const sums = vector(2 * work.nv, () => k.let("sum", zero));
    k.loop("c", inputs, (c) => {
      const { re, im } = product(named(k, readStrip(strip(c), i)), named(k, weight(c, i)));
      [...re, ...im].forEach((value, v) => {
        k.set(sums[v], add(sums[v], value));
      });
    });
    writeStrip(k, work, i, { re: sums.slice(0, work.nv), im: sums.slice(work.nv) });
  });
  return (i) => readStrip(work, i);
}
