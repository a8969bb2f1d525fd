/** What planted errors do to tensors, in more than one study. */
import type { FloatArray, Tensor } from "convoke";

/** Of a kernel: flipped along all its axes. */
export const backwards = <A extends FloatArray>({ shape, data }: Tensor<A>): Tensor<A> => ({
  shape,
  data: data.slice().reverse() as A,
});

export const oneMore = <A extends FloatArray>({ shape, data }: Tensor<A>): Tensor<A> => ({
  shape,
  data: data.map((v) => v + 1) as A,
});
