/**
 * The transforms of a block of tiles. Both directions work in two passes, a channel at a time:
 *
 *   input    rows of a quad → columns of four tiles (4×4 transposes) → Bᵀ along x → stage
 *            stage → Bᵀ along y, eight tiles at a time → V
 *   output   M → Aᵀ along y, eight tiles at a time → stage
 *            stage → Aᵀ along x → transposed back → bias, activation → rows of the output
 *
 * The passes along y have no shuffles and work on neighbouring vectors, which V8's revectorizer
 * makes one of 256 bits.
 */
import {
  add,
  compare,
  int,
  type KernelBuilder,
  least,
  load,
  load4,
  loadSplat,
  plus,
  quotient,
  remainder,
  shuffle,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { activate } from "./epilogue.ts";
import { positions } from "./geometry.ts";
import { constants, linearMap } from "./linear-map.ts";
import type { Place, WinogradConfig } from "./winograd.ts";
import { winogradLayout } from "./winograd-layout.ts";

/** V[e][c][tile] = Bᵀ d B for all channels of the group and all tiles of the block. */
export function transformInput(k: KernelBuilder, config: WinogradConfig, place: Place): void {
  const { geometry, stage, v, x, y, tables, mx } = config;
  const { inputs, source } = geometry;
  const { perLine, pitch, planeV, sizeV, sizeStage, lines } = winogradLayout(
    geometry,
    config,
    config,
  );
  const base = times(place.thread, sizeStage);
  k.loop("c", inputs, (c) => {
    const channel = k.let("image", times(plus(times(place.g, inputs), c), source.channel));
    eachQuad(k, place, (quad) => {
      const line = remainder(quotient(quad, perLine), lines);
      const column = times(remainder(quad, perLine), 4 * mx);
      const from = k.let("from", plus(plus(load(tables.sources, line), channel), column));
      const to = k.let("to", plus(base, load(tables.places, quad)));
      const all = constants(k);
      for (let i = 0; i < y.alpha; i++) {
        const columns = tileColumns(k, source.buffer, plus(from, i * source.row), mx, x.alpha);
        linearMap(k, x.bt, columns, all).forEach((value, e) => {
          k.store4(stage, [plus(to, (i * x.alpha + e) * pitch)], value);
        });
      }
    });
    alongY(k, place, x.alpha, y.bt, {
      from: stage,
      at: (i, e, t) => plus(plus(base, t), (i * x.alpha + e) * pitch),
      to: v,
      into: (i, e, t) =>
        plus(
          plus(plus(times(place.thread, sizeV), times(c, pitch)), t),
          (i * x.alpha + e) * planeV,
        ),
    });
  });
}

/** output = activation(bias + Aᵀ M A) for one output channel: `channel` of the group, row `row` of M. */
export function transformOutput(
  k: KernelBuilder,
  config: WinogradConfig,
  place: Place,
  channel: Variable,
  row: Expr,
): void {
  const { geometry, destination, stage, m, x, y, tables, mx, my } = config;
  const layout = winogradLayout(geometry, config, config);
  const { perLine, pitch, planeM, sizeM, sizeStage, lines } = layout;
  const base = times(place.thread, sizeStage);
  const from = k.let("products", plus(times(place.thread, sizeM), times(row, pitch)));
  alongY(k, place, x.alpha, y.at, {
    from: m,
    at: (i, e, t) => plus(plus(from, t), (i * x.alpha + e) * planeM),
    to: stage,
    into: (i, e, t) => plus(plus(base, t), (i * x.alpha + e) * pitch),
  });
  const number = plus(times(place.g, geometry.outputs), channel);
  const image = k.let("image", times(number, positions(geometry)));
  const bias = destination.bias && k.let("bias", loadSplat(destination.bias, number));
  const width = geometry.out[2];
  const wholeQuads = Math.floor(width / (4 * mx));
  const last = width - wholeQuads * 4 * mx;
  eachQuad(k, place, (quad) => {
    const line = k.let("line", remainder(quotient(quad, perLine), lines));
    const q = k.let("q", remainder(quad, perLine));
    const at = k.let("at", plus(base, load(tables.places, quad)));
    for (let i = 0; i < my; i++) {
      const target = k.let("target", load(tables.targets, plus(times(line, my), i)));
      k.if(compare("ge", target, 0), () => {
        const values = Array.from({ length: x.alpha }, (_, e) =>
          k.let("m", load4(stage, plus(at, (i * x.alpha + e) * pitch))),
        );
        const sums = linearMap(k, x.at, values, constants(k)).map((value) => {
          const sum = bias ? k.let("y", add(value, bias)) : value;
          return k.let("y", activate(destination.activation, sum));
        });
        const pixels = tileRow(k, sums);
        const store = (column: Expr, count: number) => {
          const to = k.let("to", plus(plus(target, image), column));
          pixels.forEach((value, p) => {
            k.store4(destination.buffer, [plus(to, 4 * p)], value, count - 4 * p);
          });
        };
        const whole = () => store(times(least(q, wholeQuads - 1), 4 * mx), 4 * mx);
        const partial = () => store(int(wholeQuads * 4 * mx), last);
        if (wholeQuads === 0) partial();
        else if (last === 0) whole();
        else k.if(compare("eq", q, wholeQuads), partial, whole);
      });
    }
  });
}

function eachQuad(k: KernelBuilder, place: Place, visit: (quad: Variable) => void): void {
  k.loop("quad", { from: place.firstQuad, to: place.endQuad }, visit);
}

interface Pass {
  readonly from: Buffer;
  readonly at: (i: number, e: number, tile: Expr) => Expr;
  readonly to: Buffer;
  readonly into: (i: number, e: number, tile: Expr) => Expr;
}

/** Applies `matrix` to the rows i of every column e of the tiles, two vectors of tiles at a time. */
function alongY(
  k: KernelBuilder,
  place: Place,
  columns: number,
  matrix: Matrix,
  { from, at, to, into }: Pass,
): void {
  k.loop("t", { to: place.endTile, step: 8 }, (t) => {
    const all = constants(k);
    for (let e = 0; e < columns; e++) {
      const pair = [0, 4].map((lane) =>
        linearMap(
          k,
          matrix,
          matrix[0].map((_, i) => k.let("d", load4(from, plus(at(i, e, t), lane)))),
          all,
        ),
      );
      matrix.forEach((_, i) => {
        for (const lane of [0, 1]) k.store4(to, [plus(into(i, e, t), 4 * lane)], pair[lane][i]);
      });
    }
  });
}

/** Vector j holds element m·t + j of a row, for four tiles t. */
function tileColumns(
  k: KernelBuilder,
  buffer: Buffer,
  from: Expr,
  m: number,
  count: number,
): Expr[] {
  if (m === 1)
    return Array.from({ length: count }, (_, j) => k.let("d", load4(buffer, plus(from, j))));
  const loaded = new Map<number, Variable>();
  const at = (offset: number) => {
    const known = loaded.get(offset) ?? k.let("d", load4(buffer, plus(from, offset)));
    loaded.set(offset, known);
    return known;
  };
  const columns: Expr[] = [];
  for (let j = 0; j < count; j += 2) {
    // Where all four lie alike in aligned vectors, two columns share the loads of the next two.
    const upper = m % 4 === 0 && j % 4 === 2;
    const [a, b, c, d] = [0, 1, 2, 3].map((t) => at(m * t + j - (upper ? 2 : 0)));
    const lanes = upper ? ([2, 6, 3, 7] as const) : ([0, 4, 1, 5] as const);
    const low = k.let("u", shuffle(a, b, lanes));
    const high = k.let("u", shuffle(c, d, lanes));
    columns.push(k.let("d", shuffle(low, high, [0, 1, 4, 5])));
    if (j + 1 < count) columns.push(k.let("d", shuffle(low, high, [2, 3, 6, 7])));
  }
  return columns;
}

/** The way back: from one vector a column, four tiles' outputs side by side. */
function tileRow(k: KernelBuilder, columns: readonly Expr[]): Variable[] {
  const m = columns.length;
  if (m === 1) return [k.let("p", columns[0])];
  /** Pairs of neighbouring outputs, tile by tile: which half of which vector. */
  const pairs: { readonly vector: Variable; readonly half: number }[] = [];
  const mixed = Array.from({ length: m / 2 }, (_, p) => {
    const [a, b] = [columns[2 * p], columns[2 * p + 1]];
    return [k.let("u", shuffle(a, b, [0, 4, 1, 5])), k.let("u", shuffle(a, b, [2, 6, 3, 7]))];
  });
  for (let t = 0; t < 4; t++)
    for (const both of mixed) pairs.push({ vector: both[t >> 1], half: t & 1 });
  return Array.from({ length: m }, (_, i) => {
    const [a, b] = [pairs[2 * i], pairs[2 * i + 1]];
    if (a.vector === b.vector) return a.vector;
    const [l, r] = [2 * a.half, 4 + 2 * b.half];
    return k.let("p", shuffle(a.vector, b.vector, [l, l + 1, r, r + 1]));
  });
}
