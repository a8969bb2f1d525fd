/**
 * Small whole kernels, exactly: sums in 16 bits (32 for 16-bit images), every row read once.
 *
 *   for each block of columns, for each gathered row r
 *     window[j] = row r, from j·channels on             columns that some weight needs
 *     p[i]      = Σ w[i, j] · window[j]                 equal rows of the kernel share one p
 *     result of row r − (rows − 1) = part[rows − 2] + p[rows − 1]
 *     part[i]   = part[i − 1] + p[i]                    sums that wait for the rows to come
 *
 * Windows with the same weight are added before they are multiplied.
 */
import { type KernelBuilder, kernel, loadAs, plus, simd, times } from "../ir/build.ts";
import type { Expr, Variable } from "../ir/tree.ts";
import { EXACT, type ImageAlgorithm } from "./algorithm.ts";
import { finishBound, finishesExactly, openFinish, type SumKind, store } from "./finish.ts";
import { outputOf } from "./output.ts";
import { type ImageProblem, isWhole, rowLength, sumRange } from "./problem.ts";
import { eachTile, type Frame, flatTile, frameOf, inTile, type Place, tilingOf } from "./tiling.ts";

/** Parts that wait take a register each. */
const MOST_ROWS = 8;
const MOST_TAPS = 64;

/** The narrowest sums that hold every result, or null. */
function kindOf(problem: ImageProblem): SumKind | null {
  const { min, max } = sumRange(problem);
  if (problem.element === "u8") {
    if (min >= -32768 && max <= 32767) return "i16";
    return min >= 0 && max <= 65535 ? "u16" : null;
  }
  return min >= -(2 ** 31) && max < 2 ** 31 ? "i32" : null;
}

const tapsOf = ({ weights }: ImageProblem): number => weights.filter((w) => w !== 0).length;

export const integers: ImageAlgorithm = {
  name: "integers",
  refuses: ({ problem }) => {
    if (!isWhole(problem)) return "the weights are no multiples of whole numbers";
    if (problem.rows > MOST_ROWS) return `the kernel has more than ${MOST_ROWS} rows`;
    if (tapsOf(problem) > MOST_TAPS) return `the kernel has more than ${MOST_TAPS} taps`;
    if (kindOf(problem) === null)
      return problem.element === "u8"
        ? "the sums do not fit 16 bits"
        : "the sums do not fit 32 bits";
    return null;
  },
  cycles: ({ problem }) => {
    const rows = rowsOf(problem);
    const different = new Set(rows.filter((row) => row.some((w) => w !== 0)).map(String));
    const sums = [...different].reduce((sum, row) => {
      const sizes = row.split(",").map((w) => Math.abs(Number(w)));
      return sum + sizes.filter((w) => w > 0).length + new Set(sizes.filter((w) => w > 1)).size;
    }, 0);
    const vectorOps = problem.columns + sums + problem.rows + (problem.divisor === 1 ? 2 : 8);
    return (0.3 * vectorOps) / (problem.element === "u8" ? 8 : 4) + 0.15;
  },
  precision: ({ problem }) => {
    if (finishesExactly(problem)) return EXACT;
    return { exact: false, bound: finishBound(problem) };
  },
  lower: ({ problem, threads }) => {
    const lanes = problem.element === "u8" ? 8 : 4;
    const block = 2 * lanes;
    const tiling = tilingOf(problem, { block, step: 1, ...flatTile(problem, threads) });
    const output = outputOf(problem);
    const frame = frameOf(problem, tiling, threads, output);
    const filter = kernel(`integers_${problem.rows}x${problem.columns}`, (k) => {
      const finish = openFinish(k, problem, output);
      const weights = new Map<number, Expr>();
      for (const size of new Set(problem.weights.map(Math.abs)))
        if (size > 1 && !isPower(size)) weights.set(size, k.let("w", splatOf(problem, size)));
      eachTile(k, frame, threads, (place) =>
        k.loop("x", { to: tiling.width, step: block }, (x) => {
          const strip = { k, frame, place, x, lanes, vectors: 2, weights };
          descend(strip, (row, sums) =>
            store(
              k,
              finish,
              kindOf(problem)!,
              sums,
              plus(place.target, plus(times(row, rowLength(problem)), x)),
              tiling.width,
            ),
          );
        }),
      );
    });
    return { allocations: frame.allocations, steps: [{ kernel: filter, tasks: tiling.tasks }] };
  },
};

interface Strip {
  readonly k: KernelBuilder;
  readonly frame: Frame;
  readonly place: Place;
  readonly x: Expr;
  readonly lanes: number;
  readonly vectors: number;
  readonly weights: ReadonlyMap<number, Expr>;
}

const rowsOf = ({ rows, columns, weights }: ImageProblem): number[][] =>
  Array.from({ length: rows }, (_, i) => weights.slice(i * columns, (i + 1) * columns));

const isPower = (n: number): boolean => Number.isInteger(Math.log2(n));

const typeOf = ({ element }: ImageProblem) => (element === "u8" ? "i16x8" : "i32x4");
const splatOf = (problem: ImageProblem, value: number): Expr =>
  simd(`${typeOf(problem)}.splat`, value);

/** Walks down the rows of a strip; calls `result` for each row that is complete. */
function descend(strip: Strip, result: (row: Expr, sums: readonly Expr[]) => void): void {
  const { k, frame, vectors } = strip;
  const { problem, tiling } = frame;
  const waiting = problem.rows - 1;
  const zero = waiting > 0 ? k.let("zero", splatOf(problem, 0)) : null;
  const parts = Array.from({ length: waiting }, () =>
    Array.from({ length: vectors }, () => k.let("part", zero!)),
  );
  const step = (r: Expr, v: number): Expr => {
    const p = patterns(strip, r, v);
    const total = waiting > 0 ? sum(problem, parts[waiting - 1][v], p[waiting]) : p[0];
    const done = k.let("done", total ?? splatOf(problem, 0));
    for (let i = waiting - 1; i > 0; i--)
      k.set(parts[i][v], sum(problem, parts[i - 1][v], p[i]) ?? splatOf(problem, 0));
    if (waiting > 0) k.set(parts[0][v], p[0] ?? splatOf(problem, 0));
    return done;
  };
  k.loop("r", waiting, (r) => {
    for (let v = 0; v < vectors; v++) step(r, v);
  });
  k.loop("y", tiling.height, (y) => {
    const r = k.let("r", plus(y, waiting));
    result(
      y,
      Array.from({ length: vectors }, (_, v) => step(r, v)),
    );
  });
}

const sum = (problem: ImageProblem, a: Expr | null, b: Expr | null): Expr | null =>
  a && b ? simd(`${typeOf(problem)}.add`, a, b) : (a ?? b);

/** Σ w[i, j] · window[j] for every row i of the kernel; null for a row of zeros. */
function patterns({ k, frame, place, x, lanes, weights }: Strip, r: Expr, v: number) {
  const { problem } = frame;
  const { channels } = problem;
  const type = typeOf(problem);
  const windows = new Map<number, Variable>();
  const window = (j: number): Expr => {
    let known = windows.get(j);
    if (!known) {
      const from = plus(inTile(frame, place, r, x), j * channels + v * lanes);
      known = k.let("in", loadAs(type, frame.tile, from));
      windows.set(j, known);
    }
    return known;
  };
  const shared = new Map<string, Expr>();
  const once = (key: string, make: () => Expr): Expr => {
    let known = shared.get(key);
    if (!known) {
      known = k.let("p", make());
      shared.set(key, known);
    }
    return known;
  };
  /** Windows added and taken away: Σ plus − Σ minus. */
  const gathered = (row: readonly number[], size: number): Expr => {
    const [first, ...rest] = row.flatMap((w, j) => (Math.abs(w) === size ? [j] : []));
    const sign = Math.sign(row[first]);
    const key = [first, ...rest].map((j) => (row[j] === row[first] ? "+" : "-") + j).join("");
    return once(key, () =>
      rest.reduce<Expr>(
        (all, j) => simd(row[j] * sign > 0 ? `${type}.add` : `${type}.sub`, all, window(j)),
        window(first),
      ),
    );
  };
  const scaled = (value: Expr, size: number): Expr => {
    if (size === 1) return value;
    if (isPower(size)) return simd(`${type}.shl`, value, Math.log2(size));
    return simd(`${type}.mul`, value, weights.get(size)!);
  };
  return rowsOf(problem).map((row): Expr | null => {
    const sizes = [...new Set(row.map(Math.abs).filter((w) => w > 0))];
    if (sizes.length === 0) return null;
    const term = (size: number) => scaled(gathered(row, size), size);
    const signOf = (size: number) => Math.sign(row.find((w) => Math.abs(w) === size)!);
    const positive = sizes.filter((size) => signOf(size) > 0);
    const negative = sizes.filter((size) => signOf(size) < 0);
    return once(row.join(), () => {
      const [head, ...more] = positive;
      const start = head === undefined ? splatOf(problem, 0) : term(head);
      const up = more.reduce((all, size) => simd(`${type}.add`, all, term(size)), start);
      return negative.reduce((all, size) => simd(`${type}.sub`, all, term(size)), up);
    });
  });
}
