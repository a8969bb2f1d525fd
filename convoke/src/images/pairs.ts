/**
 * Large kernels over bytes, in whole numbers: weights of 16 bits, two products an instruction and
 * lane. Whole weights are taken as they are; others are rounded to multiples of 1/2ˢ, with the
 * largest s for which no sum leaves 32 bits, and the bound says what that loses.
 */
import { integerBuffer, kernel } from "../ir/build.ts";
import { EXACT, type ImageAlgorithm } from "./algorithm.ts";
import { finishBound, finishesExactly, openFinish } from "./finish.ts";
import { rateOf, tileOf } from "./floats.ts";
import { outputOf } from "./output.ts";
import { type ImageProblem, isWhole, LARGEST, sumRange } from "./problem.ts";
import { multiply } from "./product.ts";
import { finishTile, pairRows, sumStride, sumsFrom, sumsOf, toPairs } from "./rows.ts";
import { eachTile, frameOf, tilingOf } from "./tiling.ts";

const MOST = 32767;

/** The problem with weights of 16 bits over another divisor. */
function quantized(problem: ImageProblem): ImageProblem {
  const { weights, divisor } = problem;
  if (isWhole(problem) && fits(weights)) return problem;
  const largest = weights.reduce((a, w) => Math.max(a, Math.abs(w)), 0);
  for (let s = Math.floor(Math.log2(MOST / largest)); ; s--) {
    const rounded = weights.map((w) => Math.round(w * 2 ** s) + 0);
    if (fits(rounded)) return { ...problem, weights: rounded, divisor: divisor * 2 ** s };
  }
}

const fits = (weights: readonly number[]): boolean =>
  weights.every((w) => Math.abs(w) <= MOST) &&
  weights.reduce((sum, w) => sum + Math.abs(w), 0) * LARGEST.u8 < 2 ** 31;

export const pairs: ImageAlgorithm = {
  name: "pairs",
  refuses: ({ problem: { element, weights } }) => {
    if (element !== "u8") return "16-bit pixels times 16-bit weights leave 32 bits";
    const sizes = weights.map(Math.abs).filter((w) => w > 0);
    if (sizes.some((w) => w < 2 ** -100 || w > 2 ** 100))
      return "the weights are no 16-bit numbers";
    return null;
  },
  cycles: ({ problem: { rows, columns }, machine }) =>
    (Math.ceil(rows / 2) * 2 * columns) / (1.4 * rateOf(machine)) + 3.5,
  precision: ({ problem }) => {
    const q = quantized(problem);
    const { min, max } = sumRange(q);
    // Sums of 2²⁴ and more are rounded when they become floats.
    const small = Math.max(-min, max) < 2 ** 24;
    if (q === problem && small && finishesExactly(problem)) return EXACT;
    const scale = q.divisor / problem.divisor;
    const lost = problem.weights.reduce((sum, w, i) => sum + Math.abs(w - q.weights[i] / scale), 0);
    return {
      exact: false,
      bound: (1.01 * lost * LARGEST.u8) / Math.abs(problem.divisor) + 2 * finishBound(problem),
    };
  },
  lower: ({ problem, machine, threads }) => {
    const { mr, nv } = tileOf(machine);
    const tiling = tilingOf(problem, { block: 4 * nv, step: 2 * mr, width: 256, height: 60 });
    const output = outputOf(problem);
    const frame = frameOf(problem, tiling, threads, output);
    const source = pairRows(tiling, threads);
    const sums = sumsOf("i32", tiling, threads);
    const q = quantized(problem);
    const packed = packPairs(q);
    const weights = integerBuffer("weights", "i32", [packed.length]);
    const filter = kernel(`pairs_${mr}x${4 * nv}`, (k) => {
      for (const buffer of [source, sums, weights]) k.use(buffer);
      const finish = openFinish(k, q, output);
      eachTile(k, frame, threads, (place) => {
        toPairs(k, frame, place, source);
        const to = sumsFrom(k, tiling, place);
        multiply(k, {
          source,
          from: place.source,
          stride: tiling.stride,
          weights,
          taps: Math.ceil(problem.rows / 2),
          columns: problem.columns,
          step: problem.channels,
          spacing: 2,
          height: tiling.height,
          width: tiling.width,
          mr,
          nv,
          sums,
          to,
          sumStride: sumStride(tiling),
        });
        finishTile(k, frame, place, finish, sums, to);
      });
    });
    return {
      allocations: [
        ...frame.allocations,
        { buffer: source, role: "scratch", contents: null },
        { buffer: sums, role: "scratch", contents: null },
        { buffer: weights, role: "table", contents: () => packed },
      ],
      steps: [{ kernel: filter, tasks: tiling.tasks }],
    };
  },
};

/** Rows 2i and 2i + 1 of the kernel in the halves of one i32. */
function packPairs({ rows, columns, weights }: ImageProblem): Int32Array {
  return Int32Array.from({ length: Math.ceil(rows / 2) * columns }, (_, n) => {
    const [i, j] = [2 * Math.floor(n / columns), n % columns];
    const lower = i + 1 < rows ? weights[(i + 1) * columns + j] : 0;
    return (weights[i * columns + j] & 0xffff) | (lower << 16);
  });
}
