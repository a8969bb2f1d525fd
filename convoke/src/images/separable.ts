/**
 * A kernel that is a column times a row, in floats: down the columns first, then along the rows of
 * a tile.
 */
import {
  float,
  floatBuffer,
  fma,
  int,
  type KernelBuilder,
  kernel,
  load4,
  loadSplat,
  plus,
  splat,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import type { ImageAlgorithm } from "./algorithm.ts";
import { openFinish } from "./finish.ts";
import { floatPrecision, rateOf, tileOf } from "./floats.ts";
import { outputOf } from "./output.ts";
import { type ImageProblem, LARGEST } from "./problem.ts";
import { multiply } from "./product.ts";
import { finishTile, floatRows, sumStride, sumsFrom, sumsOf, toFloats } from "./rows.ts";
import { eachTile, frameOf, tilingOf } from "./tiling.ts";

interface Factors {
  readonly column: readonly number[];
  readonly row: readonly number[];
  /** Σ |w − column · row| */
  readonly rest: number;
}

/** How far a product may miss a weight, as a share of the largest. */
const CLOSE = 2 ** -30;

/** Column and row whose product the kernel is, or null. */
export function factorsOf({ rows, columns, weights }: ImageProblem): Factors | null {
  const largest = weights.reduce(
    (best, w, i) => (Math.abs(w) > Math.abs(weights[best]) ? i : best),
    0,
  );
  const [top, pivot] = [Math.floor(largest / columns), weights[largest]];
  if (pivot === 0) return null;
  const column = Array.from(
    { length: rows },
    (_, i) => weights[i * columns + (largest % columns)] / pivot,
  );
  const row = weights.slice(top * columns, (top + 1) * columns);
  let rest = 0;
  for (const [i, w] of weights.entries()) {
    const miss = Math.abs(w - column[Math.floor(i / columns)] * row[i % columns]);
    if (miss > CLOSE * Math.abs(pivot)) return null;
    rest += miss;
  }
  return { column, row, rest };
}

export const separable: ImageAlgorithm = {
  name: "separable",
  refuses: ({ problem }) => {
    if (problem.rows === 1 || problem.columns === 1)
      return "the kernel is a row or a column already";
    return factorsOf(problem) ? null : "the kernel is no product of a column and a row";
  },
  cycles: ({ problem, machine }) =>
    (1.4 * (problem.rows + problem.columns)) / rateOf(machine) + 2 + problem.rows / 50,
  precision: ({ problem }) => {
    const { column, rest } = factorsOf(problem)!;
    const sums = floatPrecision(problem, problem.rows + problem.columns);
    const miss = (rest * LARGEST[problem.element]) / Math.abs(problem.divisor);
    const whole = column.every(Number.isInteger) && rest === 0;
    // Fractions in the column are rounded once more, and sums of them are no whole numbers.
    if (whole) return sums;
    const { bound } = floatPrecision(
      { ...problem, weights: problem.weights.map((w) => w * (1 + 2 ** -50)) },
      problem.rows + problem.columns,
    );
    return { exact: false, bound: bound + 1.01 * miss };
  },
  lower: ({ problem, machine, threads }) => {
    const { mr, nv } = tileOf(machine);
    const { column, row } = factorsOf(problem)!;
    const width = Math.max(512, 4 * problem.columns * problem.channels);
    const tiling = tilingOf(problem, { block: 4 * nv, step: mr, width, height: 64 });
    const output = outputOf(problem);
    const frame = frameOf(problem, tiling, threads, output);
    const needed = tiling.width + (problem.columns - 1) * problem.channels;
    const stride = Math.ceil(needed / 32) * 32 + 32;
    const source = floatRows(tiling, threads);
    const middle = floatBuffer("middle", [threads * tiling.height * stride], 64);
    const sums = sumsOf("f32", tiling, threads);
    const down = floatBuffer("down", [column.length]);
    const along = floatBuffer("along", [row.length]);
    const filter = kernel(`separable_${mr}x${4 * nv}`, (k) => {
      for (const buffer of [source, middle, sums, down, along]) k.use(buffer);
      const finish = openFinish(k, problem, output);
      eachTile(k, frame, threads, (place) => {
        toFloats(k, frame, place, source);
        const between = k.let("middle", times(place.thread, tiling.height * stride));
        const to = sumsFrom(k, tiling, place);
        multiply(k, {
          source,
          from: place.source,
          stride: tiling.stride,
          weights: down,
          taps: problem.rows,
          columns: 1,
          step: 0,
          spacing: 1,
          height: tiling.height,
          width: needed,
          mr,
          nv,
          sums: middle,
          to: between,
          sumStride: stride,
        });
        multiplyRows(k, {
          source: middle,
          from: between,
          stride,
          weights: along,
          step: problem.channels,
          height: tiling.height,
          width: tiling.width,
          nv,
          sums,
          to,
          sumStride: sumStride(tiling),
        });
        finishTile(k, frame, place, finish, sums, to);
      });
    });
    const scratch = (buffer: Buffer) => ({ buffer, role: "scratch", contents: null }) as const;
    return {
      allocations: [
        ...frame.allocations,
        ...[source, middle, sums].map(scratch),
        { buffer: down, role: "table", contents: () => Float32Array.from(column) },
        { buffer: along, role: "table", contents: () => Float32Array.from(row) },
      ],
      steps: [{ kernel: filter, tasks: tiling.tasks }],
    };
  },
};

interface Rows {
  readonly source: Buffer;
  readonly from: Expr;
  readonly stride: number;
  readonly weights: Buffer;
  readonly step: number;
  readonly height: number;
  readonly width: number;
  readonly nv: number;
  readonly sums: Buffer;
  readonly to: Expr;
  readonly sumStride: number;
}

/** Rows computed at once: enough sums that none waits for the one before. */
const ROWS = 2;

/** sum[y, x] = Σ source[y, x + step·j] · weight[j] */
function multiplyRows(k: KernelBuilder, p: Rows): void {
  const { source, weights, nv, height } = p;
  const [taps] = weights.shape;
  const some = (y: Expr, x: Expr, count: number) => {
    const zero = k.let("zero", splat(float(0)));
    const acc = vector(count, () => vector(nv, () => k.let("c", zero)));
    const step = (j: Expr) => {
      const a = k.let("a", loadSplat(weights, j));
      const at = k.let("at", plus(plus(p.from, times(y, p.stride)), plus(x, times(j, p.step))));
      for (let o = 0; o < count; o++) {
        const row = vector(nv, (v) => k.let("b", load4(source, plus(at, o * p.stride + 4 * v))));
        row.forEach((b, v) => {
          k.set(acc[o][v], fma(a, b, acc[o][v]));
        });
      }
    };
    const whole = taps - (taps % 2);
    k.loop("j", { to: whole, step: 2 }, (j) => {
      step(j);
      step(k.let("j", plus(j, 1)));
    });
    if (whole < taps) step(int(whole));
    acc.forEach((row, o) => {
      const to = plus(plus(p.to, times(plus(y, o), p.sumStride)), x);
      row.forEach((sum, v) => {
        k.store4(p.sums, [plus(to, 4 * v)], sum);
      });
    });
  };
  const even = height - (height % ROWS);
  k.loop("x", { to: p.width, step: 4 * nv }, (x) => {
    k.loop("y", { to: even, step: ROWS }, (y) => some(y, x, ROWS));
    k.loop("y", { from: even, to: height }, (y) => some(y, x, 1));
  });
}
