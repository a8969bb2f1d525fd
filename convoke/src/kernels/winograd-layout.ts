/**
 * How the tiles of a Winograd convolution are walked and where its scratch memory lies.
 *
 * Four neighbouring tiles of a row are a *quad*, the lanes of a vector. Quads are numbered line by
 * line (a line is one row of tiles of one image), and a task takes a run of them. Its tiles stand
 * side by side: the last quad of a line may have less than four, and the next line begins right
 * behind them, over the surplus lanes.
 */
import type { Geometry } from "./geometry.ts";
import type { Transforms } from "./toom-cook.ts";

export interface WinogradSchedule {
  /** Outputs of a tile along height and width. */
  readonly my: number;
  readonly mx: number;
  readonly mr: number;
  readonly nv: number;
  /** Quads of one task. */
  readonly quads: number;
  /** Tasks that share the tiles, each with its part of the output channels. */
  readonly splits: number;
}

export interface Block {
  readonly tiles: number;
  /** Whole panels of 4·nv tiles, and whether half of one follows. */
  readonly panels: number;
  readonly half: boolean;
}

/** Floats between planes beyond what they hold: equal places of all planes share no cache set. */
const STAGGER = 16;

export function winogradLayout(
  { batch, groups, inputs, outputs, out }: Geometry,
  { my, mx, mr, nv, quads, splits }: WinogradSchedule,
  { y, x }: { readonly y: Transforms; readonly x: Transforms },
) {
  const [depth, height, width] = out;
  const down = Math.ceil(height / my);
  const across = Math.ceil(width / mx);
  const lines = batch * depth * down;
  const perLine = Math.ceil(across / 4);
  const allQuads = lines * perLine;
  const panel = 4 * nv;
  const tileOf = (quad: number) => Math.floor(quad / perLine) * across + 4 * (quad % perLine);
  const blocks: Block[] = [];
  const places = new Int32Array(allQuads);
  let pitch = 0;
  for (let first = 0; first < allQuads; first += quads) {
    const end = Math.min(first + quads, allQuads);
    const tiles = (end === allQuads ? lines * across : tileOf(end)) - tileOf(first);
    for (let quad = first; quad < end; quad++) places[quad] = tileOf(quad) - tileOf(first);
    const rest = tiles % panel;
    const half = nv % 2 === 0 && rest > 0 && rest <= panel / 2;
    const panels = Math.floor(tiles / panel) + (rest > 0 && !half ? 1 : 0);
    blocks.push({ tiles, panels, half });
    pitch = Math.max(pitch, panels * panel + (half ? panel / 2 : 0), places[end - 1] + 4);
  }
  pitch = Math.ceil(pitch / 8) * 8;
  const products = y.alpha * x.alpha;
  const rowTiles = Math.ceil(outputs / mr);
  const tilesPerSplit = Math.max(1, Math.ceil(rowTiles / splits));
  const rows = Math.min(outputs, tilesPerSplit * mr);
  const planeV = inputs * pitch + STAGGER;
  const planeM = rows * pitch + STAGGER;
  return {
    down,
    across,
    lines,
    perLine,
    allQuads,
    blocks,
    places,
    pitch,
    products,
    panel,
    rowTiles,
    wholeTiles: Math.floor(outputs / mr),
    tilesPerSplit,
    parts: Math.ceil(rowTiles / tilesPerSplit),
    planeV,
    planeM,
    sizeV: products * planeV,
    sizeM: products * planeM,
    /** One channel of a block between its two transforms. */
    sizeStage: Math.max(y.alpha * x.alpha, y.m * x.alpha) * pitch,
    tasks: groups * blocks.length * Math.ceil(rowTiles / tilesPerSplit),
  };
}
