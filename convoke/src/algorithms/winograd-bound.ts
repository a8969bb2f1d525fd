/**
 * Most that a Winograd result may differ from the definition, for given arguments.
 *
 * The exact result is Aᵀ[Σ_c (G g Gᵀ) ∘ (Bᵀ d B)]A; every computed one is the same expression with a
 * factor (1 + δ), |δ| ≤ γ(k), at every product g·d, k the number of roundings on the way: once for
 * the transformed weight (and a float64's), or those of G along both axes where it is transformed in
 * single precision, each with one of a coefficient, those of Bᵀ and Aᵀ along both axes, the products and sums
 * over the channels, the bias, a border's constant. So the error is at most
 *
 *   γ(k) · |A|ᵀ [Σ_c (|G| |g| |G|ᵀ) ∘ (|B|ᵀ |d| |B|)] |A|,   γ(k) = k·u / (1 − k·u),
 *
 * and rounding below the smallest normal number is covered by adding that number, once an operation,
 * to what is multiplied: an error of u·(|x| + 2⁻¹²⁶) covers both. On random data the bound is some
 * hundred times what is seen: it lets all errors add up, and they cancel like a random walk.
 *
 * Sources: Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., sections 3.1 and 24.1
 * (after Brent, 1970); Barabasz et al., ACM TOMS 46(4), 2020, section 4.
 */
import { roundings } from "../kernels/linear-map.ts";
import type { Transforms } from "../kernels/toom-cook.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { toDouble } from "../numbers/rational.ts";
import { activationError } from "../semantics/activation.ts";
import { type Preimages, preimages, tableOf } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import type { Arguments } from "../semantics/reference.ts";
import { gamma, NORMAL, TINY, U } from "../semantics/rounding.ts";
import { inputStrides, outputShape, outputStrides } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { coveredAxes, frame } from "./frame.ts";

interface Both {
  readonly y: Transforms;
  readonly x: Transforms;
}

/** @param weights how the weight is transformed: once in double precision, or in every run in single. */
export function winogradBound(
  problem: Problem,
  args: Arguments,
  both: Both,
  weights: "double" | "single",
): Float64Array {
  const { y, x } = both;
  const { groups, batch } = problem;
  const axes = coveredAxes(problem, [1, y.m, x.m]);
  const tables = axes.map(({ source }) => tableOf(source));
  const folded = axes.map(({ fold }) => fold && preimages(fold));
  const { geometry, weightIndex } = frame(problem, 1, [1, y.m, x.m]);
  const { inputs, outputs } = geometry;
  const [depth, height, width] = axes.map((a) => a.out);
  const [down, across] = [Math.ceil(height / y.m), Math.ceil(width / x.m)];
  const products = y.alpha * x.alpha;
  const absolute = { y: magnitudes(y), x: magnitudes(x) };
  const transformed = transformedWeights();
  const walk = new Float64Array(sizeOf([batch, groups * outputs, depth, height, width]));
  const border = problem.border;
  const fill = border.kind === "constant" && problem.op === "conv" ? Math.abs(border.value) : 0;
  const xs = inputStrides(problem);
  const spatial = [0, 0, 0, ...xs.spatial].slice(-3);

  for (let n = 0; n < batch; n++)
    for (let g = 0; g < groups; g++)
      for (let z = 0; z < depth; z++)
        for (let ty = 0; ty < down; ty++) for (let tx = 0; tx < across; tx++) tile(n, g, z, ty, tx);
  return finish();

  function transformedWeights(): Float64Array {
    const result = new Float64Array(groups * outputs * inputs * products);
    const taps = new Float64Array(y.r * x.r);
    let next = 0;
    for (let g = 0; g < groups; g++) {
      for (let m = 0; m < outputs; m++) {
        for (let c = 0; c < inputs; c++) {
          for (let ky = 0; ky < y.r; ky++)
            for (let kx = 0; kx < x.r; kx++)
              taps[ky * x.r + kx] = Math.abs(args.weight.data[weightIndex(g, m, c, [0, ky, kx])]);
          for (const value of twoSided(absolute.y.g, absolute.x.g, taps))
            result[next++] = value + products * NORMAL;
        }
      }
    }
    return result;
  }

  function tile(n: number, g: number, z: number, ty: number, tx: number): void {
    const d = new Float64Array(products);
    const tiles = Array.from({ length: inputs }, (_, c) => {
      const base = n * xs.batch + (g * inputs + c) * xs.channel;
      const plane = tables[0][z];
      for (let i = 0; i < y.alpha; i++) {
        const row = tables[1][ty * y.m + i];
        for (let j = 0; j < x.alpha; j++) {
          const column = tables[2][tx * x.m + j];
          const outside = plane < 0 || row < 0 || column < 0;
          d[i * x.alpha + j] = outside
            ? fill
            : Math.abs(
                args.input.data[base + plane * spatial[0] + row * spatial[1] + column * spatial[2]],
              );
        }
      }
      return twoSided(absolute.y.bt, absolute.x.bt, d).map((v) => v + products * NORMAL);
    });
    const sums = new Float64Array(products);
    for (let m = 0; m < outputs; m++) {
      sums.fill(inputs * NORMAL);
      for (let c = 0; c < inputs; c++) {
        const at = ((g * outputs + m) * inputs + c) * products;
        for (let e = 0; e < products; e++) sums[e] += transformed[at + e] * tiles[c][e];
      }
      const result = twoSided(absolute.y.at, absolute.x.at, sums);
      for (let i = 0; i < y.m && ty * y.m + i < height; i++)
        for (let j = 0; j < x.m && tx * x.m + j < width; j++) {
          const image = (n * groups + g) * outputs + m;
          const row = (image * depth + z) * height + ty * y.m + i;
          walk[row * width + tx * x.m + j] = result[i * x.m + j];
        }
    }
  }

  /** Folded, moved to the problem's layout, and taken through bias and activation. */
  function finish(): Float64Array {
    const roundingsOf = (t: Transforms) =>
      roundings(t.bt) + roundings(t.at) + (weights === "single" ? 2 * roundings(t.g) : 0);
    const most = Math.max(...folded.map(mostOf)) ** 3;
    const share = gamma(inputs + roundingsOf(y) + roundingsOf(x) + 6 + most);
    const { slope, relative, absolute: fixed } = activationError(problem.activation);
    const strides = outputStrides(problem);
    const steps = [0, 0, 0, ...strides.spatial].slice(-3);
    const bound = new Float64Array(sizeOf(outputShape(problem)));
    const [d, h, w] = axes.map((a) => a.output);
    for (let n = 0; n < batch; n++)
      for (let channel = 0; channel < problem.outChannels; channel++)
        for (let z = 0; z < d; z++)
          for (let row = 0; row < h; row++)
            for (let column = 0; column < w; column++) {
              const bias = args.bias ? Math.abs(args.bias.data[channel]) : 0;
              const size = gathered(n * problem.outChannels + channel, z, row, column) + bias;
              const sum = share * size + 64 * TINY;
              const at =
                n * strides.batch +
                channel * strides.channel +
                z * steps[0] +
                row * steps[1] +
                column * steps[2];
              bound[at] = slope * sum + U * (relative * (size + sum) + fixed) + TINY;
            }
    return bound;
  }

  function gathered(image: number, z: number, row: number, column: number): number {
    let sum = 0;
    for (const p of listOf(folded[0], z))
      for (const q of listOf(folded[1], row))
        for (const r of listOf(folded[2], column))
          sum += walk[((image * depth + p) * height + q) * width + r];
    return sum;
  }
}

/** The walk positions that add to output coordinate i. */
const listOf = (fold: Preimages | null, i: number): ArrayLike<number> & Iterable<number> =>
  fold ? fold.items.subarray(fold.starts[i], fold.starts[i + 1]) : [i];

const mostOf = (fold: Preimages | null): number => {
  if (!fold) return 1;
  return fold.starts.reduce((most, start, i, s) => Math.max(most, start - (s[i - 1] ?? 0)), 1);
};

function magnitudes({ at, g, bt }: Transforms) {
  const absolute = (matrix: Matrix) => matrix.map((row) => row.map((q) => Math.abs(toDouble(q))));
  return { at: absolute(at), g: absolute(g), bt: absolute(bt) };
}

/** L · X · Rᵀ, X row by row. */
function twoSided(
  left: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
  x: Float64Array,
): Float64Array {
  const columns = right[0].length;
  const result = new Float64Array(left.length * right.length);
  left.forEach((row, i) => {
    const half = Array.from({ length: columns }, (_, j) =>
      row.reduce((sum, factor, k) => sum + factor * x[k * columns + j], 0),
    );
    right.forEach((other, j) => {
      result[i * right.length + j] = other.reduce((sum, factor, k) => sum + factor * half[k], 0);
    });
  });
  return result;
}
