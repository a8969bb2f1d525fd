/**
 * Convolution straight from the source, a tile of mr output channels by 4·nv neighbours of a row.
 *
 *   for each task (batch, group, output row, block of x)
 *     for each tile of x, for each tile of mr channels
 *       c[m][x] = bias[m]
 *       for channel, kz, ky, kx
 *         c[m][x] += w[channel, kz, ky, kx, m] · source[channel, z·sd + kz·dd, y·sh + ky·dh, columns[kx] + x]
 *       C = activation(c)
 *
 * Nothing is copied: right where few channels would leave packed panels with little reuse, as in
 * images, stems and depthwise layers. Weights are packed by [group][tile][channel][tap][rows
 * of the tile].
 */
import {
  compare,
  type Int,
  int,
  type KernelBuilder,
  kernel,
  least,
  load,
  load4,
  loadSplat,
  plus,
  quotient,
  remainder,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";
import { type Destination, type Geometry, positions, tapOffset, taps } from "./geometry.ts";
import { atTile, rowTiles } from "./rows.ts";
import { biasOrZero, closeTile, evenly, multiplyInto, openTile, type Tile } from "./tile.ts";

export interface DirectSchedule {
  readonly mr: number;
  readonly nv: number;
  /** Tiles along x of one task. */
  readonly run: number;
}

export interface DirectConfig extends DirectSchedule {
  readonly threads: number;
  readonly geometry: Geometry;
  readonly destination: Destination;
  /** Packed weights. */
  readonly weight: Buffer;
  /** Offset of every kernel column; only read when there are too many to unroll. */
  readonly columns: Buffer;
}

/** Products written out one after another before loops take over. */
const UNROLL_PRODUCTS = 320;
const UNROLL_COLUMNS = 32;

export function directLayout(
  { batch, groups, out: [d, h, w] }: Geometry,
  { nv, run }: DirectSchedule,
) {
  const width = 4 * nv;
  const tiles = Math.ceil(w / width);
  const blocks = Math.ceil(tiles / run);
  const restColumns = w % width;
  return {
    width,
    tiles,
    wholeTiles: Math.floor(w / width),
    restColumns,
    /** Vectors of the last tile of a row. */
    restVectors: evenly(Math.ceil(restColumns / 4), nv),
    blocks,
    tasks: batch * groups * d * h * blocks,
  };
}

export function direct(config: DirectConfig): Kernel {
  const { geometry, threads, mr, run, destination, weight } = config;
  const { batch, groups, inputs, outputs, source } = geometry;
  const [depth, height, rowLength] = geometry.out;
  const layout = directLayout(geometry, config);
  const { width, wholeTiles, restColumns, blocks, tasks } = layout;
  const tiling = rowTiles(outputs, mr);
  const pitch = positions(geometry);
  const filter = inputs * taps(geometry);

  return kernel(`direct_${mr}x${width}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [source.buffer, weight, destination.buffer]) k.use(b);
    if (geometry.kernel[2] > UNROLL_COLUMNS) k.use(config.columns);
    if (destination.bias) k.use(destination.bias);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const block = k.let("block", remainder(task, blocks));
      const line = quotient(task, blocks);
      const y = remainder(line, height);
      const z = remainder(quotient(line, height), depth);
      const image = quotient(line, height * depth);
      const g = k.let("g", remainder(image, groups));
      const n = remainder(quotient(image, groups), batch);
      const from = k.let(
        "from",
        [
          times(n, source.batch),
          times(g, inputs * source.channel),
          times(z, geometry.stride[0] * source.plane),
          times(y, geometry.stride[1] * source.row),
        ].reduce((a, b) => plus(a, b), int(source.offset)),
      );
      const to = k.let(
        "to",
        [
          times(n, groups * outputs * pitch),
          times(g, outputs * pitch),
          times(z, height * rowLength),
          times(y, rowLength),
        ].reduce((a, b) => plus(a, b)),
      );

      const along = (x: Expr, columns: number, nv: number) => {
        const rows = (count: number, row: Int) => {
          const tile = openTile(
            k,
            { mr: count, nv },
            biasOrZero(k, destination.bias, plus(times(g, outputs), row), count),
          );
          const window = k.let("window", plus(from, x));
          const weights = k.let("weights", plus(times(g, outputs * filter), times(row, filter)));
          accumulate(k, config, tile, window, weights);
          const result = k.let("result", plus(plus(to, x), times(row, pitch)));
          closeTile(
            k,
            tile,
            destination.activation,
            destination.buffer,
            (m) => plus(result, m * pitch),
            columns,
          );
        };
        if (tiling.count === 1) rows(outputs, 0);
        else k.loop("tile", tiling.count, (t) => atTile(k, tiling, t, rows));
      };

      const first = times(block, run);
      k.loop("xtile", { from: first, to: least(plus(first, run), wholeTiles) }, (t) =>
        along(times(t, width), width, config.nv),
      );
      if (restColumns > 0) {
        const rest = () => along(int(wholeTiles * width), restColumns, layout.restVectors);
        if (blocks === 1) rest();
        else k.if(compare("eq", block, blocks - 1), rest);
      }
    });
  });
}

/** Adds the products of every channel and tap to the tile. */
function accumulate(
  k: KernelBuilder,
  config: DirectConfig,
  tile: Tile,
  window: Expr,
  weights: Expr,
): void {
  const { geometry, weight } = config;
  const { source, dilation } = geometry;
  const [kd, kh, kw] = geometry.kernel;
  const mr = tile.length;
  const count = taps(geometry);

  const product = (from: Expr, w: Expr, offset: Int, tap: Int) =>
    multiplyInto(
      k,
      tile,
      (m) => loadSplat(weight, plus(plus(w, times(tap, mr)), m)),
      (x) => load4(source.buffer, plus(plus(from, offset), 4 * x)),
    );

  k.loop("c", geometry.inputs, (c) => {
    const from = k.let("from", plus(window, times(c, source.channel)));
    const w = k.let("w", plus(weights, times(c, count * mr)));
    if (count * mr * tile[0].length <= UNROLL_PRODUCTS) {
      let tap = 0;
      for (let kz = 0; kz < kd; kz++) {
        for (let ky = 0; ky < kh; ky++) {
          for (let kx = 0; kx < kw; kx++) product(from, w, tapOffset(geometry, kz, ky, kx), tap++);
        }
      }
      return;
    }
    k.loop("kz", kd, (kz) =>
      k.loop("ky", kh, (ky) => {
        const row = k.let(
          "row",
          plus(
            from,
            plus(times(kz, dilation[0] * source.plane), times(ky, dilation[1] * source.row)),
          ),
        );
        const wrow = k.let("wrow", plus(w, times(plus(times(kz, kh), ky), kw * mr)));
        if (kw <= UNROLL_COLUMNS)
          geometry.columns.forEach((column, kx) => product(row, wrow, column, kx));
        else
          k.loop("kx", kw, (kx) =>
            product(row, wrow, k.let("column", load(config.columns, kx)), kx),
          );
      }),
    );
  });
}
