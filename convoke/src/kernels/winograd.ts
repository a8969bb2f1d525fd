/**
 * Winograd convolution: tiles of outputs from fewer products (`toom-cook.ts` says how).
 *
 *   for each task (group, block of tiles, part of the output channels)
 *     V[e][c][tile] = Bᵀ d B           for every input channel: winograd-transforms.ts
 *     for e in 0..αy·αx                a matrix product each:
 *       M[e][m][tile] = Σ_c U[e][m][c] · V[e][c][tile]
 *     output = activation(bias + Aᵀ M A)
 *
 * Or row tile by row tile, each with all its products, where U of a row tile is made in the task
 * (`winograd-weights.ts`).
 *
 * V and M of a block stay in the second-level cache; the transformed weights U are read once a
 * block. They are packed by [group][e][row tile][c][mr].
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
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import type { Destination, Geometry } from "./geometry.ts";
import { closeTile, multiplyInto, openTile, unrolled } from "./tile.ts";
import type { Transforms } from "./toom-cook.ts";
import { type WinogradSchedule, winogradLayout } from "./winograd-layout.ts";
import { transformInput, transformOutput } from "./winograd-transforms.ts";
import {
  firstPair,
  piecesOf,
  transformPiece,
  type WeightTransform,
  weightBuffers,
  weightPlane,
} from "./winograd-weights.ts";

export interface WinogradConfig extends WinogradSchedule {
  readonly threads: number;
  readonly geometry: Geometry;
  readonly destination: Destination;
  readonly y: Transforms;
  readonly x: Transforms;
  /** Transformed weights; of one row tile, per thread, where a task makes them when it needs them. */
  readonly weight: Buffer;
  readonly rowWeights: WeightTransform | null;
  /** Per thread: `sizeStage`, `sizeV` and `sizeM` floats. */
  readonly stage: Buffer;
  readonly v: Buffer;
  readonly m: Buffer;
  readonly tables: {
    /** Place of every quad among the tiles of its block. */
    readonly places: Buffer;
    /** Offset in the source of every line, without the channel. */
    readonly sources: Buffer;
    /** By line and row of the tile: offset of the output row, without the channel; -1 for none. */
    readonly targets: Buffer;
    /** By block: tiles, whole panels, 1 where half a panel follows. */
    readonly tiles: Buffer;
    readonly panels: Buffer;
    readonly halves: Buffer;
  };
}

/** Where a task is, as the phases see it. */
export interface Place {
  readonly thread: Variable;
  readonly g: Variable;
  readonly firstQuad: Variable;
  readonly endQuad: Expr;
  readonly endTile: Variable;
  readonly panels: Variable;
  readonly half: Variable;
  /** First row tile of the part, and the one behind its last. */
  readonly firstTile: Variable;
  readonly endWholeTile: Expr;
}

export function winograd(config: WinogradConfig): Kernel {
  const { geometry, destination, threads, mr, quads, tables, y, x } = config;
  const layout = winogradLayout(geometry, config, config);
  const { tasks, blocks, parts, tilesPerSplit, wholeTiles, allQuads, rowTiles } = layout;
  const name = `winograd_f${y.m}x${x.m}_${y.r}x${x.r}_${mr}x${layout.panel}`;
  return kernel(name, (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    const { weight, rowWeights, stage, v, m } = config;
    for (const b of [geometry.source.buffer, weight, stage, v, m, destination.buffer]) k.use(b);
    if (rowWeights) for (const b of weightBuffers(rowWeights)) k.use(b);
    for (const b of Object.values(tables)) k.use(b);
    if (destination.bias) k.use(destination.bias);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const part = k.let("part", remainder(task, parts));
      const upper = quotient(task, parts);
      const block = k.let("block", remainder(upper, blocks));
      const g = k.let("g", remainder(quotient(upper, blocks), geometry.groups));
      const firstQuad = k.let("first", times(block, quads));
      const firstTile = k.let("firstTile", times(part, tilesPerSplit));
      const place: Place = {
        thread,
        g,
        firstQuad,
        endQuad: least(plus(firstQuad, quads), allQuads),
        endTile: k.let("tiles", load(tables.tiles, block)),
        panels: k.let("panels", load(tables.panels, block)),
        half: k.let("half", load(tables.halves, block)),
        firstTile,
        endWholeTile: least(plus(firstTile, tilesPerSplit), wholeTiles),
      };
      transformInput(k, config, place);
      const products = (visit: (e: Variable) => void) => k.loop("e", layout.products, visit);
      if (rowWeights)
        eachRowTile(k, config, place, (tile, count) => {
          makeWeights(k, config, rowWeights, place, tile, count);
          products((e) => multiply(k, config, place, e, tile, count));
        });
      else
        products((e) =>
          eachRowTile(k, config, place, (tile, count) =>
            multiply(k, config, place, e, tile, count),
          ),
        );
      eachRowTile(k, config, place, (tile, count) =>
        k.loop("row", count, (row) =>
          transformOutput(
            k,
            config,
            place,
            k.let("channel", plus(times(tile, mr), row)),
            plus(times(remainder(tile, tilesPerSplit), mr), row),
          ),
        ),
      );
    });
    if (rowTiles === 0) k.comment("no output channels");
  });
}

/** Whole row tiles of the part, then the last one if it is lower and in this part. */
function eachRowTile(
  k: KernelBuilder,
  config: WinogradConfig,
  { firstTile, endWholeTile }: Place,
  visit: (tile: Expr, rows: number) => void,
): void {
  const { geometry, mr } = config;
  const { wholeTiles, tilesPerSplit } = winogradLayout(geometry, config, config);
  if (wholeTiles > 0)
    k.loop("tile", { from: firstTile, to: endWholeTile }, (tile) => visit(tile, mr));
  const rest = geometry.outputs - wholeTiles * mr;
  if (rest === 0) return;
  const owner = wholeTiles - (wholeTiles % tilesPerSplit);
  k.if(compare("eq", firstTile, owner), () => visit(int(wholeTiles), rest));
}

/** The weights of one row tile, for all products. */
function makeWeights(
  k: KernelBuilder,
  { geometry, mr, weight, y, x }: WinogradConfig,
  rowWeights: WeightTransform,
  { thread, g }: Place,
  tile: Expr,
  rows: number,
): void {
  const pairs = rows * geometry.inputs;
  const start = plus(firstPair(rowWeights, g), times(tile, mr * geometry.inputs));
  const step = weightPlane(mr * geometry.inputs);
  const to = k.let("to", times(thread, y.alpha * x.alpha * step));
  k.loop("piece", piecesOf(pairs), (piece) =>
    transformPiece(k, rowWeights, { thread, start, piece, pairs }, { buffer: weight, step, to }),
  );
}

/** One row tile of one product matrix, over all tiles of the block; weights are [c][row]. */
function multiply(
  k: KernelBuilder,
  config: WinogradConfig,
  place: Place,
  e: Variable,
  tile: Expr,
  rows: number,
): void {
  const { geometry, mr, nv, weight, rowWeights, v, m } = config;
  const { inputs, outputs } = geometry;
  const { products, planeV, planeM, sizeV, sizeM, pitch, panel, tilesPerSplit } = winogradLayout(
    geometry,
    config,
    config,
  );
  const matrix = (upper: Expr, pairs: number) =>
    times(plus(times(upper, products), e), weightPlane(pairs));
  const a = k.let(
    "a",
    rowWeights
      ? matrix(place.thread, mr * inputs)
      : plus(matrix(place.g, outputs * inputs), times(tile, mr * inputs)),
  );
  const b = k.let("b", plus(times(place.thread, sizeV), times(e, planeV)));
  const c = k.let(
    "c",
    plus(
      plus(times(place.thread, sizeM), times(e, planeM)),
      times(remainder(tile, tilesPerSplit), mr * pitch),
    ),
  );
  const at = (column: Int, vectors: number) => {
    const from = k.let("from", plus(b, column));
    const to = k.let("to", plus(c, column));
    const zero = k.let("zero", splat(float(0)));
    const sums = openTile(k, { mr: rows, nv: vectors }, () => zero);
    unrolled(k, inputs, (p) =>
      multiplyInto(
        k,
        sums,
        (row) => loadSplat(weight, plus(a, plus(times(p, rows), row))),
        (col) => load4(v, plus(from, plus(times(p, pitch), 4 * col))),
      ),
    );
    closeTile(k, sums, IDENTITY, m, (row) => plus(to, row * pitch), 4 * vectors);
  };
  k.loop("panel", place.panels, (p) => at(times(p, panel), nv));
  if (nv % 2 === 0)
    k.if(compare("eq", place.half, 1), () =>
      at(least(times(place.panels, panel), pitch - panel / 2), nv / 2),
    );
}

const IDENTITY = { kind: "identity" } as const;
