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
import { passesOf, readStrip, type Strip, transform, transposed, writeStrip } from "./fft.ts";
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
  // One strip more than a row has: rows must not fall into the same sets of the cache.
  const pitch = 2 * nx + 2 * lanes;
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
    /** Columns s·lanes … of image c: a strip of pitch `pitch`. */
    const column = (image: Expr, s: Int, i: Int): Strip => ({
      buffer: config.tiles,
      at: plus(plus(image, times(s, 2 * lanes)), times(i, pitch)),
      nv,
    });

    k.loop("task", { from: lo, to: hi }, (task) => {
      const g = k.let("g", remainder(task, groups));
      const pair = k.let("pair", quotient(task, groups));
      const places = [times(pair, 2), least(plus(times(pair, 2), 1), tiles - 1)].map((t) => ({
        tx: k.let("tx", remainder(t, across)),
        ty: k.let("ty", remainder(quotient(t, across), down)),
        n: k.let("n", quotient(t, across * down)),
      }));
      const image = (i: Int) => k.let("image", plus(times(thread, tileSize), times(i, ny * pitch)));

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
        k.loop("s", nx / lanes, (s) => {
          const [re, im] = from.map((at) => k.let("at", plus(at, times(s, lanes))));
          const rowOf = (at: Expr, i: Expr) =>
            vector(nv, (v) => load4(source.buffer, plus(plus(at, times(i, source.row)), 4 * v)));
          transform(k, {
            n: ny,
            twiddles: twiddles.y,
            inverse: false,
            read: (i, pass) =>
              pass === 0 ? { re: rowOf(re, i), im: rowOf(im, i) } : readStrip(work, i),
            write: (i, value, pass) => {
              const last = pass === passesOf(ny).length - 1;
              writeStrip(k, last ? column(to, s, i) : work, last ? 0 : i, value);
            },
          });
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
          turnOut(k, work, image(m), rows);
        });
      });

      k.loop("m", outputs, (m) => {
        const from = image(m);
        k.loop("s", vx / lanes, (s) => {
          transform(k, {
            n: ny,
            twiddles: twiddles.y,
            inverse: true,
            read: (i, pass) => (pass === 0 ? readStrip(column(from, s, i), 0) : readStrip(work, i)),
            write: (i, value) => writeStrip(k, work, i, value),
          });
          const channel = k.let("channel", plus(times(g, outputs), m));
          places.forEach((place, part) =>
            storeColumns(k, config, work, part, { ...place, channel, s }),
          );
        });
      });
    });
  });

  /** Rows of a tile → lanes of a strip. */
  function turnIn(k: KernelBuilder, image: Expr, to: Strip, rows: Expr): void {
    k.loop("s", nx / lanes, (s) => {
      const at = k.let("at", plus(plus(image, times(rows, lanes * pitch)), times(s, 2 * lanes)));
      const base = k.let("base", plus(to.at, times(s, 2 * lanes * lanes)));
      for (let x = 0; x < lanes; x += 4) {
        for (let part = 0; part < 2; part++) {
          const turned = vector(nv, (v) =>
            transposed(
              k,
              vector(4, (r) =>
                load4(config.tiles, plus(at, (4 * v + r) * pitch + part * lanes + x)),
              ),
            ),
          );
          for (let e = 0; e < 4; e++) {
            turned.forEach((columns, v) => {
              const offset = (x + e) * 2 * lanes + part * lanes + 4 * v;
              k.store4(to.buffer, [plus(base, offset)], columns[e]);
            });
          }
        }
      }
    });
  }

  /** Lanes of a strip → rows of a tile. */
  function turnOut(k: KernelBuilder, from: Strip, image: Expr, rows: Expr): void {
    k.loop("s", nx / lanes, (s) => {
      const at = k.let("at", plus(plus(image, times(rows, lanes * pitch)), times(s, 2 * lanes)));
      const base = k.let("base", plus(from.at, times(s, 2 * lanes * lanes)));
      for (let part = 0; part < 2; part++) {
        for (let v = 0; v < nv; v++) {
          const turned = vector(nv, (h) =>
            transposed(
              k,
              vector(4, (e) =>
                load4(from.buffer, plus(base, (4 * h + e) * 2 * lanes + part * lanes + 4 * v)),
              ),
            ),
          );
          for (let r = 0; r < 4; r++) {
            turned.forEach((columns, h) => {
              const offset = (4 * v + r) * pitch + part * lanes + 4 * h;
              k.store4(config.tiles, [plus(at, offset)], columns[r]);
            });
          }
        }
      }
    });
  }
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
