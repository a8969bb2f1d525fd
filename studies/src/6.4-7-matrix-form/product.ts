/** A convolution of any kind as products of matrices. */
import { outputShape, type Problem, sizeOf, type Tensor, tensor } from "convoke";
import { productOf } from "../6.2-3-im2col/matrices.ts";
import type { Subject } from "./study.ts";

/** The two matrices of each group: W_g [c_o/g, K], X_g [K, images · windows], K = c_i/g · k_h · k_w. */
export interface Matrices {
  readonly weights: readonly Tensor[];
  readonly patches: readonly Tensor[];
}

/** Windows of all images side by side, those of the first image first. */
export function matricesOf(problem: Problem, x: Tensor, w: Tensor, { unfold }: Subject): Matrices {
  const { batch, groups, outChannels, axes } = problem;
  const columns = unfold(problem, x);
  const positions = sizeOf(axes.map((a) => a.output));
  const inner = columns.shape[1] / groups;
  const outer = outChannels / groups;
  const list = Array.from({ length: groups }, (_, g) => g);
  return {
    weights: list.map((g) =>
      tensor([outer, inner], w.data.subarray(g * outer * inner, (g + 1) * outer * inner)),
    ),
    patches: list.map((g) => {
      const matrix = tensor([inner, batch * positions]);
      for (let n = 0; n < batch; n++)
        for (let t = 0; t < inner; t++) {
          const from = ((n * groups + g) * inner + t) * positions;
          const row = columns.data.subarray(from, from + positions);
          matrix.data.set(row, (t * batch + n) * positions);
        }
      return matrix;
    }),
  };
}

/** Y_g = W_g X_g, put back as [images, c_o, h_o, w_o]. */
export function byProducts(problem: Problem, { weights, patches }: Matrices): Tensor {
  const { batch, groups, outChannels, axes } = problem;
  const positions = sizeOf(axes.map((a) => a.output));
  const outer = outChannels / groups;
  const y = tensor(outputShape(problem));
  weights.forEach((w, g) => {
    const product = productOf(w, patches[g]);
    for (let o = 0; o < outer; o++)
      for (let n = 0; n < batch; n++) {
        const from = (o * batch + n) * positions;
        const to = (n * outChannels + g * outer + o) * positions;
        y.data.set(product.subarray(from, from + positions), to);
      }
  });
  return y;
}
