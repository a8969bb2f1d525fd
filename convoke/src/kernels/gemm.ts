/**
 * Convolution as a matrix product, im2col done one cache block at a time: the matrix of patches
 * never exists as a whole.
 *
 *   for each task (batch, group, block of rows of A, block of position panels)
 *     for each slab of input channels                     (K cut so that a panel stays in L1)
 *       pack: panel[p, 0..w) = source[window of w positions + tap p]      p over channel × tap
 *       for each panel of w = 4·nv positions, for each tile of mr rows
 *         c[y][x] = first slab ? bias[y] : C;  c[y][x] += A[p, y] · panel[p, x];  C = c
 *
 * A holds the weights packed by [group][slab][tile][p][mr]. With one slab the bias starts the sum
 * and the activation is fused into the store; with several, C is started with the bias and the
 * activation runs over the block while it is in cache.
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
import { activate } from "./epilogue.ts";
import { type Destination, type Geometry, positions, tapOffsets, taps } from "./geometry.ts";
import { biasOrZero, closeTile, multiplyInto, openTile, unrolled } from "./tile.ts";

export interface GemmSchedule {
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
  /** Window offset of every position, padded to whole vectors by neighbours of the last. */
  readonly offsets: Buffer;
  /** Offset of every tap; only read when there are too many to unroll. */
  readonly taps: Buffer;
}

/** Above this many taps the pack loop reads tap offsets from a table instead of unrolling. */
const UNROLL_TAPS = 32;

/** Numbers that follow from a configuration; shared with the packing of weights and the plan. */
export function gemmLayout(geometry: Geometry, schedule: GemmSchedule) {
  const width = 4 * schedule.nv;
  const total = positions(geometry);
  const panels = Math.ceil(total / width);
  const rowTiles = Math.ceil(geometry.outputs / schedule.mr);
  const blocks = {
    positions: Math.ceil(panels / schedule.panels),
    rows: Math.ceil(rowTiles / schedule.tiles),
  };
  return {
    width,
    panels,
    /** Panels whose every position exists. */
    wholePanels: Math.floor(total / width),
    rowTiles,
    wholeTiles: Math.floor(geometry.outputs / schedule.mr),
    blocks,
    tasks: geometry.batch * geometry.groups * blocks.rows * blocks.positions,
    /** Position groups of four, the last one padded. */
    quads: Math.ceil(total / 4),
  };
}

export function gemm(config: GemmConfig): Kernel {
  const { geometry, destination, threads, mr, slab } = config;
  const layout = gemmLayout(geometry, config);
  const { width, tasks, blocks } = layout;
  const { groups, inputs, outputs, batch } = geometry;
  const depth = inputs * taps(geometry);
  const wholeSlabs = Math.floor(inputs / slab);
  const restChannels = inputs - wholeSlabs * slab;
  const slabs = wholeSlabs + (restChannels > 0 ? 1 : 0);

  return kernel(`gemm_${mr}x${width}`, (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [geometry.source.buffer, config.weight, config.scratch, config.offsets])
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

      const run = (firstChannel: Int, channels: number, single: boolean) => {
        packBlock(k, config, place, firstChannel, channels);
        multiplyBlock(
          k,
          config,
          place,
          times(firstChannel, outputs * taps(geometry)),
          channels,
          single,
        );
      };

      if (slabs <= 1) {
        run(0, inputs, true);
        return;
      }
      sweepBlock(k, config, place, "start");
      k.loop("slab", wholeSlabs, (s) => run(times(s, slab), slab, false));
      if (restChannels > 0) run(wholeSlabs * slab, restChannels, false);
      if (destination.activation.kind !== "identity") sweepBlock(k, config, place, "finish");
    });
    if (depth === 0) k.comment("no input channels: the result is the bias");
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
  const { geometry, scratch, offsets, nv, panels } = config;
  const { source } = geometry;
  const { width, quads } = gemmLayout(geometry, config);
  const count = taps(geometry);
  const depth = channels * count;
  const row = geometry.out[2];
  // Where rows hold whole panels, a panel is copied row by row; otherwise four positions at a time.
  const group = row % width === 0 ? nv : 1;
  const alwaysTogether = row % 4 === 0;
  const groups = quads / group;
  const perPanel = nv / group;

  k.loop(
    "quad",
    {
      from: times(place.block, panels * perPanel),
      to: least(plus(times(place.block, panels * perPanel), panels * perPanel), groups),
    },
    (quad) => {
      const first = k.let("first", load(offsets, times(quad, 4 * group)));
      const channel = plus(times(place.g, geometry.inputs), firstChannel);
      const base = k.let(
        "base",
        [times(place.n, source.batch), times(channel, source.channel), first].reduce(
          (a, b) => plus(a, b),
          int(source.offset),
        ),
      );
      const panel = remainder(quotient(quad, perPanel), panels);
      const target = k.let(
        "target",
        [
          times(place.thread, panels * config.slab * count * width),
          times(panel, config.slab * count * width),
          times(remainder(quad, perPanel), 4 * group),
        ].reduce((a, b) => plus(a, b)),
      );

      const each = (copy: (from: Expr, to: Expr) => void) => {
        k.loop("c", channels, (c) => {
          const from = k.let("from", plus(base, times(c, source.channel)));
          const to = k.let("to", plus(target, times(c, count * width)));
          if (count <= UNROLL_TAPS) {
            tapOffsets(geometry).forEach((offset, tap) =>
              copy(plus(from, offset), plus(to, tap * width)),
            );
          } else {
            k.loop("tap", count, (tap) => {
              const offset = k.let("offset", load(config.taps, tap));
              copy(plus(from, offset), plus(to, times(tap, width)));
            });
          }
        });
      };
      const together = () =>
        each((from, to) => {
          for (let x = 0; x < group; x++) {
            k.store4(scratch, [plus(to, 4 * x)], load4(source.buffer, plus(from, 4 * x)));
          }
        });
      if (depth === 0) return;
      if (alwaysTogether) return together();
      const last = load(offsets, plus(times(quad, 4), 3));
      k.if(compare("eq", k.let("span", plus(last, times(first, -1))), 3), together, () => {
        const apart = [1, 2, 3].map((i) =>
          k.let("apart", plus(load(offsets, plus(times(quad, 4), i)), times(first, -1))),
        );
        each((from, to) => {
          k.store(scratch, [to], load(source.buffer, from));
          apart.forEach((distance, i) => {
            k.store(scratch, [plus(to, i + 1)], load(source.buffer, plus(from, distance)));
          });
        });
      });
    },
  );
  if (depth === 0) k.comment("nothing to gather");
}

/** Walks the tiles of a block: whole and last rows by whole and last panels. */
function eachTile(
  k: KernelBuilder,
  config: GemmConfig,
  place: Place,
  visit: (tile: { mr: number; columns: number; row: Expr; panel: Expr; tile: Expr }) => void,
): void {
  const { geometry, mr, tiles, panels } = config;
  const {
    width,
    wholePanels,
    wholeTiles,
    panels: allPanels,
    blocks,
  } = gemmLayout(geometry, config);
  const restRows = geometry.outputs - wholeTiles * mr;
  const restColumns = positions(geometry) - wholePanels * width;

  const down = (panel: Expr, columns: number) => {
    const from = times(place.rows, tiles);
    k.loop("tile", { from, to: least(plus(from, tiles), wholeTiles) }, (tile) => {
      visit({ mr, columns, row: times(tile, mr), panel, tile });
    });
    if (restRows === 0) return;
    const last = { mr: restRows, columns, row: int(wholeTiles * mr), panel, tile: int(wholeTiles) };
    if (blocks.rows === 1) visit(last);
    else k.if(compare("eq", place.rows, blocks.rows - 1), () => visit(last));
  };

  const from = times(place.block, panels);
  if (wholePanels > 0) {
    k.loop("panel", { from, to: least(plus(from, panels), wholePanels) }, (panel) =>
      down(panel, width),
    );
  }
  if (restColumns === 0) return;
  const tail = () => down(int(allPanels - 1), restColumns);
  if (blocks.positions === 1) tail();
  else k.if(compare("eq", place.block, blocks.positions - 1), tail);
}

/** C[block] (+)= A · panels, for one slab whose weights begin at `slabBase`. */
function multiplyBlock(
  k: KernelBuilder,
  config: GemmConfig,
  place: Place,
  slabBase: Expr,
  channels: number,
  single: boolean,
): void {
  const { geometry, destination, weight, scratch, panels, nv } = config;
  const { width } = gemmLayout(geometry, config);
  const { outputs, inputs } = geometry;
  const depth = channels * taps(geometry);
  const slabDepth = config.slab * taps(geometry);
  eachTile(k, config, place, ({ mr, columns, row, panel }) => {
    const a = k.let(
      "a",
      [times(place.g, outputs * inputs * taps(geometry)), slabBase, times(row, depth)].reduce(
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
    const pitch = positions(geometry);
    const tile = openTile(
      k,
      { mr, nv },
      single
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
    const activation = single ? destination.activation : ({ kind: "identity" } as const);
    closeTile(k, tile, activation, destination.buffer, (y) => plus(c, y * pitch), columns);
  });
}

/** Before the first slab C is set to the bias; after the last the activation runs over it. */
function sweepBlock(
  k: KernelBuilder,
  config: GemmConfig,
  place: Place,
  phase: "start" | "finish",
): void {
  const { geometry, destination } = config;
  const pitch = positions(geometry);
  eachTile(k, config, place, ({ mr, columns, row, panel }) => {
    const c = k.let("c", resultIndex(config, place, row, panel));
    const bias =
      phase === "start"
        ? biasOrZero(k, destination.bias, plus(times(place.g, geometry.outputs), row), mr)
        : null;
    for (let y = 0; y < mr; y++) {
      for (let x = 0; 4 * x < columns; x++) {
        const at = plus(c, y * pitch + 4 * x);
        const value = bias
          ? bias(y)
          : activate(destination.activation, load4(destination.buffer, at));
        k.store4(destination.buffer, [at], k.let("v", value), columns - 4 * x);
      }
    }
  });
}

function resultIndex(config: GemmConfig, place: Place, row: Expr, panel: Expr): Expr {
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
