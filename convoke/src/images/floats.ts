/** Any kernel, in floats: rows converted once a tile, products in registers. Never refuses. */
import { floatBuffer, kernel } from "../ir/build.ts";
import type { Machine } from "../plan/machine.ts";
import { gamma } from "../semantics/rounding.ts";
import type { ImageAlgorithm, ImagePrecision } from "./algorithm.ts";
import { finishBound, finishesExactly, openFinish } from "./finish.ts";
import { outputOf } from "./output.ts";
import { type ImageProblem, isWhole, LARGEST } from "./problem.ts";
import { multiply } from "./product.ts";
import { finishTile, floatRows, sumStride, sumsFrom, sumsOf, toFloats } from "./rows.ts";
import { eachTile, frameOf, tilingOf } from "./tiling.ts";

/** Rounding of n float products and sums, the weights rounded too: γ(n + 2) of Σ|w|·white. */
export function floatPrecision(problem: ImageProblem, roundings: number): ImagePrecision {
  const size = problem.weights.reduce((sum, w) => sum + Math.abs(w), 0) * LARGEST[problem.element];
  // Whole sums below 2²⁴ are exact in floats.
  const exact = isWhole(problem) && size < 2 ** 24;
  if (exact && finishesExactly(problem)) return { exact: true, bound: 0 };
  const sums = exact ? 0 : (gamma(roundings + 2) * size) / Math.abs(problem.divisor);
  return { exact: false, bound: 1.01 * sums + finishBound(problem) };
}

/** Rows and vectors of a register tile. */
export const tileOf = ({ wide }: Machine): { mr: number; nv: number } =>
  wide ? { mr: 5, nv: 4 } : { mr: 5, nv: 2 };

/** Multiply-adds that a core does in a cycle. */
export const rateOf = ({ wide, fma }: Machine): number => 0.8 * (wide ? 16 : fma ? 8 : 5);

export const floats: ImageAlgorithm = {
  name: "floats",
  refuses: () => null,
  cycles: ({ problem, machine }) => (problem.rows * problem.columns) / rateOf(machine) + 3,
  precision: ({ problem }) => floatPrecision(problem, problem.rows * problem.columns),
  lower: ({ problem, machine, threads }) => {
    const { mr, nv } = tileOf(machine);
    const tiling = tilingOf(problem, { block: 4 * nv, step: mr, width: 256, height: 64 });
    const output = outputOf(problem);
    const frame = frameOf(problem, tiling, threads, output);
    const source = floatRows(tiling, threads);
    const sums = sumsOf("f32", tiling, threads);
    const weights = floatBuffer("weights", [problem.rows * problem.columns]);
    const filter = kernel(`floats_${mr}x${4 * nv}`, (k) => {
      for (const buffer of [source, sums, weights]) k.use(buffer);
      const finish = openFinish(k, problem, output);
      eachTile(k, frame, threads, (place) => {
        toFloats(k, frame, place, source);
        const to = sumsFrom(k, tiling, place);
        multiply(k, {
          source,
          from: place.source,
          stride: tiling.stride,
          weights,
          taps: problem.rows,
          columns: problem.columns,
          step: problem.channels,
          spacing: 1,
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
        { buffer: weights, role: "table", contents: () => Float32Array.from(problem.weights) },
      ],
      steps: [{ kernel: filter, tasks: tiling.tasks }],
    };
  },
};
