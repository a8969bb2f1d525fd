/**
 * The register tile of large kernels: `mr` rows of results against `nv` vectors, sums in registers,
 * each vector of pixels loaded once for all rows it meets.
 *
 *   for each mr rows y, `spacing` apart, and each block of 4·nv columns x
 *     for r: for j: for o < mr, where 0 ≤ r − o < taps
 *       sum[o] += source[y + spacing·r, x + step·j] · weight[r − o, j]
 *
 * Floats multiply one pixel a lane. Whole numbers multiply two: a lane of the source is a pair of
 * pixels, one below the other, `weight` a pair too, and `spacing` is 2.
 */
import {
  bits,
  float,
  fma,
  type Int,
  int,
  type KernelBuilder,
  load4,
  loadAs,
  loadSplat,
  loadSplatInt,
  plus,
  simd,
  splat,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";

export interface Product {
  /** Floats, or pairs of 16-bit numbers (two elements a lane). */
  readonly source: Buffer;
  /** First lane of the source, and lanes from one of its rows to the next. */
  readonly from: Expr;
  readonly stride: number;
  /** Floats, or pairs as i32: [taps][columns]. */
  readonly weights: Buffer;
  readonly taps: number;
  readonly columns: number;
  /** Lanes between two columns of the kernel. */
  readonly step: number;
  readonly spacing: number;
  /** Rows and lanes of the result. */
  readonly height: number;
  readonly width: number;
  readonly mr: number;
  readonly nv: number;
  /** Floats, or i32. */
  readonly sums: Buffer;
  readonly to: Expr;
  readonly sumStride: number;
}

/** Sums of all results, stored in adjacent vectors: what V8's revectorizer starts from. */
export function multiply(k: KernelBuilder, p: Product): void {
  const { height, width, mr, nv, spacing } = p;
  const group = mr * spacing;
  const whole = height - (height % group);
  const block = 4 * nv;
  k.loop("x", { to: width, step: block }, (x) => {
    k.loop("y", { to: whole, step: group }, (y) => {
      for (let phase = 0; phase < spacing; phase++) {
        tile(k, p, plus(y, phase), x, mr);
      }
    });
    k.loop("y", { from: whole, to: height }, (y) => tile(k, p, y, x, 1));
  });
}

function tile(k: KernelBuilder, p: Product, y: Expr, x: Expr, mr: number): void {
  const { taps, nv, spacing, stride, sums } = p;
  const isFloat = p.source.element === "f32";
  const zero = k.let("zero", isFloat ? splat(float(0)) : simd("i32x4.splat", 0));
  const acc = vector(mr, () => vector(nv, () => k.let("c", zero)));
  const at = k.let("at", plus(plus(p.from, times(y, stride)), x));
  const active = (r: Int, outputs: readonly number[]) => {
    const row = k.let("row", plus(at, times(r, spacing * stride)));
    columnLoop(k, p, (j) => step(k, p, acc, outputs, plus(row, times(j, p.step)), r, j));
  };
  const outputsOf = (r: number) => vector(mr, (o) => o).filter((o) => r - o >= 0 && r - o < taps);
  // Rows that meet all mr results run in one loop; the ramps before and behind are unrolled.
  const [first, last] = taps >= mr ? [mr - 1, taps] : [taps + mr - 1, taps + mr - 1];
  for (let r = 0; r < first; r++) active(int(r), outputsOf(r));
  k.loop("r", { from: first, to: last }, (r) => active(r, outputsOf(first)));
  for (let r = last; r < taps + mr - 1; r++) active(int(r), outputsOf(r));
  acc.forEach((row, o) => {
    const to = plus(plus(p.to, times(plus(y, o * spacing), p.sumStride)), x);
    row.forEach((sum, v) => {
      k.storeAs(sums, [plus(to, 4 * v)], sum);
    });
  });
}

/** All columns of the kernel, two a turn. */
function columnLoop(k: KernelBuilder, { columns }: Product, body: (j: Expr) => void): void {
  const whole = columns - (columns % 2);
  k.loop("j", { to: whole, step: 2 }, (j) => {
    body(j);
    body(k.let("j", plus(j, 1)));
  });
  if (whole < columns) body(int(whole));
}

function step(
  k: KernelBuilder,
  p: Product,
  acc: readonly (readonly Variable[])[],
  outputs: readonly number[],
  at: Expr,
  r: Int,
  j: Expr,
): void {
  const { source, weights, columns } = p;
  const row = acc[0].map((_, v) => {
    const lane = plus(at, 4 * v);
    return k.let(
      "b",
      source.element === "f32" ? load4(source, lane) : loadAs("i16x8", source, times(lane, 2)),
    );
  });
  for (const o of outputs) {
    const index = plus(times(plus(r, -o), columns), j);
    if (source.element === "f32") {
      const a = k.let("a", loadSplat(weights, index));
      row.forEach((b, v) => {
        k.set(acc[o][v], fma(a, b, acc[o][v]));
      });
    } else {
      const a = k.let("a", bits("i16x8", loadSplatInt(weights, index)));
      row.forEach((b, v) => {
        k.set(acc[o][v], simd("i32x4.add", acc[o][v], simd("i32x4.dot_i16x8_s", b, a)));
      });
    }
  }
}
