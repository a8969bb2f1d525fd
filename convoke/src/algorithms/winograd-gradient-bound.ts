/**
 * Most that a weight gradient by Winograd's algorithm may differ from the definition. As for the
 * convolution itself (`winograd-bound.ts`), every computed result is the exact expression with a
 * factor (1 + δ), |δ| ≤ γ(k), at every product ȳ·d, so the error is at most
 *
 *   γ(k) · |G|ᵀ [Σ_t (|A| |ȳ_t| |A|ᵀ) ∘ (|B|ᵀ |d_t| |B|)] |G|
 *
 * k the roundings on the way: of A, Bᵀ and Gᵀ along both axes, of the coefficients of G, of the
 * products, and of the sums over tiles and images.
 */
import { roundings } from "../kernels/linear-map.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { toDouble } from "../numbers/rational.ts";
import { OUTSIDE } from "../semantics/border.ts";
import { extended, indexAt } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { gamma, NORMAL } from "../semantics/rounding.ts";
import { inputStrides, outputStrides, weightShape } from "../semantics/shapes.ts";
import { type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import { walkAxes } from "./axes.ts";
import { frame } from "./frame.ts";
import { type GradientTiles, transposed } from "./winograd-gradient.ts";

type Numbers = readonly (readonly number[])[];

/** In the layout of the weight of `problem`, a convolution. */
export function winogradGradientBound(
  problem: Problem,
  input: Tensor<FloatArray>,
  gradient: Tensor<FloatArray>,
  { y, x, down, across }: GradientTiles,
): Float64Array {
  const { batch, border } = problem;
  const { geometry, weightIndex } = frame(problem, 1);
  const { groups, inputs, outputs } = geometry;
  const [, rows, columns] = walkAxes(problem);
  const [xs, ys] = [inputStrides(problem), outputStrides(problem)].map((strides) => ({
    ...strides,
    spatial: [0, ...strides.spatial].slice(-2),
  }));
  const sources = [
    extended(rows.source, down * y.m + y.r - 1),
    extended(columns.source, across * x.m + x.r - 1),
  ];
  const fill = border.kind === "constant" ? Math.abs(border.value) : 0;
  const products = y.alpha * x.alpha;
  const maps = {
    wide: [absolute(y.bt), absolute(x.bt)],
    narrow: [absolute(transposed(y.at)), absolute(transposed(x.at))],
    weight: [absolute(transposed(y.g)), absolute(transposed(x.g))],
  } as const;

  const window = (n: number, channel: number, ty: number, tx: number): Float64Array =>
    filled(y.alpha, x.alpha, (i, j) => {
      const [row, column] = [indexAt(sources[0], ty * y.m + i), indexAt(sources[1], tx * x.m + j)];
      if (row === OUTSIDE || column === OUTSIDE) return fill;
      const at = n * xs.batch + channel * xs.channel;
      return Math.abs(input.data[at + row * xs.spatial[0] + column * xs.spatial[1]]);
    });
  const tile = (n: number, channel: number, ty: number, tx: number): Float64Array =>
    filled(y.m, x.m, (i, j) => {
      const [row, column] = [ty * y.m + i, tx * x.m + j];
      if (row >= rows.out || column >= columns.out) return 0;
      const at = n * ys.batch + channel * ys.channel;
      return Math.abs(gradient.data[at + row * ys.spatial[0] + column * ys.spatial[1]]);
    });

  const sums = new Float64Array(groups * outputs * inputs * products);
  for (let n = 0; n < batch; n++)
    for (let g = 0; g < groups; g++)
      for (let ty = 0; ty < down; ty++)
        for (let tx = 0; tx < across; tx++) {
          const all = (
            count: number,
            of: typeof tile,
            [left, right]: readonly [Numbers, Numbers],
          ) =>
            Array.from({ length: count }, (_, c) =>
              twoSided(left, right, of(n, g * count + c, ty, tx)),
            );
          const d = all(inputs, window, maps.wide);
          const e = all(outputs, tile, maps.narrow);
          for (let o = 0; o < outputs; o++)
            for (let i = 0; i < inputs; i++)
              for (let p = 0; p < products; p++)
                sums[((g * outputs + o) * inputs + i) * products + p] +=
                  (d[i][p] + products * NORMAL) * (e[o][p] + products * NORMAL) + NORMAL;
        }

  const steps = [y, x].flatMap((t) => [t.bt, transposed(t.at), transposed(t.g)]);
  const share = gamma(batch * down * across + steps.reduce((sum, m) => sum + roundings(m), 0) + 6);
  const bound = new Float64Array(sizeOf(weightShape(problem)));
  for (let g = 0; g < groups; g++)
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < inputs; i++) {
        const first = ((g * outputs + o) * inputs + i) * products;
        const taps = twoSided(...maps.weight, sums.subarray(first, first + products));
        taps.forEach((size, t) => {
          const tap = [0, Math.floor(t / x.r), t % x.r] as const;
          bound[weightIndex(g, o, i, tap)] = share * size;
        });
      }
  return bound;
}

const absolute = (matrix: Matrix): Numbers =>
  matrix.map((row) => row.map((q) => Math.abs(toDouble(q))));

const filled = (height: number, width: number, of: (i: number, j: number) => number) =>
  Float64Array.from({ length: height * width }, (_, e) => of(Math.floor(e / width), e % width));

/** L · X · Rᵀ, X row by row. */
function twoSided(left: Numbers, right: Numbers, x: Float64Array): Float64Array {
  const columns = right[0].length;
  return filled(left.length, right.length, (i, j) => {
    let sum = 0;
    for (let k = 0; k < left[i].length; k++)
      for (let l = 0; l < columns; l++) sum += left[i][k] * x[k * columns + l] * right[j][l];
    return sum;
  });
}
