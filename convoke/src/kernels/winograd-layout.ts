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

/** Blocks that have equally many tiles. */
export interface BlockKind extends Block {
  readonly count: number;
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
  const blockOf = (tiles: number): Block => {
    const rest = tiles % panel;
    const half = nv % 2 === 0 && rest > 0 && rest <= panel / 2;
    return { tiles, panels: Math.floor(tiles / panel) + (rest > 0 && !half ? 1 : 0), half };
  };
  const blocks = Math.ceil(allQuads / quads);
  const tilesOf = (block: number) =>
    tileOf(Math.min((block + 1) * quads, allQuads)) - tileOf(block * quads);
  // A task has as many tiles as quads have lanes, but for the surplus ones at each end of a line.
  const surplus = 4 * perLine - across;
  const whole = Math.floor(allQuads / quads);
  const fewest = Math.floor(quads / perLine);
  const more = Math.floor((whole * quads) / perLine) - fewest * whole;
  const kinds: BlockKind[] = [
    { count: whole - more, ...blockOf(4 * quads - fewest * surplus) },
    { count: more, ...blockOf(4 * quads - (fewest + 1) * surplus) },
    { count: blocks - whole, ...blockOf(tilesOf(blocks - 1)) },
  ].filter(({ count }) => count > 0);
  // The last quad of a line is written whole.
  let pitch = 0;
  for (const { tiles, panels, half } of kinds)
    pitch = Math.max(pitch, panels * panel + (half ? panel / 2 : 0), tiles + surplus);
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
    kinds,
    /** Which of its tiles begins a quad of its task, for all quads; the largest is below `pitch`. */
    place: (quad: number) => tileOf(quad) - tileOf(quad - (quad % quads)),
    block: (index: number) => blockOf(tilesOf(index)),
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
    tasks: groups * blocks * Math.ceil(rowTiles / tilesPerSplit),
  };
}
