/** Gathered rows made into what products read: floats, or pairs of rows; and sums into results. */
import {
  floatBuffer,
  type Int,
  integerBuffer,
  type KernelBuilder,
  loadAs,
  permute,
  plus,
  simd,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import { type Finish, type SumKind, store, storeLanes } from "./finish.ts";
import { rowLength } from "./problem.ts";
import { type Frame, inTile, type Place, type Tiling } from "./tiling.ts";

/** Bytes of a vector behind a row. */
const SLACK = 64;

/** [thread][gathered row][element] as floats. */
export const floatRows = (tiling: Tiling, threads: number): Buffer =>
  floatBuffer("floats", [threads * tiling.rows * tiling.stride], SLACK + tiling.stride);

export function toFloats(k: KernelBuilder, frame: Frame, place: Place, to: Buffer): void {
  const { tiling, tile, problem } = frame;
  const lanes = problem.element === "u8" ? 8 : 4;
  const needed = tiling.width + (problem.columns - 1) * problem.channels;
  k.loop("r", tiling.rows, (r) => {
    k.loop("p", { to: needed, step: 2 * lanes }, (p) => {
      const at = k.let("at", inTile(frame, place, r, p));
      const values = [0, lanes].flatMap((half): Expr[] => {
        if (problem.element === "u16") return [loadAs("i32x4", tile, plus(at, half))];
        const wide = k.let("w", loadAs("i16x8", tile, plus(at, half)));
        return [simd("i32x4.extend_low_i16x8_u", wide), simd("i32x4.extend_high_i16x8_u", wide)];
      });
      const named = values.map((v) => k.let("f", simd("f32x4.convert_i32x4_s", v)));
      named.forEach((value, i) => {
        k.store4(to, [plus(at, 4 * i)], value);
      });
    });
  });
}

/** [thread][gathered row][element][this row and the one below]. */
export const pairRows = (tiling: Tiling, threads: number): Buffer =>
  integerBuffer(
    "pairs",
    "i16",
    [2 * threads * tiling.rows * tiling.stride],
    2 * (SLACK + tiling.stride),
  );

const LOW = [0, 8, 1, 9, 2, 10, 3, 11];
const HIGH = [4, 12, 5, 13, 6, 14, 7, 15];

/** The last row has none below: its pairs hold it twice, and meet a weight of 0. */
export function toPairs(k: KernelBuilder, frame: Frame, place: Place, to: Buffer): void {
  const { tiling, tile, problem } = frame;
  const needed = tiling.width + (problem.columns - 1) * problem.channels;
  const row = (r: Expr, below: number) =>
    k.loop("p", { to: needed, step: 8 }, (p) => {
      const at = k.let("at", inTile(frame, place, r, p));
      const upper = k.let("u", loadAs("i16x8", tile, at));
      const lower = k.let("l", loadAs("i16x8", tile, plus(at, below)));
      const low = k.let("p", permute(upper, lower, LOW));
      const high = k.let("p", permute(upper, lower, HIGH));
      k.storeAs(to, [times(at, 2)], low);
      k.storeAs(to, [plus(times(at, 2), 8)], high);
    });
  k.loop("r", tiling.rows - 1, (r) => row(r, tiling.stride));
  k.loop("r", { from: tiling.rows - 1, to: tiling.rows }, (r) => row(r, 0));
}

/** Sums of a tile, `stride` lanes a row. */
export const sumsOf = (kind: "i32" | "f32", tiling: Tiling, threads: number): Buffer => {
  const shape = [threads * tiling.height * sumStride(tiling)];
  return kind === "f32"
    ? floatBuffer("sums", shape, SLACK)
    : integerBuffer("sums", "i32", shape, SLACK);
};

export const sumStride = ({ width }: Tiling): number => Math.ceil(width / 32) * 32;

export const sumsFrom = (k: KernelBuilder, tiling: Tiling, { thread }: Place): Expr =>
  k.let("sums", times(thread, tiling.height * sumStride(tiling)));

/** Divides, rounds and stores a tile of sums. */
export function finishTile(
  k: KernelBuilder,
  frame: Frame,
  place: Place,
  finish: Finish,
  sums: Buffer,
  from: Expr,
): void {
  const { problem, tiling } = frame;
  const kind = sums.element === "f32" ? "f32" : "i32";
  const lanes = storeLanes(problem);
  const rows = { from: 0, to: tiling.height };
  finishRows(k, frame, place, finish, { kind, lanes, rows }, (y, x) => {
    const at = plus(plus(from, times(y, sumStride(tiling))), x);
    return vector(lanes / 4, (v) =>
      loadAs(kind === "f32" ? "v128" : "i32x4", sums, plus(at, 4 * v)),
    );
  });
}

/** The same for some rows of a tile; `sums` gives `lanes` neighbours. */
export function finishRows(
  k: KernelBuilder,
  { problem, tiling }: Frame,
  place: Place,
  finish: Finish,
  {
    kind,
    lanes,
    rows,
  }: {
    readonly kind: SumKind;
    readonly lanes: number;
    readonly rows: { readonly from: number; readonly to: number };
  },
  sums: (y: Expr, x: Int) => readonly Expr[],
): void {
  const whole = tiling.width - (tiling.width % lanes);
  const block = (y: Expr, x: Int, width: number) => {
    const to = plus(place.target, plus(times(y, rowLength(problem)), x));
    store(k, finish, kind, sums(y, x), to, width);
  };
  k.loop("y", rows, (y) => {
    k.loop("x", { to: whole, step: lanes }, (x) => block(y, x, lanes));
    if (whole < tiling.width) block(y, whole, tiling.width - whole);
  });
}
