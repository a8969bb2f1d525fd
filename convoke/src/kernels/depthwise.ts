/**
 * Convolution of every channel for itself, straight from the input, borders resolved in the code.
 *
 *   for each task (image, channel, band)
 *     for each tile of R output rows, for each tile of 4·nv columns
 *       for each source row that the tile meets, once
 *         for each kernel column: v[x] = the columns it meets
 *           for each output row y and kernel row ky that meet here: c[y][x] += w[ky, kx] · v[x]
 *         rows that are complete are stored
 *
 * A vector is loaded once for all kernel rows, and an accumulator lives only as long as its row is
 * being summed, so that the nine weights of a 3×3 kernel stay in registers beside them. Windows that
 * lie inside are walked by loops; tiles at an edge are written out, their vectors put together by
 * shuffles (`lanes.ts`), so every border costs a few shuffles and no copy. A stride along x is
 * shuffles as well, of 256 bits where it is 2 (`second-columns.ts`). Weights are packed by [channel][ky][kx].
 */
import {
  float,
  type Int,
  int,
  type KernelBuilder,
  kernel,
  load4,
  loadSplat,
  plus,
  quotient,
  remainder,
  splat,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import type { Destination, Source } from "./geometry.ts";
import { rowReader } from "./lanes.ts";
import { PAIR, putInOrder, secondColumns } from "./second-columns.ts";
import { type EdgedAxis, eachTile, type Stretch, stretches } from "./stretches.ts";
import { closeTile, openTile } from "./tile.ts";

export interface DepthwiseSchedule {
  /** Output rows of a tile. */
  readonly rows: number;
  /** Vectors of four columns of a tile, and of one at an edge at least. */
  readonly nv: number;
  readonly edge: number;
  /** Tasks that share one channel. */
  readonly bands: number;
}

export interface DepthwiseConfig extends DepthwiseSchedule {
  readonly threads: number;
  readonly batch: number;
  /** Channels of the source; each gives `multiplier` channels of the output. */
  readonly channels: number;
  readonly multiplier: number;
  readonly source: Source;
  /** Planes of the output, and source planes from one to the next. */
  readonly depth: { readonly out: number; readonly step: number };
  readonly height: EdgedAxis;
  readonly width: EdgedAxis;
  /** What source elements outside hold. */
  readonly fill: number;
  readonly destination: Destination;
  readonly weight: Buffer;
}

/** Weights that stay in registers beside the accumulators. */
const HELD_WEIGHTS = 9;

type Tasks = Pick<DepthwiseConfig, "batch" | "channels" | "multiplier" | "depth" | "bands">;
export const depthwiseTasks = ({ batch, channels, multiplier, depth, bands }: Tasks): number =>
  batch * channels * multiplier * depth.out * bands;

export function depthwise(config: DepthwiseConfig): Kernel {
  const { threads, multiplier, channels, depth, height, width, bands, source, destination } =
    config;
  const tasks = depthwiseTasks(config);
  const count = height.kernel * width.kernel;

  return kernel(`depthwise_${height.kernel}x${width.kernel}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [source.buffer, config.weight, destination.buffer]) k.use(b);
    if (destination.bias) k.use(destination.bias);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const band = k.let("band", remainder(task, bands));
      const plane = k.let("plane", quotient(task, bands));
      const image = k.let("image", quotient(plane, depth.out));
      const channel = k.let("channel", remainder(image, channels * multiplier));
      const from = k.let(
        "from",
        [
          times(quotient(image, multiplier), source.channel),
          times(remainder(plane, depth.out), depth.step * source.plane),
        ].reduce((a, b) => plus(a, b), int(source.offset)),
      );
      const to = k.let("to", times(plane, height.out * width.out));
      const first = k.let("weights", times(channel, count));
      const read = (tap: number) => loadSplat(config.weight, plus(first, tap));
      const held = count <= HELD_WEIGHTS ? vector(count, (tap) => k.let("w", read(tap))) : null;
      const { bias } = destination;
      const place: Place = {
        from,
        to,
        weight: (tap) => held?.[tap] ?? k.let("w", read(tap)),
        fill: k.let("fill", splat(float(config.fill))),
        start: k.let("start", bias ? loadSplat(bias, channel) : splat(float(0))),
      };

      // A single row of outputs is shared along x, several along y.
      const all = { band: 0, bands: 1 };
      const part = { band, bands };
      const [down, across] = height.out > 1 ? [part, all] : [all, part];
      eachTile(k, height, stretches(height, config.rows), down, (rows, y, top) =>
        eachTile(
          k,
          width,
          stretches(width, 4 * config.nv, 4 * config.edge),
          across,
          (columns, x, left) => tile(k, config, place, { rows, columns, y, x, top, left }),
        ),
      );
    });
  });
}

/** What all tiles of a task have in common. */
interface Place {
  readonly from: Variable;
  readonly to: Variable;
  readonly weight: (tap: number) => Expr;
  readonly fill: Variable;
  readonly start: Variable;
}

interface Tile {
  readonly rows: Stretch;
  readonly columns: Stretch;
  /** First output row and column. */
  readonly y: Int;
  readonly x: Int;
  /** Bases of the source rows and columns. */
  readonly top: Expr;
  readonly left: Expr;
}

function tile(
  k: KernelBuilder,
  config: DepthwiseConfig,
  place: Place,
  { rows, columns, y, x, top, left }: Tile,
): void {
  const { source, height, width, fill, destination } = config;
  const from = k.let("from", plus(place.from, plus(times(top, source.row), left)));
  const to = k.let("to", plus(place.to, plus(times(y, width.out), x)));
  const nv = Math.ceil(columns.size / 4);
  const sums = openTile(k, { mr: rows.size, nv }, () => place.start);
  const meetings = meetingsOf(rows, height.kernel, fill !== 0);
  const open = new Set(sums.keys());

  const close = (row: number) => {
    open.delete(row);
    closeTile(
      k,
      [sums[row]],
      destination.activation,
      destination.buffer,
      () => plus(to, row * width.out),
      columns.size,
    );
  };

  meetings.forEach(({ line, uses }, i) => {
    const vectors =
      line === "outside"
        ? () => vector(nv, () => place.fill)
        : vectorsOf(
            k,
            width,
            columns,
            (first) => load4(source.buffer, plus(from, line * source.row + first)),
            place.fill,
          );
    // Falling, so that the first columns of a stride can be shifted out of the last ones.
    for (let kx = width.kernel - 1; kx >= 0; kx--) {
      const values = vectors(kx);
      for (const { row, ky } of uses) {
        const weight = place.weight(ky * width.kernel + kx);
        sums[row].forEach((sum, j) => k.fma(sum, weight, values[j]));
      }
    }
    const later = meetings.slice(i + 1).flatMap((m) => m.uses.map((use) => use.row));
    for (const row of open) if (!later.includes(row)) close(row);
  });
  for (const row of open) close(row);
  if (!inPairs(width, columns)) return;
  // By an index of its own: V8 fuses no stores where others to the same address follow.
  const behind = k.let("behind", plus(to, PAIR));
  for (let row = 0; row < rows.size; row++) {
    for (let p = 0; p < columns.size; p += PAIR)
      putInOrder(k, destination.buffer, plus(behind, row * width.out + p - PAIR));
  }
}

/** Whether a tile is made of pairs of vectors of every second column, its sums out of order. */
export const inPairs = ({ step }: EdgedAxis, { inside, size }: Stretch): boolean =>
  inside && step === 2 && size % PAIR === 0;

/** The vectors of one source row that kernel column kx meets. */
function vectorsOf(
  k: KernelBuilder,
  width: EdgedAxis,
  columns: Stretch,
  read: (first: number) => Expr,
  fill: Variable,
): (kx: number) => Expr[] {
  const { step, lead } = width;
  const nv = Math.ceil(columns.size / 4);
  // Loaded anew for every kernel column: an upper half that is a lower half elsewhere cannot be fused.
  if (columns.inside && step === 1)
    return (kx) => vector(nv, (j) => k.let("v", read(lead[kx] + 4 * j)));
  if (inPairs(width, columns)) {
    const second = secondColumns(k, read, columns.size / PAIR, Math.min(...lead));
    return (kx) => second(lead[kx]);
  }
  const joined = rowReader(k, read, fill);
  return (kx) => vector(nv, (j) => joined([0, 1, 2, 3].map((l) => columns.at(4 * j + l, kx))));
}

/** A source row, and the output rows of the tile that it meets, each by one kernel row. */
interface Meeting {
  readonly line: number | "outside";
  readonly uses: { readonly row: number; readonly ky: number }[];
}

/** Top to bottom. Rows outside are left out where they hold zeros. */
function meetingsOf(rows: Stretch, kernelRows: number, withOutside: boolean): Meeting[] {
  const meetings = new Map<number, Meeting>();
  for (let row = 0; row < rows.size; row++) {
    for (let ky = 0; ky < kernelRows; ky++) {
      const line = rows.at(row, ky) as number | "outside";
      if (line === "outside" && !withOutside) continue;
      const key = line === "outside" ? -Infinity : line;
      const meeting = meetings.get(key) ?? { line, uses: [] };
      meetings.set(key, meeting);
      meeting.uses.push({ row, ky });
    }
  }
  return [...meetings.entries()].sort(([a], [b]) => a - b).map(([, meeting]) => meeting);
}
