/**
 * Correlation of images through the frequency domain, by tiles that overlap (overlap-save): the
 * circular correlation of an ny × nx tile is right in its first vy × vx positions, vy = ny − ry + 1.
 *
 *   for each task: a pair of tiles, one as real, one as imaginary part, of one group
 *     for channel c, for each strip of columns: transform along y               → tile[c]
 *     for each strip of rows of the tiles                                       (in L1)
 *       for channel c: transpose into a strip, transform along x                → spectra[c]
 *       for output m: Σ_c spectra[c] · weight[m, c], inverse along x, transpose → tile[m]
 *     for output m, for each strip of columns: inverse along y, bias, activation, store
 *
 * The weight's spectrum is that of real numbers, so both tiles of a pair come out where they went in.
 */
import {
  add,
  compare,
  type Int,
  int,
  type KernelBuilder,
  kernel,
  least,
  load4,
  loadSplat,
  plus,
  quotient,
  remainder,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";
import { activate } from "./epilogue.ts";
import { readStrip, type Strip, transform, writeStrip } from "./fft.ts";
import {
  forwardColumns,
  inverseColumn,
  type Plane,
  pitchOf,
  turnIn,
  turnOut,
} from "./fft-plane.ts";
import { multiplySpectra } from "./fft-product.ts";
import type { Destination, Geometry, Triple } from "./geometry.ts";

export interface TileSchedule {
  /** Extents of a tile: powers of two. */
  readonly ny: number;
  readonly nx: number;
  /** Vectors of a strip. */
  readonly nv: number;
}

export interface TileConfig extends TileSchedule {
  readonly threads: number;
  readonly geometry: Geometry;
  readonly destination: Destination;
  /** Elements of the kernel from first to last tap, along y and x. */
  readonly reach: readonly [number, number];
  /** [groups, outputs, inputs, ny / lanes, nx, re and im, lanes] */
  readonly spectrum: Buffer;
  readonly twiddles: { readonly y: Buffer; readonly x: Buffer };
  /** [threads, max(inputs, outputs), ny, pitch] */
  readonly tiles: Buffer;
  /** [threads, inputs + 1, max(ny, nx), re and im, lanes] */
  readonly strips: Buffer;
}

export function tileLayout(
  {
    batch,
    groups,
    inputs,
    outputs,
    out,
  }: Pick<Geometry, "batch" | "groups" | "inputs" | "outputs" | "out">,
  [ry, rx]: readonly [number, number],
  { ny, nx, nv }: TileSchedule,
) {
  const lanes = 4 * nv;
  const vy = ny - ry + 1;
  const vx = Math.floor((nx - rx + 1) / lanes) * lanes;
  const [down, across] = [Math.ceil(out[1] / vy), Math.ceil(out[2] / vx)];
  const tiles = batch * down * across;
  const pitch = pitchOf({ nx, nv });
  return {
    lanes,
    vy,
    vx,
    down,
    across,
    tiles,
    tasks: Math.ceil(tiles / 2) * groups,
    pitch,
    tileSize: Math.max(inputs, outputs) * ny * pitch,
    stripSize: 2 * lanes * Math.max(ny, nx),
    /** What the source must hold, zeros behind its end included. */
    extents: [1, (down - 1) * vy + ny, (across - 1) * vx + nx] as Triple,
  };
}

export function fftTiles(config: TileConfig): Kernel {
  const { threads, geometry, destination, ny, nx, nv, twiddles, reach } = config;
  const { groups, inputs, outputs, source } = geometry;
  const layout = tileLayout(geometry, reach, config);
  const { lanes, vy, vx, down, across, tiles, tasks, pitch, tileSize, stripSize } = layout;

  return kernel(`fft_${ny}x${nx}`, (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [source.buffer, config.spectrum, twiddles.y, twiddles.x, config.tiles])
      k.use(b);
    for (const b of [config.strips, destination.buffer]) k.use(b);
    if (destination.bias) k.use(destination.bias);
    const scratch = k.let("strips", times(thread, (inputs + 1) * stripSize));
    const strip = (i: Int): Strip => ({
      buffer: config.strips,
      at: plus(scratch, times(i, stripSize)),
      nv,
    });
    const work = strip(inputs);
    k.loop("task", { from: lo, to: hi }, (task) => {
      const g = k.let("g", remainder(task, groups));
      const pair = k.let("pair", quotient(task, groups));
      const places = [times(pair, 2), least(plus(times(pair, 2), 1), tiles - 1)].map((t) => ({
        tx: k.let("tx", remainder(t, across)),
        ty: k.let("ty", remainder(quotient(t, across), down)),
        n: k.let("n", quotient(t, across * down)),
      }));
      const image = (i: Int): Plane => ({
        ...{ ny, nx, nv, pitch, buffer: config.tiles, work, twiddles },
        at: k.let("image", plus(times(thread, tileSize), times(i, ny * pitch))),
      });

      k.loop("c", inputs, (c) => {
        const to = image(c);
        const from = places.map(({ tx, ty, n }) =>
          k.let(
            "from",
            [
              times(n, source.batch),
              times(plus(times(g, inputs), c), source.channel),
              times(ty, vy * source.row),
              times(tx, vx),
            ].reduce((a, b) => plus(a, b), int(source.offset)),
          ),
        );
        forwardColumns(k, to, (s) => {
          const [re, im] = from.map((at) => k.let("at", plus(at, times(s, lanes))));
          const rowOf = (at: Expr, i: Expr) =>
            vector(nv, (v) => load4(source.buffer, plus(plus(at, times(i, source.row)), 4 * v)));
          return (i) => ({ re: rowOf(re, i), im: rowOf(im, i) });
        });
      });

      k.loop("rows", ny / lanes, (rows) => {
        k.loop("c", inputs, (c) => {
          const own = strip(c);
          turnIn(k, image(c), own, rows);
          transform(k, {
            n: nx,
            twiddles: twiddles.x,
            inverse: false,
            read: (i) => readStrip(own, i),
            write: (i, value) => writeStrip(k, own, i, value),
          });
        });
        k.loop("m", outputs, (m) => {
          const size = 2 * ny * nx;
          const filter = plus(
            times(plus(times(g, outputs), m), inputs * size),
            times(rows, 2 * lanes * nx),
          );
          const weights = k.let("weight", filter);
          const weight = (c: Int, i: Expr) =>
            readStrip({ buffer: config.spectrum, at: plus(weights, times(c, size)), nv }, i);
          const first = multiplySpectra(k, { n: nx, inputs, strip, work, weight });
          transform(k, {
            n: nx,
            twiddles: twiddles.x,
            inverse: true,
            read: (i, pass) => (pass === 0 ? first(i) : readStrip(work, i)),
            write: (i, value) => writeStrip(k, work, i, value),
          });
          turnOut(k, image(m), work, rows);
        });
      });

      k.loop("m", outputs, (m) => {
        const from = image(m);
        k.loop("s", vx / lanes, (s) => {
          inverseColumn(k, from, s, (i, value) => writeStrip(k, work, i, value));
          const channel = k.let("channel", plus(times(g, outputs), m));
          places.forEach((place, part) =>
            storeColumns(k, config, work, part, { ...place, channel, s }),
          );
        });
      });
    });
  });
}

interface Columns {
  readonly n: Expr;
  readonly ty: Expr;
  readonly tx: Expr;
  readonly channel: Expr;
  readonly s: Expr;
}

/** The right part of a strip, after bias and activation, to the output. */
function storeColumns(
  k: KernelBuilder,
  config: TileConfig,
  work: Strip,
  part: number,
  { n, ty, tx, channel, s }: Columns,
): void {
  const { geometry, destination, nv, reach } = config;
  const { lanes, vy, vx } = tileLayout(geometry, reach, config);
  const [, height, width] = geometry.out;
  const plane = plus(
    times(n, geometry.groups * geometry.outputs * height * width),
    times(channel, height * width),
  );
  const bias = destination.bias && k.let("bias", loadSplat(destination.bias, channel));
  const finished = (value: Expr) =>
    k.let("v", activate(destination.activation, bias ? add(value, bias) : value));
  const rows = (store: (from: Expr, to: Expr) => void) => {
    k.loop("y", vy, (y) => {
      const row = k.let("row", plus(times(ty, vy), y));
      k.if(compare("lt", row, height), () =>
        store(
          plus(work.at, plus(times(y, 2 * lanes), part * lanes)),
          plus(plane, times(row, width)),
        ),
      );
    });
  };
  const x = k.let("x", plus(times(tx, vx), times(s, lanes)));
  const whole = () =>
    rows((from, to) => {
      for (let v = 0; v < nv; v++) {
        const value = finished(load4(work.buffer, plus(from, 4 * v)));
        k.store4(destination.buffer, [plus(plus(to, x), 4 * v)], value);
      }
    });
  const some = () =>
    k.loop("lane", lanes, (lane) => {
      const column = k.let("column", plus(x, lane));
      k.if(compare("lt", column, width), () =>
        rows((from, to) => {
          const value = finished(loadSplat(work.buffer, plus(from, lane)));
          k.store4(destination.buffer, [plus(to, column)], value, 1);
        }),
      );
    });
  k.if(compare("lt", x, width - lanes + 1), whole, some);
}
