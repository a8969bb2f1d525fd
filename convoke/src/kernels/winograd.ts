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
import { firstPair, piecesOf, transformPiece, type WeightTransform } from "./winograd-weights.ts";

/** Weights that a task transforms when it multiplies them, row tile by row tile. */
export interface RowWeights extends WeightTransform {
  /** [thread][product][channel][row], products `rowWeightsPlane` apart. */
  readonly transformed: Buffer;
}

/** Elements from one product to the next: equal places of all share no cache set. */
export const rowWeightsPlane = (mr: number, inputs: number): number => mr * inputs + 16;

export interface WinogradConfig extends WinogradSchedule {
  readonly threads: number;
  readonly geometry: Geometry;
  readonly destination: Destination;
  readonly y: Transforms;
  readonly x: Transforms;
  /** Transformed weights; null where a task transforms those of a row tile when it needs them. */
  readonly weight: Buffer | null;
  readonly rowWeights: RowWeights | null;
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
    for (const b of [geometry.source.buffer, stage, v, m, destination.buffer]) k.use(b);
    if (weight) k.use(weight);
    if (rowWeights) {
      const { taps, gathered, transformed } = rowWeights;
      for (const b of [taps.from, gathered, transformed]) k.use(b);
      if (taps.kind === "neighbours") k.use(taps.bases);
    }
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
      if (rowWeights)
        eachRowTile(k, config, place, (tile, count) =>
          multiplyAtOnce(k, config, rowWeights, place, tile, count),
        );
      else
        k.loop("e", layout.products, (e) =>
          eachRowTile(k, config, place, (tile, count) => {
            const upper = plus(times(place.g, layout.products), e);
            const { inputs, outputs } = geometry;
            const at = plus(times(upper, outputs * inputs), times(tile, mr * inputs));
            multiply(k, config, { buffer: weight!, at: k.let("a", at) }, place, e, tile, count);
          }),
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

/** One row tile of all product matrices, its weights transformed just before. */
function multiplyAtOnce(
  k: KernelBuilder,
  config: WinogradConfig,
  rowWeights: RowWeights,
  place: Place,
  tile: Expr,
  rows: number,
): void {
  const { geometry, mr, y, x } = config;
  const { inputs } = geometry;
  const { transformed } = rowWeights;
  const step = rowWeightsPlane(mr, inputs);
  const own = k.let("own", times(place.thread, y.alpha * x.alpha * step));
  const pairs = rows * inputs;
  const start = plus(firstPair(rowWeights, place.g), times(tile, mr * inputs));
  k.loop("piece", piecesOf(pairs), (piece) =>
    transformPiece(
      k,
      rowWeights,
      { thread: place.thread, start, piece, pairs },
      { buffer: transformed, step, at: (eight) => plus(own, times(eight, 8)) },
    ),
  );
  k.loop("e", y.alpha * x.alpha, (e) => {
    const at = k.let("a", plus(own, times(e, step)));
    multiply(k, config, { buffer: transformed, at }, place, e, tile, rows);
  });
}

/** One row tile of one product matrix, over all tiles of the block; weights are [c][row]. */
function multiply(
  k: KernelBuilder,
  config: WinogradConfig,
  weight: { readonly buffer: Buffer; readonly at: Variable },
  place: Place,
  e: Variable,
  tile: Expr,
  rows: number,
): void {
  const { geometry, mr, nv, v, m } = config;
  const { inputs } = geometry;
  const { planeV, planeM, sizeV, sizeM, pitch, panel, tilesPerSplit } = winogradLayout(
    geometry,
    config,
    config,
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
        (row) => loadSplat(weight.buffer, plus(weight.at, plus(times(p, rows), row))),
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
