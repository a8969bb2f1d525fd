/**
 * Convolution with output channels in the lanes: for stems and small layers, whose rows of outputs
 * are too short, or whose strides too long, for vectors along x.
 *
 *   for each task (image, group, panel of 4·nv channels, band of strips of 12 positions)
 *     for each tile of mr positions of the strip
 *       c[p][m] = bias[m]
 *       for channel, kz, ky, kx: c[p][m] += source[window of p + tap] · w[tap, m]
 *       strip[p] = c[p]
 *     the strip, turned round by shuffles of 4×4, goes to the rows of its channels
 *
 * Nothing is gathered: a window is an offset from a table, a tap an offset from there, both
 * whatever they may be. Weights are packed by [group][panel][channel][tap][4·nv]. The strip is
 * written and read back so that its stores are neighbours, which V8's revectorizer needs.
 */
import {
  compare,
  float,
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
  shuffle,
  splat,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import { activate } from "./epilogue.ts";
import { type Destination, type Geometry, positions, taps } from "./geometry.ts";
import { multiplyInto, openTile } from "./tile.ts";

export interface StemSchedule {
  /** Positions of a tile; divides STRIP. */
  readonly mr: number;
  /** Vectors of channels. */
  readonly nv: number;
  /** Strips of one task. */
  readonly run: number;
}

export interface StemConfig extends StemSchedule {
  readonly threads: number;
  readonly geometry: Geometry;
  readonly destination: Destination;
  readonly weight: Buffer;
  /** Offset of the window of every position, padded to whole strips. */
  readonly windows: Buffer;
  /** Offset of every kernel column; only read when there are too many to unroll. */
  readonly columns: Buffer;
  /** [threads, STRIP, 4·nv] */
  readonly strip: Buffer;
}

/** Positions of a strip: whole tiles, and whole vectors. */
export const STRIP = 12;
/** Kernel columns written out one after another. */
const UNROLL_COLUMNS = 8;

export function stemLayout(g: Geometry, { nv, run }: StemSchedule) {
  const strips = Math.ceil(positions(g) / STRIP);
  const panels = Math.ceil(g.outputs / (4 * nv));
  const bands = Math.ceil(strips / run);
  return { strips, panels, bands, tasks: g.batch * g.groups * panels * bands };
}

export function stem(config: StemConfig): Kernel {
  const { geometry, threads, nv, run, weight, destination, windows, strip } = config;
  const { source, batch, groups, inputs, outputs } = geometry;
  const { strips, panels, bands, tasks } = stemLayout(geometry, config);
  const width = 4 * nv;
  const total = positions(geometry);
  const wholeStrips = Math.floor(total / STRIP);
  const restChannels = outputs % width;

  return kernel(`stem_${config.mr}x${width}`, (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [source.buffer, weight, windows, strip, destination.buffer]) k.use(b);
    if (geometry.kernel[2] > UNROLL_COLUMNS) k.use(config.columns);
    if (destination.bias) k.use(destination.bias);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const band = k.let("band", remainder(task, bands));
      const upper = quotient(task, bands);
      const panel = k.let("panel", remainder(upper, panels));
      const image = k.let("image", quotient(upper, panels));
      const g = remainder(image, groups);
      const n = remainder(quotient(image, groups), batch);
      const from = k.let(
        "from",
        plus(plus(times(n, source.batch), times(g, inputs * source.channel)), int(source.offset)),
      );
      const channel = k.let("channel", plus(times(g, outputs), times(panel, width)));
      const weights = k.let(
        "weights",
        times(plus(times(g, panels), panel), inputs * taps(geometry) * width),
      );
      const to = k.let("to", times(plus(times(image, outputs), times(panel, width)), total));
      const scratch = k.let("scratch", times(thread, STRIP * width));
      const place: Place = { from, channel, weights, to, scratch };

      const make = (s: Int, count: number) => {
        const first = k.let("first", times(s, STRIP));
        sums(k, config, place, first, count);
        const put = (channels: number) => turn(k, config, place, first, count, channels);
        if (restChannels === 0) put(width);
        else if (panels === 1) put(restChannels);
        else
          k.if(
            compare("lt", panel, panels - 1),
            () => put(width),
            () => put(restChannels),
          );
      };
      const begin = times(band, run);
      k.loop("strip", { from: begin, to: least(plus(begin, run), wholeStrips) }, (s) =>
        make(s, STRIP),
      );
      if (strips > wholeStrips) {
        const rest = () => make(wholeStrips, total - wholeStrips * STRIP);
        if (bands === 1) rest();
        else k.if(compare("eq", band, bands - 1), rest);
      }
    });
  });
}

interface Place {
  /** Where the image and group begin in the source, and the panel in bias, weights and output. */
  readonly from: Variable;
  readonly channel: Variable;
  readonly weights: Variable;
  readonly to: Variable;
  readonly scratch: Variable;
}

/** The sums of `count` positions from `first` on, into the strip; a last tile may make more. */
function sums(
  k: KernelBuilder,
  config: StemConfig,
  place: Place,
  first: Variable,
  count: number,
): void {
  const { mr, nv, windows, strip, destination } = config;
  const bias = destination.bias;
  k.loop("tile", { to: Math.ceil(count / mr) * mr, step: mr }, (position) => {
    const bases = vector(mr, (p) =>
      k.let("base", plus(place.from, load(windows, plus(first, plus(position, p))))),
    );
    const zero = k.let("zero", splat(float(0)));
    const start = vector(nv, (v) =>
      bias ? k.let("bias", load4(bias, plus(place.channel, 4 * v))) : zero,
    );
    const tile = openTile(k, { mr, nv }, (_, v) => start[v]);
    accumulate(k, config, bases, place.weights, tile);
    const to = k.let("row", plus(place.scratch, times(position, 4 * nv)));
    tile.forEach((row, p) => {
      row.forEach((sum, v) => {
        k.store4(strip, [plus(to, 4 * nv * p + 4 * v)], sum);
      });
    });
  });
}

function accumulate(
  k: KernelBuilder,
  { geometry, nv, weight, columns }: StemConfig,
  bases: readonly Expr[],
  weights: Expr,
  tile: ReturnType<typeof openTile>,
): void {
  const { source, dilation, kernel: extents, inputs } = geometry;
  const [kd, kh, kw] = extents;
  const width = 4 * nv;
  const step = geometry.columns[1] ?? 0;
  const regular = geometry.columns.every((column, kx) => column === kx * step);

  k.loop("c", inputs, (c) =>
    k.loop("kz", kd, (kz) =>
      k.loop("ky", kh, (ky) => {
        const line = k.let(
          "line",
          [
            times(c, source.channel),
            times(kz, dilation[0] * source.plane),
            times(ky, dilation[1] * source.row),
          ].reduce((a, b) => plus(a, b)),
        );
        const row = plus(times(plus(times(plus(times(c, kd), kz), kh), ky), kw * width), weights);
        const w = k.let("w", row);
        const rows = bases.map((base) => k.let("row", plus(base, line)));
        const product = (offset: Int, at: Int) =>
          multiplyInto(
            k,
            tile,
            (p) => loadSplat(source.buffer, plus(rows[p], offset)),
            (v) => load4(weight, plus(w, plus(times(at, width), 4 * v))),
          );
        if (kw <= UNROLL_COLUMNS) {
          geometry.columns.forEach((column, kx) => product(column, kx));
        } else if (regular) {
          const whole = kw - (kw % 4);
          k.loop("kx", { to: whole, step: 4 }, (kx) => {
            for (let u = 0; u < 4; u++) product(times(plus(kx, u), step), plus(kx, u));
          });
          for (let kx = whole; kx < kw; kx++) product(kx * step, kx);
        } else {
          k.loop("kx", kw, (kx) => product(k.let("column", load(columns, kx)), kx));
        }
      }),
    ),
  );
}

/** Stores the strip's first `count` positions of its first `channels` channels, channel by channel. */
function turn(
  k: KernelBuilder,
  { geometry, nv, strip, destination }: StemConfig,
  { scratch, to }: Place,
  first: Variable,
  count: number,
  channels: number,
): void {
  const pitch = positions(geometry);
  const target = k.let("target", plus(to, first));
  for (let p = 0; p < count; p += 4) {
    for (let m = 0; m < channels; m += 4) {
      const rows = vector(4, (i) => k.let("r", load4(strip, plus(scratch, (p + i) * 4 * nv + m))));
      transpose(k, rows).forEach((row, i) => {
        if (m + i >= channels) return;
        const value = k.let("v", activate(destination.activation, row));
        k.store4(destination.buffer, [plus(target, (m + i) * pitch + p)], value, count - p);
      });
    }
  }
}

/** Rows of a 4×4 matrix → its columns. */
function transpose(k: KernelBuilder, [a, b, c, d]: readonly Expr[]): Expr[] {
  const pair = (x: Expr, y: Expr, low: boolean) =>
    k.let("t", shuffle(x, y, low ? [0, 4, 1, 5] : [2, 6, 3, 7]));
  const [ac, bd] = [pair(a, c, true), pair(b, d, true)];
  const [ac2, bd2] = [pair(a, c, false), pair(b, d, false)];
  return [pair(ac, bd, true), pair(ac, bd, false), pair(ac2, bd2, true), pair(ac2, bd2, false)];
}
