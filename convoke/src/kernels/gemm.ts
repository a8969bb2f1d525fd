/**
 * Convolution as a matrix product, im2col done one cache block at a time: the matrix of patches
 * never exists as a whole.
 *
 *   for each task (batch, group, block of rows of A, block of position panels)
 *     for each slab of input channels                     (K cut so that a panel stays in L1)
 *       pack: panel[p, 0..w) = source[window of w positions + tap p]      p over channel × tap
 *       for each panel of w = 4·nv positions, for each tile of mr rows
 *         c[y][x] = first slab ? bias[y] : C;  c[y][x] += A[p, y] · panel[p, x]
 *         C = last slab ? activation(c) : c
 *
 * A holds the weights packed by [group][slab][tile][p][rows of the tile].
 *
 * The loop order and tile are those of Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication", ACM TOMS 34(3), 2008.
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
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import { type EachRow, type Gather, gatherGroup } from "./gather.ts";
import { type Destination, type Geometry, positions, tapOffsets, taps } from "./geometry.ts";
import { atTile, rowTiles } from "./rows.ts";
import { biasOrZero, closeTile, evenly, multiplyInto, openTile, unrolled } from "./tile.ts";

export interface GemmSchedule {
  /** Rows of the highest tile. */
  readonly mr: number;
  readonly nv: number;
  /** Input channels of one slab. */
  readonly slab: number;
  /** Panels of one task. */
  readonly panels: number;
  /** Row tiles of one task. */
  readonly tiles: number;
}

export interface GemmConfig extends GemmSchedule {
  readonly threads: number;
  readonly geometry: Geometry;
  readonly destination: Destination;
  /** Packed weights, [groups · outputs · K]. */
  readonly weight: Buffer;
  /** [threads, panels, slab · taps, 4·nv] */
  readonly scratch: Buffer;
  readonly gather: Gather;
  /** Offset of every tap; only read when there are too many to unroll. */
  readonly taps: Buffer;
}

/** Above this many taps the pack loop reads tap offsets from a table instead of unrolling. */
const UNROLL_TAPS = 32;
/** Rows of a panel that are copied one after another before the loop over channels turns. */
const UNROLL_ROWS = 8;

/** Numbers that follow from a configuration; shared with the packing of weights and the plan. */
export function gemmLayout(geometry: Geometry, schedule: GemmSchedule) {
  const width = 4 * schedule.nv;
  const total = positions(geometry);
  const panels = Math.ceil(total / width);
  const rows = rowTiles(geometry.outputs, schedule.mr);
  const blocks = {
    positions: Math.ceil(panels / schedule.panels),
    rows: Math.ceil(rows.count / schedule.tiles),
  };
  const restColumns = total % width;
  return {
    width,
    panels,
    /** Panels whose every position exists. */
    wholePanels: Math.floor(total / width),
    restColumns,
    /** Vectors of the last panel: as few as hold it, in pairs where they come in pairs. */
    restVectors: evenly(Math.ceil(restColumns / 4), schedule.nv),
    rows,
    blocks,
    tasks: geometry.batch * geometry.groups * blocks.rows * blocks.positions,
  };
}

export function gemm(config: GemmConfig): Kernel {
  const { geometry, destination, threads, mr, slab } = config;
  const { width, tasks, blocks } = gemmLayout(geometry, config);
  const { groups, inputs, outputs, batch } = geometry;
  const slabs = Math.max(1, Math.ceil(inputs / slab));

  return kernel(`gemm_${mr}x${width}`, (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [geometry.source.buffer, config.weight, config.scratch, config.gather.table])
      k.use(b);
    if (taps(geometry) > UNROLL_TAPS) k.use(config.taps);
    k.use(destination.buffer);
    if (destination.bias) k.use(destination.bias);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const block = k.let("block", remainder(task, blocks.positions));
      const upper = quotient(task, blocks.positions);
      const rows = k.let("rows", remainder(upper, blocks.rows));
      const image = quotient(upper, blocks.rows);
      const g = k.let("g", remainder(image, groups));
      const n = k.let("n", remainder(quotient(image, groups), batch));
      const place: Place = { thread, block, rows, g, n };

      const run = (number: Int, channels: number, ends: { first: boolean; last: boolean }) => {
        const firstChannel = times(number, slab);
        packBlock(k, config, place, firstChannel, channels);
        const weights = times(firstChannel, outputs * taps(geometry));
        multiplyBlock(k, config, place, { weights, channels, ...ends });
      };

      if (slabs === 1) {
        run(0, inputs, { first: true, last: true });
        return;
      }
      run(0, slab, { first: true, last: false });
      k.loop("slab", { from: 1, to: slabs - 1 }, (s) =>
        run(s, slab, { first: false, last: false }),
      );
      run(slabs - 1, inputs - (slabs - 1) * slab, { first: false, last: true });
    });
    if (inputs === 0) k.comment("no input channels: the result is the bias");
  });
}

/** Which block of the output a task makes. */
interface Place {
  readonly thread: Variable;
  readonly block: Variable;
  readonly rows: Variable;
  readonly g: Variable;
  readonly n: Variable;
}

/** Gathers the patches of one block into panels. */
function packBlock(
  k: KernelBuilder,
  config: GemmConfig,
  place: Place,
  firstChannel: Int,
  channels: number,
): void {
  const { geometry, scratch, gather, nv, panels } = config;
  const { source } = geometry;
  const { width } = gemmLayout(geometry, config);
  const count = taps(geometry);
  const depth = config.slab * count * width;
  if (channels * count === 0) {
    k.comment("nothing to gather");
    return;
  }
  const perPanel = nv / gather.size;
  const from = times(place.block, panels * perPanel);
  const channel = plus(times(place.g, geometry.inputs), firstChannel);
  const origin = k.let(
    "origin",
    plus(int(source.offset), plus(times(place.n, source.batch), times(channel, source.channel))),
  );
  k.loop("group", { from, to: least(plus(from, panels * perPanel), gather.groups) }, (group) => {
    const panel = remainder(quotient(group, perPanel), panels);
    const target = k.let(
      "target",
      [
        times(place.thread, panels * depth),
        times(panel, depth),
        times(remainder(group, perPanel), 4 * gather.size),
      ].reduce((a, b) => plus(a, b)),
    );
    const rows: EachRow = (base, copy) =>
      unrolled(
        k,
        channels,
        (c) => {
          const starts = base.map((b) => k.let("from", plus(b, times(c, source.channel))));
          const to = k.let("to", plus(target, times(c, count * width)));
          eachTap(k, config, (tap, offset) =>
            copy(
              starts.map((start) => plus(start, offset)),
              plus(to, times(tap, width)),
            ),
          );
        },
        Math.max(1, Math.floor(UNROLL_ROWS / count)),
      );
    gatherGroup(k, gather, source.buffer, scratch, group, origin, rows);
  });
}

function eachTap(
  k: KernelBuilder,
  { geometry, taps: table }: GemmConfig,
  visit: (tap: Int, offset: Int) => void,
): void {
  const offsets = tapOffsets(geometry);
  if (offsets.length <= UNROLL_TAPS) offsets.forEach((offset, tap) => visit(tap, offset));
  else k.loop("tap", offsets.length, (tap) => visit(tap, k.let("offset", load(table, tap))));
}

/** One tile of the output: its rows and the panel of its columns. */
interface TilePlace {
  readonly mr: number;
  readonly row: Int;
  readonly panel: Expr;
  readonly columns: number;
  readonly nv: number;
}

/** Walks the tiles of a block: panel by panel, so that a panel stays in the first-level cache. */
function eachTile(
  k: KernelBuilder,
  config: GemmConfig,
  place: Place,
  visit: (tile: TilePlace) => void,
): void {
  const { geometry, tiles, panels, nv } = config;
  const layout = gemmLayout(geometry, config);
  const { width, wholePanels, restColumns, restVectors, blocks, rows } = layout;

  const down = (panel: Expr, columns: number, vectors: number) => {
    const from = times(place.rows, tiles);
    k.loop("tile", { from, to: least(plus(from, tiles), rows.count) }, (tile) =>
      atTile(k, rows, tile, (mr, row) => visit({ mr, row, panel, columns, nv: vectors })),
    );
  };

  const from = times(place.block, panels);
  if (wholePanels > 0) {
    k.loop("panel", { from, to: least(plus(from, panels), wholePanels) }, (panel) =>
      down(panel, width, nv),
    );
  }
  if (restColumns === 0) return;
  const tail = () => down(int(layout.panels - 1), restColumns, restVectors);
  if (blocks.positions === 1) tail();
  else k.if(compare("eq", place.block, blocks.positions - 1), tail);
}

/** What a pass over a block adds: the products of one slab. */
interface SlabPass {
  /** Where its weights begin inside the group. */
  readonly weights: Expr;
  readonly channels: number;
  readonly first: boolean;
  readonly last: boolean;
}

/** C[block] (+)= A · panels; the first slab starts from the bias, the last ends in the activation. */
function multiplyBlock(
  k: KernelBuilder,
  config: GemmConfig,
  place: Place,
  { weights, channels, first, last }: SlabPass,
): void {
  const { geometry, destination, weight, scratch, panels } = config;
  const { width } = gemmLayout(geometry, config);
  const { outputs, inputs } = geometry;
  const pitch = positions(geometry);
  const depth = channels * taps(geometry);
  const slabDepth = config.slab * taps(geometry);
  eachTile(k, config, place, ({ mr, row, panel, columns, nv }) => {
    const a = k.let(
      "a",
      [times(place.g, outputs * inputs * taps(geometry)), weights, times(row, depth)].reduce(
        (x, y) => plus(x, y),
      ),
    );
    const b = k.let(
      "b",
      plus(
        times(place.thread, panels * slabDepth * width),
        times(remainder(panel, panels), slabDepth * width),
      ),
    );
    const c = k.let("c", resultIndex(config, place, row, panel));
    const tile = openTile(
      k,
      { mr, nv },
      first
        ? biasOrZero(k, destination.bias, plus(times(place.g, outputs), row), mr)
        : (y, x) => load4(destination.buffer, plus(c, y * pitch + 4 * x)),
    );
    unrolled(k, depth, (p) =>
      multiplyInto(
        k,
        tile,
        (y) => loadSplat(weight, plus(a, plus(times(p, mr), y))),
        (x) => load4(scratch, plus(b, plus(times(p, width), 4 * x))),
      ),
    );
    const activation = last ? destination.activation : ({ kind: "identity" } as const);
    closeTile(k, tile, activation, destination.buffer, (y) => plus(c, y * pitch), columns);
  });
}

function resultIndex(config: GemmConfig, place: Place, row: Int, panel: Expr): Expr {
  const { geometry } = config;
  const { groups, outputs } = geometry;
  const pitch = positions(geometry);
  return [
    times(place.n, groups * outputs * pitch),
    times(place.g, outputs * pitch),
    times(row, pitch),
    times(panel, 4 * config.nv),
  ].reduce((a, b) => plus(a, b));
}
