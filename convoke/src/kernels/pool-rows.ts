/**
 * Pooling of planes whose rows lie one behind the other: lanes are neighbours along a row of results.
 *
 *   for each task (plane, band)
 *     for each slice along the depth, for each tile of R rows, for each tile of 4·nv columns
 *       for each source row that the tile meets, once
 *         h[v] = the windows of that row, reduced along x              v < nv
 *         for each row y of the tile whose window holds it: c[y][v] = combine(c[y][v], h[v])
 *
 * Along x and along y in turn: a window of 3 × 3 costs four combinations where rows share their sums,
 * not eight. What a tile meets is a pattern: tiles of equal pattern that are equally far apart are
 * walked by one loop, the others, at an edge, are written out. That holds for windows of any stride,
 * and for the windows that hold a position (a stride backwards), whose pattern repeats every few columns.
 * `lanes.ts` makes the vectors by shuffles.
 */
import {
  compare,
  float,
  type Int,
  int,
  type KernelBuilder,
  kernel,
  least,
  load4,
  loadAs,
  plus,
  quotient,
  remainder,
  simd,
  splat,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import { rowReader } from "./lanes.ts";
import { meetingsOf, type Pattern } from "./pool-patterns.ts";
import {
  buffersOf,
  combined,
  type Finish,
  type Found,
  finished,
  neutralOf,
  prepared,
  type Reduction,
  takeLarger,
} from "./pool-reduce.ts";

export interface PooledAxis {
  readonly source: number;
  readonly out: number;
  /** How far apart elements of a window are. */
  readonly step: number;
  readonly patterns: readonly Pattern[];
}

export interface PoolRows {
  readonly threads: number;
  readonly planes: number;
  /** Tasks that share one plane. */
  readonly bands: number;
  /** One slice a tile. */
  readonly depth: PooledAxis;
  readonly height: PooledAxis;
  readonly width: PooledAxis;
  readonly source: Buffer;
  readonly destination: Buffer;
  readonly reduction: Reduction;
  readonly finish: Finish;
  /** Maxima with places only: first column of every window, 3 entries longer than there are. */
  readonly columns: Buffer | null;
}

export const rowsTasks = ({ planes, bands }: Pick<PoolRows, "planes" | "bands">): number =>
  planes * bands;

export function poolRows(config: PoolRows): Kernel {
  const { threads, bands, depth, height, width, source, destination, reduction, finish } = config;
  const tasks = rowsTasks(config);
  return kernel(`pool_rows_${reduction.kind}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [source, destination, ...buffersOf(reduction, finish)]) k.use(b);
    if (config.columns) k.use(config.columns);
    k.loop("task", { from: lo, to: hi }, (task) => {
      const plane = k.let("plane", quotient(task, bands));
      const share = { band: k.let("band", remainder(task, bands)), bands };
      const all = { band: 0, bands: 1 };
      const [down, across] = height.out > 1 ? [share, all] : [all, share];
      eachTile(k, depth.patterns, all, (slices, z, front) => {
        const slice = k.let("slice", plus(times(plane, depth.out), z));
        const to = k.let("to", times(slice, height.out * width.out));
        const start = k.let("start", plus(times(plane, depth.source), front));
        const from = k.let("from", times(start, height.source * width.source));
        const above = k.let("above", times(front, height.source));
        eachTile(k, height.patterns, down, (rows, y, top) =>
          eachTile(k, width.patterns, across, (columns, x, left) => {
            tile(k, config, { from, to, above, slices, rows, columns, z, y, x, top, left });
          }),
        );
      });
    });
  });
}

interface Share {
  readonly band: Int;
  readonly bands: number;
}

/** Tiles that stand alone belong to the first band; each loop is shared. */
function eachTile(
  k: KernelBuilder,
  patterns: readonly Pattern[],
  { band, bands }: Share,
  body: (pattern: Pattern, position: Expr, base: Expr) => void,
): void {
  const alone = patterns.filter(({ tiles }) => tiles === 1);
  const visitAlone = () => {
    for (const p of alone) body(p, int(p.first), int(p.base));
  };
  for (const p of patterns.filter(({ tiles }) => tiles > 1)) {
    const part = Math.ceil(p.tiles / bands);
    const from = times(band, part);
    k.loop("tile", { from, to: least(plus(from, part), p.tiles) }, (n) => {
      const position = k.let("at", plus(times(n, p.size), p.first));
      body(p, position, k.let("base", plus(times(n, p.advance), p.base)));
    });
  }
  if (alone.length === 0) return;
  if (bands === 1) visitAlone();
  else k.if(compare("eq", band, 0), visitAlone);
}

interface Tile {
  readonly from: Variable;
  readonly to: Variable;
  /** Rows of the slices in front of the first. */
  readonly above: Variable;
  readonly slices: Pattern;
  readonly rows: Pattern;
  readonly columns: Pattern;
  /** Slice, first row and column of results; row and column that the patterns count from. */
  readonly z: Expr;
  readonly y: Expr;
  readonly x: Expr;
  readonly top: Expr;
  readonly left: Expr;
}

/** Partial results of one row, a vector each. */
type Held = readonly { readonly value: Variable; readonly place: Variable | null }[];

function tile(k: KernelBuilder, config: PoolRows, t: Tile): void {
  const { height, width, source, reduction } = config;
  const { from, above, slices, rows, columns, top, left } = t;
  const base = k.let("base", plus(plus(from, times(top, width.source)), left));
  const start = k.let("neutral", splat(float(neutralOf(reduction))));
  const open = new Map<number, Held>();
  const own = meetingsOf(rows);
  const meetings = slices.windows[0].flatMap((slice) =>
    own.map((m) => ({ ...m, line: slice * height.source + m.line })),
  );

  meetings.forEach(({ line, rows: met }, i) => {
    const read = rowReader(
      k,
      (first) => load4(source, plus(base, line * width.source + first)),
      start,
    );
    const h = alongRow(k, config, t, read);
    const row = plus(plus(above, top), line);
    for (const y of met) join(k, config, open, y, h, row);
    const later = new Set(meetings.slice(i + 1).flatMap((m) => m.rows));
    for (const [y, held] of open) {
      if (later.has(y)) continue;
      store(k, config, t, y, held);
      open.delete(y);
    }
  });
  // Rows whose windows hold nothing.
  for (let y = 0; y < rows.size; y++) {
    if (meetings.some((m) => m.rows.includes(y))) continue;
    const nothing = vector(Math.ceil(columns.size / 4), () => ({ value: start, place: null }));
    store(k, config, t, y, nothing);
  }
}

/** The windows of one source row. */
function alongRow(
  k: KernelBuilder,
  { reduction, width, columns: firsts }: PoolRows,
  { columns, x }: Tile,
  read: ReturnType<typeof rowReader>,
): Held {
  const element = (v: number, e: number) => {
    const wanted = [0, 1, 2, 3].map((lane) => columns.at(4 * v + lane, e));
    return k.let("x", prepared(k, reduction, read(wanted)));
  };
  const counts = columns.windows.map((window) => window.length);
  return vector(Math.ceil(columns.size / 4), (v) => {
    const most = Math.max(...counts.slice(4 * v, 4 * v + 4));
    if (firsts) {
      const first = k.let("first", loadAs("i32x4", firsts, plus(x, 4 * v)));
      const found: Found = { value: k.let("h", element(v, 0)), place: k.let("place", first) };
      for (let e = 1; e < most; e++) {
        const there = simd("i32x4.add", first, simd("i32x4.splat", e * width.step));
        takeLarger(k, found, element(v, e), k.let("there", there));
      }
      return found;
    }
    let value = element(v, 0);
    for (let e = 1; e < most; e++) value = k.let("h", combined(reduction, value, element(v, e)));
    return { value, place: null };
  });
}

/** Row `row` of the source, reduced to `h`, enters the windows of result row y. */
function join(
  k: KernelBuilder,
  { reduction, width }: PoolRows,
  open: Map<number, Held>,
  y: number,
  h: Held,
  row: Expr,
): void {
  const known = open.get(y);
  const offset = h[0].place && k.let("offset", simd("i32x4.splat", times(row, width.source)));
  const placeOf = (place: Variable) => k.let("place", simd("i32x4.add", place, offset!));
  if (!known) {
    const begun = h.map(({ value, place }) => ({
      value: k.let("c", value),
      place: place && placeOf(place),
    }));
    open.set(y, begun);
    return;
  }
  known.forEach((found, v) => {
    const { value, place } = h[v];
    if (place) takeLarger(k, found as Found, value, placeOf(place));
    else k.set(found.value, combined(reduction, found.value, value));
  });
}

function store(
  k: KernelBuilder,
  { width, destination, reduction, finish }: PoolRows,
  { to, columns, z, y: top, x: left }: Tile,
  row: number,
  held: Held,
): void {
  const y = plus(top, row);
  const at = k.let("at", plus(plus(to, times(y, width.out)), left));
  held.forEach(({ value, place }, v) => {
    const [own, x] = [plus(at, 4 * v), plus(left, 4 * v)];
    const landing = { at: own, position: [z, y, x], along: true };
    const lanes = columns.size - 4 * v;
    k.store4(destination, [own], k.let("y", finished(k, finish, value, landing)), lanes);
    if (place && reduction.kind === "max") k.storeAs(reduction.indices!, [own], place, lanes);
  });
}
