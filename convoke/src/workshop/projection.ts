/** What is left of a kernel where the signal varies along one axis only: a line. */
import { rational } from "../numbers/rational.ts";
import { sizeOf, stridesOf } from "../tensor/tensor.ts";
import { type Kernel, kernelOf } from "./kernel.ts";
import { wholeValues } from "./quantity.ts";

/** Sums over all other axes: a 1-D kernel with the same origin along `axis`; exact where `k` is. */
export function projected(k: Kernel, axis: number): Kernel {
  const [extent, stride] = [k.shape[axis], stridesOf(k.shape)[axis]];
  const place = (flat: number) => Math.floor(flat / stride) % extent;
  const origin = [k.origin[axis]];
  if (sizeOf(k.shape) === extent) return kernelOf([extent], k.exact ?? k.values, origin);
  if (k.exact === null) {
    const sums = new Float64Array(extent);
    k.values.forEach((v, flat) => {
      sums[place(flat)] += v;
    });
    return kernelOf([extent], sums, origin);
  }
  const { over, under } = wholeValues(k);
  const sums = new Array<bigint>(extent).fill(0n);
  over.forEach((v, flat) => {
    sums[place(flat)] += v;
  });
  return kernelOf(
    [extent],
    sums.map((v) => rational(v, under)),
    origin,
  );
}
