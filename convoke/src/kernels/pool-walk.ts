/**
 * Pooling by its definition, for any windows: the lanes of a vector are channels that lie next to each
 * other (`inner` of them), or there is one lane.
 *
 *   for each task (image or plane, outermost position)
 *     for each position along the other axes, for each block of channels
 *       for each element of the window, by tables of where windows begin and end
 *         c[v] = combine(c[v], x[element, v])          v < vectors of the block
 *
 * Where a plane has no channels beside it and windows are long, the lanes are neighbours in the window
 * instead (`run`), and are combined at the end.
 */
import {
  float,
  type Int,
  int,
  type KernelBuilder,
  kernel,
  load,
  load4,
  loadSplat,
  plus,
  quotient,
  remainder,
  simd,
  splat,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import {
  acrossLanes,
  buffersOf,
  combined,
  type Finish,
  finished,
  neutralOf,
  prepared,
  type Reduction,
  takeLarger,
} from "./pool-reduce.ts";

/** Windows along one axis: tables of their first position, and of the one behind their last. */
export interface WalkedAxis {
  readonly source: number;
  readonly out: number;
  readonly step: number;
  readonly first: Buffer;
  readonly end: Buffer;
}

export interface PoolWalk {
  readonly threads: number;
  /** Images (or planes), each of all axes, and `inner` values a position. */
  readonly outer: number;
  readonly inner: number;
  /** Outermost first. */
  readonly axes: readonly WalkedAxis[];
  readonly source: Buffer;
  readonly destination: Buffer;
  readonly reduction: Reduction;
  readonly finish: Finish;
  /**
   * The one window along the last axis, of neighbours: lanes lie along it. Needs `inner` 1, and no
   * places.
   */
  readonly run: { readonly first: number; readonly count: number } | null;
}

/** Vectors of channels that are reduced together. */
const MOST_VECTORS = 4;

export const walkTasks = ({ outer, axes }: Pick<PoolWalk, "outer" | "axes">): number =>
  outer * axes[0].out;

export function poolWalk(config: PoolWalk): Kernel {
  const { threads, outer, inner, axes, source, destination, reduction, finish } = config;
  const tasks = outer * axes[0].out;
  const sizes = { source: extent(axes, "source"), out: extent(axes, "out") };
  return kernel(`pool_${reduction.kind}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [source, destination, ...buffersOf(reduction, finish)]) k.use(b);
    for (const { first, end } of axes) for (const b of [first, end]) k.use(b);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const plane = k.let("plane", quotient(task, axes[0].out));
      const from = k.let("from", times(plane, sizes.source * inner));
      const row = k.let("row", remainder(task, axes[0].out));
      eachPosition(k, axes, [row], (position) => {
        const at = k.let(
          "at",
          times(plus(times(plane, sizes.out), flat(axes, "out", position)), inner),
        );
        const bounds = axes.map(({ first, end }, axis) => ({
          from: k.let("first", load(first, position[axis])),
          to: k.let("end", load(end, position[axis])),
        }));
        if (config.run) {
          alongWindow(k, config, config.run, {
            from,
            at,
            position,
            bounds,
            channel: 0,
            channels: 1,
          });
          return;
        }
        eachBlock(k, inner, (channel, channels) =>
          acrossChannels(k, config, { from, at, position, bounds, channel, channels }),
        );
      });
    });
  });
}

interface Place {
  readonly from: Variable;
  readonly at: Variable;
  readonly position: readonly Int[];
  readonly bounds: readonly { readonly from: Variable; readonly to: Variable }[];
  readonly channel: Int;
  readonly channels: number;
}

function acrossChannels(k: KernelBuilder, config: PoolWalk, place: Place): void {
  const { axes, inner, source, destination, reduction, finish } = config;
  const { from, at, position, bounds, channel, channels } = place;
  const count = Math.ceil(channels / 4);
  const start = k.let("neutral", splat(float(neutralOf(reduction))));
  const values = vector(count, () => k.let("c", start));
  const indices = reduction.kind === "max" ? reduction.indices : null;
  const begin = () =>
    flat(
      axes,
      "source",
      bounds.map((b) => b.from),
    );
  const places = indices ? vector(count, () => k.let("place", simd("i32x4.splat", begin()))) : [];

  eachElement(k, axes, bounds, [], (elements) => {
    const here = k.let("here", flat(axes, "source", elements));
    const base = k.let("base", plus(plus(from, times(here, inner)), channel));
    const index = indices && k.let("index", simd("i32x4.splat", here));
    values.forEach((value, v) => {
      const own = inner === 1 ? loadSplat(source, base) : load4(source, plus(base, 4 * v));
      const x = k.let("x", own);
      if (index) takeLarger(k, { value, place: places[v] }, x, index);
      else k.set(value, combined(reduction, value, k.let("x", prepared(k, reduction, x))));
    });
  });

  values.forEach((value, v) => {
    const to = plus(plus(at, channel), 4 * v);
    const lanes = channels - 4 * v;
    const landing = { at: to, position, along: false };
    k.store4(destination, [to], k.let("y", finished(k, finish, value, landing)), lanes);
    if (indices) k.storeAs(indices, [to], places[v], lanes);
  });
}

/** Sixteen neighbours a turn, then four, then one. */
function alongWindow(
  k: KernelBuilder,
  config: PoolWalk,
  { first, count }: NonNullable<PoolWalk["run"]>,
  place: Place,
): void {
  const { axes, source, destination, reduction, finish } = config;
  const { from, at, position, bounds } = place;
  const start = k.let("neutral", splat(float(neutralOf(reduction))));
  const [c0, c1, c2, c3, single] = vector(5, () => k.let("c", start));
  const take = (into: Variable, value: Expr) =>
    k.set(into, combined(reduction, into, k.let("x", prepared(k, reduction, value))));
  const [wide, whole] = [16, 4].map((size) => first + count - (count % size));

  eachElement(k, axes.slice(0, -1), bounds, [], (outer) => {
    const row = k.let("row", plus(from, flat(axes, "source", [...outer, int(0)])));
    k.loop("x", { from: first, to: wide, step: 16 }, (x) => {
      for (const [v, c] of [c0, c1, c2, c3].entries())
        take(c, load4(source, plus(plus(row, x), 4 * v)));
    });
    k.loop("x", { from: wide, to: whole, step: 4 }, (x) => take(c0, load4(source, plus(row, x))));
    k.loop("x", { from: whole, to: first + count }, (x) =>
      take(single, loadSplat(source, plus(row, x))),
    );
  });

  const join = (a: Variable, b: Variable) => k.let("c", combined(reduction, a, b));
  const four = join(join(c0, c1), join(c2, c3));
  const all = k.let("all", acrossLanes(k, reduction, four));
  const landing = { at, position, along: false };
  const value = finished(k, finish, join(all, single), landing);
  k.store4(destination, [at], k.let("y", value), 1);
}

const extent = (axes: readonly WalkedAxis[], side: "source" | "out"): number =>
  axes.reduce((n, axis) => n * axis[side], 1);

/** Row-major place of a position (or of its outer part) in a plane. */
function flat(axes: readonly WalkedAxis[], side: "source" | "out", position: readonly Int[]): Expr {
  return position.reduce<Expr>((sum, p, axis) => plus(times(sum, axes[axis][side]), p), int(0));
}

function eachPosition(
  k: KernelBuilder,
  axes: readonly WalkedAxis[],
  known: readonly Int[],
  visit: (position: readonly Int[]) => void,
): void {
  if (known.length === axes.length) visit(known);
  else
    k.loop("n", axes[known.length].out, (n) => {
      eachPosition(k, axes, [...known, n], visit);
    });
}

function eachElement(
  k: KernelBuilder,
  axes: readonly WalkedAxis[],
  bounds: Place["bounds"],
  known: readonly Int[],
  visit: (elements: readonly Int[]) => void,
): void {
  const axis = known.length;
  if (axis === axes.length) visit(known);
  else
    k.loop("e", { ...bounds[axis], step: axes[axis].step }, (e) => {
      eachElement(k, axes, bounds, [...known, e], visit);
    });
}

/** Channels in blocks of as many vectors as are reduced together; the last block takes the rest. */
function eachBlock(
  k: KernelBuilder,
  inner: number,
  visit: (channel: Int, channels: number) => void,
): void {
  const size = 4 * MOST_VECTORS;
  const whole = inner - (inner % size);
  k.loop("channel", { to: whole, step: size }, (channel) => visit(channel, size));
  if (inner > whole) visit(int(whole), inner - whole);
}
