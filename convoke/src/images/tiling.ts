/**
 * The picture is computed in tiles of one size. A tile gathers its pixels and the ring around them
 * into a block of rows that stays in the second-level cache; the border is resolved on the way, so
 * everything after it is a plain correlation. The last tile of a row and the last row of tiles reach
 * back over their neighbours: all tiles have the same, constant loops.
 */
import {
  compare,
  type Int,
  int,
  integerBuffer,
  type KernelBuilder,
  least,
  load,
  loadAs,
  plus,
  quotient,
  remainder,
  table,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import type { Allocation } from "../plan/program.ts";
import { OUTSIDE, sourceIndex } from "../semantics/border.ts";
import { type ImageProblem, rowLength } from "./problem.ts";

export interface Tiling {
  /** Results of a tile: rows, and elements of a row. */
  readonly height: number;
  readonly width: number;
  readonly bands: number;
  readonly strips: number;
  readonly tasks: number;
  /** Rows gathered for a tile, and elements from one to the next. */
  readonly rows: number;
  readonly stride: number;
}

/** Elements behind a gathered row that vectors may read and nobody looks at. */
const SLACK = 64;

/**
 * @param block elements that an algorithm computes at once: tiles are multiples of it, except of a
 * picture that is narrower.
 * @param step rows that an algorithm computes at once.
 */
export function tilingOf(
  problem: ImageProblem,
  { block, step, width, height }: { block: number; step: number; width: number; height: number },
): Tiling {
  const length = rowLength(problem);
  const up = (n: number, to: number) => Math.ceil(n / to) * to;
  const even = up(Math.ceil(length / Math.ceil(length / width)), block);
  const wide = length < block ? length : Math.min(even, length - (length % block));
  const high = Math.min(
    problem.height,
    up(Math.ceil(problem.height / Math.ceil(problem.height / height)), step),
  );
  const bands = Math.ceil(problem.height / high);
  const strips = Math.ceil(length / wide);
  return {
    height: high,
    width: wide,
    bands,
    strips,
    tasks: bands * strips,
    rows: high + problem.rows - 1,
    stride: up(wide + (problem.columns - 1) * problem.channels, 16) + SLACK,
  };
}

/** Elements of a row that are read in one go, where the memory is quickest. */
const LONG_ROW = 4096;
const ROW = 2048;
/** Bytes that a tile may take of the second-level cache. */
const TILE_BYTES = 2 ** 19;
/** Tiles for each thread at the least, and rows of a tile worth the ring around them. */
const TILES_PER_THREAD = 4;
const FEWEST_ROWS = 16;

/**
 * The largest tile for algorithms that go along rows of pixels as they are: the ring is gathered seldom,
 * and long stretches of memory are read. Measured on 12 megapixels, 15×15 box, gray: 5.5 ms with whole
 * rows of 4,000, 7.4 ms with tiles of 2,000 × 64.
 */
export function largeTile(
  problem: ImageProblem,
  threads: number,
): { width: number; height: number } {
  const length = rowLength(problem);
  const width = length <= LONG_ROW ? LONG_ROW : ROW;
  const bytes = (problem.element === "u8" ? 1 : 2) * Math.min(width, length);
  const height = Math.min(Math.floor(TILE_BYTES / bytes), shareOf(problem, threads, width));
  return { width, height: Math.max(1, height) };
}

/** Rows of a tile that is walked down: each is another page, and the TLB next to a core knows about 100. */
const PAGES = 64;

/**
 * A tile for algorithms that go down columns. Measured on 12 megapixels, 3×3 Laplacian, with 64 rows
 * instead of as many as the cache holds: gray 2.9 ms after 7.3, RGB 15 after 28.
 */
export const flatTile = (
  problem: ImageProblem,
  threads: number,
): { width: number; height: number } => ({
  width: LONG_ROW,
  height: Math.min(PAGES, shareOf(problem, threads, LONG_ROW)),
});

/** Rows of tiles of which every thread gets some. */
function shareOf(problem: ImageProblem, threads: number, width: number): number {
  const strips = Math.ceil(rowLength(problem) / width);
  const share = Math.ceil((problem.height * strips) / (TILES_PER_THREAD * threads));
  return Math.max(share, FEWEST_ROWS);
}

/** Buffers that every algorithm has. */
export interface Frame {
  readonly problem: ImageProblem;
  readonly tiling: Tiling;
  /** One row more than the image: it holds the border's constant. */
  readonly input: Buffer;
  readonly output: Buffer;
  /** [thread][row][element] */
  readonly tile: Buffer;
  /** First element of the input row that stands at each row of the padded image. */
  readonly rows: Buffer;
  /** Place in its row of each element of a padded row, −1 outside. */
  readonly cells: Buffer;
  /** The same where a whole vector of neighbours follows, −1 elsewhere. */
  readonly runs: Buffer;
  readonly allocations: readonly Allocation[];
}

export function frameOf(
  problem: ImageProblem,
  tiling: Tiling,
  threads: number,
  output: Buffer,
): Frame {
  const { height, border, element } = problem;
  const length = rowLength(problem);
  const [top] = problem.anchor;
  const starts = Int32Array.from({ length: height + problem.rows - 1 }, (_, i) => {
    const row = sourceIndex(border, height, i - top);
    return (row === OUTSIDE ? height : row) * length;
  });
  const places = cellsOf(problem);
  const lanes = lanesOf(problem);
  const whole = Int32Array.from(places, (from, p) => {
    for (let i = 0; i < lanes; i++) if (from < 0 || places[p + i] !== from + i) return -1;
    return from;
  });
  const most = (list: Int32Array) => list.reduce((a, b) => Math.max(a, b), -1);
  const input = integerBuffer("input", element, [(height + 1) * length]);
  const tile = integerBuffer(
    "tile",
    element,
    [threads * tiling.rows * tiling.stride],
    SLACK + tiling.stride,
  );
  const rows = table("rows", [starts.length], { min: 0, max: height * length });
  const cells = table("cells", [places.length], { min: -1, max: length - 1 });
  const runs = table("runs", [whole.length], { min: -1, max: most(whole) });
  const scratch = (buffer: Buffer): Allocation => ({ buffer, role: "scratch", contents: null });
  return {
    problem,
    tiling,
    input,
    output,
    tile,
    rows,
    cells,
    runs,
    allocations: [
      { buffer: input, role: "input", contents: null },
      { buffer: output, role: "output", contents: null },
      { buffer: rows, role: "table", contents: () => starts },
      { buffer: cells, role: "table", contents: () => places },
      { buffer: runs, role: "table", contents: () => whole },
      scratch(tile),
    ],
  };
}

const lanesOf = ({ element }: ImageProblem): number => (element === "u8" ? 16 : 8);

/** Padded element → place in its row; a vector's worth of "outside" behind the end. */
function cellsOf(problem: ImageProblem): Int32Array {
  const { width, channels, columns, border } = problem;
  const padded = (width + columns - 1) * channels;
  return Int32Array.from({ length: padded + 2 * lanesOf(problem) }, (_, p) => {
    if (p >= padded) return OUTSIDE;
    const column = sourceIndex(border, width, Math.floor(p / channels) - problem.anchor[1]);
    return column === OUTSIDE ? OUTSIDE : column * channels + (p % channels);
  });
}

/** Where a tile lies. */
export interface Place {
  readonly thread: Expr;
  /** First output element of the tile. */
  readonly target: Expr;
  /** First element of the gathered rows. */
  readonly source: Expr;
}

/** Runs `body` for every tile of lo..hi, its rows gathered. */
export function eachTile(
  k: KernelBuilder,
  frame: Frame,
  threads: number,
  body: (place: Place) => void,
): void {
  const { problem, tiling } = frame;
  const { height, width, strips, tasks } = tiling;
  const thread = k.param("thread", { min: 0, max: threads - 1 });
  const lo = k.param("lo", { min: 0, max: tasks });
  const hi = k.param("hi", { min: 0, max: tasks });
  for (const b of [frame.input, frame.output, frame.tile, frame.rows, frame.cells, frame.runs])
    k.use(b);
  const source = k.let("source", times(thread, tiling.rows * tiling.stride));
  k.loop("task", { from: lo, to: hi }, (task) => {
    const y = k.let("y", least(times(quotient(task, strips), height), problem.height - height));
    const x = k.let("x", least(times(remainder(task, strips), width), rowLength(problem) - width));
    gather(k, frame, y, x, source);
    body({ thread, target: k.let("target", plus(times(y, rowLength(problem)), x)), source });
  });
}

function gather(k: KernelBuilder, frame: Frame, y: Expr, x: Expr, source: Expr): void {
  const { problem, tiling, input, tile } = frame;
  const lanes = lanesOf(problem);
  const type = problem.element === "u8" ? "i8x16" : "i16x8";
  const fill = problem.border.kind === "constant" ? problem.border.value : 0;
  const needed = tiling.width + (problem.columns - 1) * problem.channels;
  k.loop("r", tiling.rows, (r) => {
    const row = k.let("row", load(frame.rows, plus(y, r)));
    const to = k.let("to", plus(source, times(r, tiling.stride)));
    k.loop("p", { to: needed, step: lanes }, (p) => {
      const run = k.let("run", load(frame.runs, plus(x, p)));
      const one = () =>
        k.loop("q", lanes, (q) => {
          const place = k.let("place", load(frame.cells, plus(plus(x, p), q)));
          const at = plus(plus(to, p), q);
          k.if(
            compare("lt", place, 0),
            () => k.store(tile, [at], int(fill)),
            () => k.store(tile, [at], load(input, plus(row, place))),
          );
        });
      k.if(compare("lt", run, 0), one, () =>
        k.storeAs(tile, [plus(to, p)], loadAs(type, input, plus(row, run))),
      );
    });
  });
}

/** Index in the tile, `r` rows down and `p` elements along. */
export const inTile = ({ tiling }: Frame, { source }: Place, r: Int, p: Int): Expr =>
  plus(plus(source, times(r, tiling.stride)), p);
