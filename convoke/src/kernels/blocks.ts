/**
 * Stencils work on blocks of the output that fit the second-level cache. A task copies the window
 * of its block into its thread's scratch, borders resolved by tables, and computes from there: the
 * image is never padded as a whole, and a tap is a constant offset wherever the block lies.
 *
 *   for each task (batch, group, block of planes, rows, columns)
 *     window[c, z, y, x] = input[planes[z0 + z], rows[y0 + y], columns[x0 + x]]  (outside: fill)
 *     body
 *
 * All blocks have one size: the last of an axis begins earlier, and what two blocks share is
 * computed twice, to the same bits.
 */
import {
  compare,
  float,
  int,
  type KernelBuilder,
  least,
  load,
  load4,
  plus,
  quotient,
  remainder,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";
import type { Destination, Triple } from "./geometry.ts";

export interface Blocks {
  readonly threads: number;
  readonly batch: number;
  readonly groups: number;
  /** Channels of one group. */
  readonly inputs: number;
  readonly outputs: number;
  readonly out: Triple;
  /** Outputs of one block. */
  readonly block: Triple;
  /** How far a window reaches beyond its block. */
  readonly reach: Triple;
  readonly input: Buffer;
  /** Elements between neighbours of the input; columns are neighbours in memory. */
  readonly strides: Readonly<Record<"batch" | "channel" | "plane" | "row", number>>;
  /** Input coordinate of every source coordinate, -1 outside. */
  readonly tables: Readonly<Record<"planes" | "rows" | "columns", Buffer>>;
  /** By block along x: the longest run of columns that are neighbours in the input (`runsOf`). */
  readonly runs: Readonly<Record<"before" | "octets" | "last" | "from" | "after", Buffer>>;
  readonly window: Buffer;
  /** What stands outside. */
  readonly fill: number;
  readonly destination: Destination;
}

/** Elements of a window, and how many blocks there are. */
export function blockLayout({
  batch,
  groups,
  inputs,
  out,
  block,
  reach,
}: Pick<Blocks, "batch" | "groups" | "inputs" | "out" | "block" | "reach">) {
  const counts = out.map((extent, axis) => Math.ceil(extent / block[axis]));
  const rows = block[1] + reach[1];
  const planes = block[0] + reach[0];
  const pitch = pitchOf(block[2] + reach[2]);
  return {
    counts,
    planes,
    rows,
    columns: block[2] + reach[2],
    pitch,
    plane: rows * pitch,
    channel: planes * rows * pitch,
    size: inputs * planes * rows * pitch,
    tasks: batch * groups * counts.reduce((a, b) => a * b, 1),
  };
}

/** Whole vectors that may be read one over the end; rows 4 kB apart would share their cache sets. */
export function pitchOf(columns: number): number {
  const pitch = 8 * Math.ceil((columns + 4) / 8);
  return pitch % 1024 === 0 ? pitch + 16 : pitch;
}

/** Where a task works. */
export interface Place {
  readonly thread: Variable;
  readonly group: Variable;
  /** Element of the scratch where the thread's window begins. */
  readonly window: Variable;
  /** Element of the destination: the block's first output in the group's first channel. */
  readonly target: Variable;
}

/** Declares the parameters, and runs `body` for every task, its window copied. */
export function eachBlock(k: KernelBuilder, blocks: Blocks, body: (place: Place) => void): void {
  const { threads, batch, groups, outputs, out, block, input, window, destination } = blocks;
  const { counts, size, tasks } = blockLayout(blocks);
  const thread = k.param("thread", { min: 0, max: threads - 1 });
  const lo = k.param("lo", { min: 0, max: tasks });
  const hi = k.param("hi", { min: 0, max: tasks });
  for (const b of [input, ...Object.values(blocks.tables), ...Object.values(blocks.runs)]) k.use(b);
  k.use(window);
  k.use(destination.buffer);
  if (destination.bias) k.use(destination.bias);

  k.loop("task", { from: lo, to: hi }, (task) => {
    const along = k.let("block", remainder(task, counts[2]));
    const upper = quotient(task, counts[2]);
    const image = quotient(upper, counts[0] * counts[1]);
    const start = (axis: number, index: Expr) =>
      least(times(index, block[axis]), out[axis] - block[axis]);
    const x = k.let("x", start(2, along));
    const y = k.let("y", start(1, remainder(upper, counts[1])));
    const z = k.let("z", start(0, remainder(quotient(upper, counts[1]), counts[0])));
    const group = k.let("g", remainder(image, groups));
    const n = k.let("n", remainder(quotient(image, groups), batch));
    const own = k.let("window", times(thread, size));
    const target = k.let(
      "target",
      [
        times(plus(times(n, groups), group), outputs * out[0] * out[1] * out[2]),
        times(z, out[1] * out[2]),
        times(y, out[2]),
        x,
      ].reduce((a, b) => plus(a, b)),
    );
    copyWindow(k, blocks, { n, group, z, y, x, along, own });
    body({ thread, group, window: own, target });
  });
}

interface WindowPlace {
  readonly n: Variable;
  readonly group: Variable;
  readonly z: Variable;
  readonly y: Variable;
  readonly x: Variable;
  /** Number of the block along x. */
  readonly along: Variable;
  readonly own: Variable;
}

function copyWindow(k: KernelBuilder, blocks: Blocks, at: WindowPlace): void {
  const { inputs, input, strides, tables, runs, window, fill } = blocks;
  const { planes, rows, columns, pitch, plane: planePitch, channel } = blockLayout(blocks);
  const before = k.let("before", load(runs.before, at.along));
  const octets = k.let("octets", load(runs.octets, at.along));
  const last = k.let("last", load(runs.last, at.along));
  const from = k.let("from", load(runs.from, at.along));
  const after = k.let("after", load(runs.after, at.along));
  const image = k.let("image", times(at.n, strides.batch));
  const first = times(at.group, inputs * strides.channel);

  const copyRow = (c: Variable, plane: Variable, line: Variable, to: Variable) => {
    const row = k.let(
      "row",
      [image, first, times(c, strides.channel), times(plane, strides.plane)].reduce(
        (a, b) => plus(a, b),
        times(line, strides.row),
      ),
    );
    const one = (x: Variable) => {
      const column = k.let("column", load(tables.columns, plus(at.x, x)));
      k.if(
        compare("lt", column, 0),
        () => k.store(window, [plus(to, x)], float(fill)),
        () => k.store(window, [plus(to, x)], load(input, plus(row, column))),
      );
    };
    k.loop("x", { to: before }, one);
    k.loop("octet", octets, (octet) => {
      // The last one reaches back: the run need not be whole octets.
      const x = k.let("x", least(times(octet, 8), last));
      const [source, target] = [plus(plus(row, from), x), plus(plus(to, before), x)];
      const pair = [0, 4].map((i) => k.let("v", load4(input, plus(source, i))));
      pair.forEach((v, i) => {
        k.store4(window, [plus(target, 4 * i)], v);
      });
    });
    k.loop("x", { from: after, to: columns }, one);
  };

  const blank = (to: Variable) => {
    const value = k.let("fill", splat(float(fill)));
    k.loop("x", { to: pitch, step: 8 }, (x) => {
      for (const i of [0, 4]) k.store4(window, [plus(plus(to, x), i)], value);
    });
  };

  k.loop("c", inputs, (c) =>
    k.loop("dz", planes, (dz) => {
      const plane = k.let("plane", load(tables.planes, plus(at.z, dz)));
      k.loop("dy", rows, (dy) => {
        const line = k.let("line", load(tables.rows, plus(at.y, dy)));
        const inner = plus(times(c, channel), plus(times(dz, planePitch), times(dy, pitch)));
        const to = k.let("to", plus(at.own, inner));
        k.if(
          compare("lt", plane, 0),
          () => blank(to),
          () =>
            k.if(
              compare("lt", line, 0),
              () => blank(to),
              () => copyRow(c, plane, line, to),
            ),
        );
      });
    }),
  );
}

/** Runs `body` for every tile of a block; the last tile of an axis begins earlier, like blocks. */
export function eachTile(
  k: KernelBuilder,
  [planes, rows, columns]: Triple,
  tile: { readonly rows: number; readonly columns: number },
  body: (z: Expr, y: Expr, x: Expr) => void,
): void {
  const along = (name: string, extent: number, step: number, inner: (start: Expr) => void) => {
    const count = Math.ceil(extent / step);
    if (count === 1) inner(int(0));
    else if (extent % step === 0) k.loop(name, { to: extent, step }, inner);
    else k.loop(name, count, (i) => inner(k.let(name, least(times(i, step), extent - step))));
  };
  along("tz", planes, 1, (z) =>
    along("ty", rows, tile.rows, (y) => along("tx", columns, tile.columns, (x) => body(z, y, x))),
  );
}

/** Runs the code of the variant that the group of `place` has. */
export function inVariant(
  k: KernelBuilder,
  count: number,
  variantOf: Buffer,
  place: Place,
  body: (variant: number) => void,
): void {
  if (count === 1) {
    body(0);
    return;
  }
  const variant = k.let("variant", load(variantOf, place.group));
  for (let v = 0; v < count; v++) k.if(compare("eq", variant, v), () => body(v));
}
