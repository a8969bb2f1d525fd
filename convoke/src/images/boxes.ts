/**
 * Equal weights: the same few operations a pixel, however large the kernel.
 *
 *   column[p] = sum of the rows of the kernel above p; one row comes, one goes
 *   prefix[p] = column[p] + prefix[p − channels]
 *   sum[x]    = prefix[x + (columns − 1)·channels] − prefix[x − channels]
 *
 * All of it wraps, in 16 or 32 bits, and the difference of two wrapped prefixes is the sum as long as
 * the sum itself fits.
 */
import {
  int,
  integerBuffer,
  type KernelBuilder,
  kernel,
  loadAs,
  permute,
  plus,
  simd,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import { EXACT, type ImageAlgorithm } from "./algorithm.ts";
import { finishBound, finishesExactly, openFinish, store } from "./finish.ts";
import { outputOf } from "./output.ts";
import { type ImageProblem, LARGEST, rowLength } from "./problem.ts";
import {
  eachTile,
  type Frame,
  frameOf,
  inTile,
  largeTile,
  type Place,
  type Tiling,
  tilingOf,
} from "./tiling.ts";

/** The problem with weights 1. */
const plain = (problem: ImageProblem): ImageProblem => ({
  ...problem,
  weights: problem.weights.map(() => 1),
  divisor: problem.divisor / problem.weights[0],
});

const largestSum = ({ rows, columns, element }: ImageProblem): number =>
  rows * columns * LARGEST[element];

const isNarrow = (problem: ImageProblem): boolean =>
  problem.element === "u8" && largestSum(problem) < 2 ** 16;

export const boxes: ImageAlgorithm = {
  name: "boxes",
  refuses: ({ problem }) => {
    const [first] = problem.weights;
    if (first === 0 || problem.weights.some((w) => w !== first)) return "the weights differ";
    if (largestSum(problem) >= 2 ** 31) return "the sums do not fit 32 bits";
    return null;
  },
  cycles: ({ problem }) => (isNarrow(problem) ? 1.1 : 2.5),
  precision: ({ problem }) => {
    const ones = plain(problem);
    if (finishesExactly(ones) && largestSum(problem) < 2 ** 24) return EXACT;
    return { exact: false, bound: 2 * finishBound(ones) };
  },
  lower: ({ problem, threads }) => {
    const ones = plain(problem);
    const block = problem.element === "u8" ? 16 : 8;
    const tiling = tilingOf(problem, { block, step: 1, ...largeTile(problem, threads) });
    const output = outputOf(problem);
    const frame = frameOf(problem, tiling, threads, output);
    const lines = linesOf(problem, tiling, threads);
    const filter = kernel(`boxes_${isNarrow(problem) ? 16 : 32}`, (k) => {
      for (const buffer of [lines.columns, lines.prefix]) k.use(buffer);
      const finish = openFinish(k, ones, output);
      eachTile(k, frame, threads, (place) => {
        const at = k.let("line", times(place.thread, lines.stride));
        const line: Line = { k, frame, place, lines, at };
        open(line);
        k.loop("y", tiling.height, (y) => {
          prefixes(line, y);
          k.loop("x", { to: tiling.width, step: block }, (x) => {
            const sums = windows(line, x, block);
            const to = plus(place.target, plus(times(y, rowLength(problem)), x));
            store(k, finish, lines.narrow ? "u16" : "i32", sums, to, tiling.width);
          });
        });
      });
    });
    return {
      allocations: [
        ...frame.allocations,
        { buffer: lines.columns, role: "scratch", contents: null },
        { buffer: lines.prefix, role: "scratch", contents: null },
      ],
      steps: [{ kernel: filter, tasks: tiling.tasks }],
    };
  },
};

/** The two rows of sums a thread keeps. */
interface Lines {
  readonly narrow: boolean;
  readonly type: "i16x8" | "i32x4";
  readonly lanes: number;
  readonly needed: number;
  readonly stride: number;
  readonly columns: Buffer;
  readonly prefix: Buffer;
}

interface Line {
  readonly k: KernelBuilder;
  readonly frame: Frame;
  readonly place: Place;
  readonly lines: Lines;
  /** First element of this thread's rows. */
  readonly at: Expr;
}

function linesOf(problem: ImageProblem, { width }: Tiling, threads: number): Lines {
  const narrow = isNarrow(problem);
  const needed = width + (problem.columns - 1) * problem.channels;
  const stride = Math.ceil((needed + problem.channels) / 16) * 16 + 32;
  const buffer = (name: string) =>
    integerBuffer(name, narrow ? "i16" : "i32", [threads * stride], 16);
  return {
    narrow,
    type: narrow ? "i16x8" : "i32x4",
    lanes: narrow ? 8 : 4,
    needed,
    stride,
    columns: buffer("columns"),
    prefix: buffer("prefix"),
  };
}

/** Pixels of a gathered row, as wide as the sums. */
function pixels({ frame, place, lines }: Line, r: Expr, p: Expr): Expr {
  const at = inTile(frame, place, r, p);
  if (lines.narrow) return loadAs("i16x8", frame.tile, at);
  if (frame.problem.element === "u16") return loadAs("i32x4", frame.tile, at);
  return simd("i32x4.extend_low_i16x8_u", loadAs("i16x8", frame.tile, at));
}

const zeroOf = ({ type }: Lines): Expr => simd(`${type}.splat`, 0);

/** Column sums of all rows but the last, and the zeros in front of the prefixes. */
function open(line: Line): void {
  const { k, frame, lines, at } = line;
  const { rows, channels } = frame.problem;
  k.loop("c", channels, (c) => k.store(lines.prefix, [plus(at, c)], int(0)));
  k.loop("p", { to: lines.needed, step: lines.lanes }, (p) => {
    const sum = k.let("sum", zeroOf(lines));
    k.loop("r", rows - 1, (r) => k.set(sum, simd(`${lines.type}.add`, sum, pixels(line, r, p))));
    k.storeAs(lines.columns, [plus(at, p)], sum);
  });
}

/** Brings the column sums to output row `y`, and adds them up along the row. */
function prefixes(line: Line, y: Expr): void {
  const { k, frame, lines, at } = line;
  const { rows, channels } = frame.problem;
  const { type, lanes } = lines;
  const plusV = (a: Expr, b: Expr) => simd(`${type}.add`, a, b);
  const zero = k.let("zero", zeroOf(lines));
  const carry = k.let("carry", zero);
  k.loop("p", { to: lines.needed, step: lanes }, (p) => {
    const here = k.let("here", plus(at, p));
    const come = pixels(line, plus(y, rows - 1), p);
    const column = k.let("column", plusV(loadAs(type, lines.columns, here), come));
    const sum = k.let("sum", column);
    for (let d = channels; d < lanes; d *= 2) {
      // Lane i gets what is d lanes before it, zero in front: one run of lanes, one instruction.
      const from = Array.from({ length: lanes }, (_, i) => lanes - d + i);
      k.set(sum, plusV(sum, permute(zero, sum, from)));
    }
    if (channels < lanes) {
      const last = Array.from({ length: lanes }, (_, i) => lanes - channels + (i % channels));
      k.set(sum, plusV(sum, permute(carry, carry, last)));
      k.set(carry, sum);
    } else k.set(sum, plusV(sum, loadAs(type, lines.prefix, here)));
    k.storeAs(lines.prefix, [plus(here, channels)], sum);
    k.storeAs(lines.columns, [here], simd(`${type}.sub`, column, pixels(line, y, p)));
  });
}

/** Sums of the windows of `block` results. */
function windows({ frame, lines, at }: Line, x: Expr, block: number): Expr[] {
  const { columns, channels } = frame.problem;
  return Array.from({ length: block / lines.lanes }, (_, v) => {
    const from = plus(plus(at, x), v * lines.lanes);
    const end = loadAs(lines.type, lines.prefix, plus(from, columns * channels));
    return simd(`${lines.type}.sub`, end, loadAs(lines.type, lines.prefix, from));
  });
}
