/**
 * Correlation of signals through the frequency domain, by blocks that overlap (overlap-save): the
 * circular correlation of a block of n is right in its first `valid` positions.
 *
 *   for each task (batch, group, set of 2·lanes blocks: half of them real, half imaginary parts)
 *     for channel c: gather the blocks, a lane each, and transform                → spectra[c]
 *     for output m: Σ_c spectra[c] · weight[m, c], inverse, bias, activation, scatter
 *
 * The weight's spectrum is that of real numbers: both halves come out where they went in.
 */
import {
  add,
  compare,
  type Int,
  int,
  type KernelBuilder,
  kernel,
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
import { type Complex, readStrip, type Strip, transform, transposed, writeStrip } from "./fft.ts";
import { multiplySpectra } from "./fft-product.ts";
import type { Destination, Geometry, Triple } from "./geometry.ts";

export interface LineSchedule {
  /** Length of a block: a power of two. */
  readonly nx: number;
  /** Vectors of a strip. */
  readonly nv: number;
}

export interface LineConfig extends LineSchedule {
  readonly threads: number;
  readonly geometry: Geometry;
  readonly destination: Destination;
  /** Elements of the kernel from first to last tap. */
  readonly reach: number;
  /** [groups, outputs, inputs, nx, re and im]: the same in all lanes */
  readonly spectrum: Buffer;
  readonly twiddles: Buffer;
  /** [threads, inputs + 1, nx, re and im, lanes] */
  readonly strips: Buffer;
}

export function lineLayout(
  { batch, groups, out }: Pick<Geometry, "batch" | "groups" | "out">,
  reach: number,
  { nx, nv }: LineSchedule,
) {
  const lanes = 4 * nv;
  const valid = (nx - reach + 1) & ~3;
  const blocks = Math.ceil(out[2] / valid);
  const sets = Math.ceil(blocks / (2 * lanes));
  return {
    lanes,
    valid,
    sets,
    /** Sets all of whose results exist. */
    wholeSets: Math.floor(out[2] / (2 * lanes * valid)),
    tasks: batch * groups * sets,
    stripSize: 2 * lanes * nx,
    /** What the source must hold, zeros behind its end included. */
    extents: [1, 1, (2 * lanes * sets - 1) * valid + nx] as Triple,
  };
}

export function fftLine(config: LineConfig): Kernel {
  const { threads, geometry, destination, nx, nv, twiddles, reach } = config;
  const { batch, groups, inputs, outputs, source, out } = geometry;
  const { lanes, valid, sets, tasks, stripSize, wholeSets } = lineLayout(geometry, reach, config);
  const width = out[2];

  return kernel(`fft_${nx}`, (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [source.buffer, config.spectrum, twiddles, config.strips]) k.use(b);
    k.use(destination.buffer);
    if (destination.bias) k.use(destination.bias);
    const scratch = k.let("strips", times(thread, (inputs + 1) * stripSize));
    const strip = (i: Int): Strip => ({
      buffer: config.strips,
      at: plus(scratch, times(i, stripSize)),
      nv,
    });
    const work = strip(inputs);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const set = k.let("set", remainder(task, sets));
      const g = k.let("g", remainder(quotient(task, sets), groups));
      const n = k.let("n", remainder(quotient(task, sets * groups), batch));
      const first = k.let("first", times(set, 2 * lanes * valid));

      k.loop("c", inputs, (c) => {
        const own = strip(c);
        const from = k.let(
          "from",
          [times(n, source.batch), times(plus(times(g, inputs), c), source.channel), first].reduce(
            (a, b) => plus(a, b),
            int(source.offset),
          ),
        );
        gather(k, config, from, own);
        transform(k, {
          n: nx,
          twiddles,
          inverse: false,
          read: (i) => readStrip(own, i),
          write: (i, value) => writeStrip(k, own, i, value),
        });
      });
      k.loop("m", outputs, (m) => {
        const channel = k.let("channel", plus(times(g, outputs), m));
        const weights = k.let("weights", times(channel, inputs * 2 * nx));
        const weight = (c: Int, i: Expr): Complex => {
          const at = plus(plus(weights, times(c, 2 * nx)), times(i, 2));
          const [re, im] = [0, 1].map((part) =>
            k.let("w", loadSplat(config.spectrum, plus(at, part))),
          );
          return { re: vector(nv, () => re), im: vector(nv, () => im) };
        };
        const product = multiplySpectra(k, { n: nx, inputs, strip, work, weight });
        transform(k, {
          n: nx,
          twiddles,
          inverse: true,
          read: (i, pass) => (pass === 0 ? product(i) : readStrip(work, i)),
          write: (i, value) => writeStrip(k, work, i, value),
        });
        const to = k.let(
          "to",
          plus(plus(times(n, groups * outputs * width), times(channel, width)), first),
        );
        const bias = destination.bias && k.let("bias", loadSplat(destination.bias, channel));
        const finished = (value: Expr) =>
          k.let("v", activate(destination.activation, bias ? add(value, bias) : value));
        const whole = () => scatter(k, config, work, to, finished);
        const some = () => scatterSome(k, config, work, first, to, finished);
        if (wholeSets === sets) whole();
        else if (wholeSets === 0) some();
        else k.if(compare("lt", set, wholeSets), whole, some);
      });
    });
  });
}

/** Blocks of the source, a lane each: strip[x] = source[block · valid + x]. */
function gather(k: KernelBuilder, config: LineConfig, from: Expr, to: Strip): void {
  const { geometry, reach, nx, nv } = config;
  const { lanes, valid } = lineLayout(geometry, reach, config);
  k.loop("x", { to: nx, step: 4 }, (x) => {
    const at = k.let("at", plus(from, x));
    const base = k.let("base", plus(to.at, times(x, 2 * lanes)));
    for (let part = 0; part < 2; part++) {
      const turned = vector(nv, (v) => {
        const block = (r: number) => part * lanes + 4 * v + r;
        const rows = vector(4, (r) => load4(geometry.source.buffer, plus(at, block(r) * valid)));
        return transposed(k, rows);
      });
      for (let e = 0; e < 4; e++) {
        turned.forEach((columns, v) => {
          k.store4(to.buffer, [plus(base, e * 2 * lanes + part * lanes + 4 * v)], columns[e]);
        });
      }
    }
  });
}

/** The other way round, for a set whose results all exist. */
function scatter(
  k: KernelBuilder,
  config: LineConfig,
  from: Strip,
  to: Expr,
  finished: (value: Expr) => Expr,
): void {
  const { geometry, destination, reach, nv } = config;
  const { lanes, valid } = lineLayout(geometry, reach, config);
  k.loop("x", { to: valid, step: 4 }, (x) => {
    const at = k.let("at", plus(to, x));
    const base = k.let("base", plus(from.at, times(x, 2 * lanes)));
    for (let part = 0; part < 2; part++) {
      for (let v = 0; v < nv; v++) {
        const rows = vector(4, (e) =>
          load4(from.buffer, plus(base, e * 2 * lanes + part * lanes + 4 * v)),
        );
        transposed(k, rows).forEach((columns, r) => {
          const block = part * lanes + 4 * v + r;
          k.store4(destination.buffer, [plus(at, block * valid)], finished(columns));
        });
      }
    }
  });
}

/** The last set of a row, element by element. */
function scatterSome(
  k: KernelBuilder,
  config: LineConfig,
  from: Strip,
  first: Expr,
  to: Expr,
  finished: (value: Expr) => Expr,
): void {
  const { geometry, destination, reach } = config;
  const { lanes, valid } = lineLayout(geometry, reach, config);
  const start = k.let("start", plus(to, times(first, -1)));
  k.loop("block", 2 * lanes, (block) => {
    const lane = k.let("lane", plus(from.at, block));
    k.loop("x", valid, (x) => {
      const position = k.let("position", plus(first, plus(times(block, valid), x)));
      k.if(compare("lt", position, geometry.out[2]), () => {
        const value = finished(loadSplat(from.buffer, plus(lane, times(x, 2 * lanes))));
        k.store4(destination.buffer, [plus(start, position)], value, 1);
      });
    });
  });
}
