/**
 * Builds the source: resolves borders, padding, zero-stuffing, layout and the phases of a stride,
 * once per input element.
 *
 *   for each row (n, c, z, y) of the source
 *     if planes[z] or rows[y] is outside: the row is `fill`
 *     else: fill, where anything of the row is outside
 *           the run of columns that are neighbours in the input, dealt to the phases by vectors
 *           the others one by one
 *
 * What a row is made of is known when the code is made, the same for all rows.
 */
import {
  compare,
  float,
  type KernelBuilder,
  kernel,
  load,
  load4,
  plus,
  quotient,
  remainder,
  splat,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import { OUTSIDE } from "../semantics/border.ts";
import { filled, type IndexMap, indexAt, longestNeighbours } from "../semantics/index-map.ts";
import { deal } from "./deal.ts";
import type { Triple } from "./geometry.ts";

/** What a row of the source is made of. */
export interface PadRow {
  /** Phases, each `length` columns: column p + i·phases of the padded row is element i of phase p. */
  readonly phases: number;
  readonly length: number;
  /** Where in the row each phase lies; null for one that nobody reads. */
  readonly places: readonly (number | null)[];
  /** Vectors of each phase that are copied from neighbours, the first `start` columns into it. */
  readonly quads: number;
  readonly start: number;
  /** Input column of element 0 of the first. */
  readonly from: number;
  /** Columns of the input. */
  readonly input: number;
  /** How many columns are copied one by one; which, and where in the input they come from. */
  readonly singles: number;
  readonly eachSingle: (visit: (target: number, column: number) => void) => void;
  readonly anyOutside: boolean;
}

export interface PadConfig {
  readonly threads: number;
  readonly batch: number;
  readonly channels: number;
  readonly input: Buffer;
  /** Elements between neighbours of the input. */
  readonly strides: { batch: number; channel: number; plane: number; row: number; column: number };
  readonly source: Buffer;
  readonly extents: Triple;
  readonly row: PadRow;
  /** Input coordinate of every plane and row, -1 outside; the single columns for when they are many. */
  readonly tables: { planes: Buffer; rows: Buffer; targets: Buffer; columns: Buffer };
  readonly fill: number;
  /** Where rows go; null: one behind the other. */
  readonly places: RowPlaces | null;
}

/** Row (n, c, z, y) goes to the sum of its elements of the tables and the steps of n and c. */
export interface RowPlaces {
  readonly batch: number;
  /** Channels of a group stand `channel` apart, groups `group`. */
  readonly group: number;
  readonly channel: number;
  readonly perGroup: number;
  readonly planes: Buffer;
  readonly rows: Buffer;
}

/** Above this many single columns a loop reads them from tables. */
const UNROLL_SINGLES = 48;

/**
 * @param columns the columns of the padded row, before they are dealt to the phases.
 * @param neighbours whether neighbouring columns of the input lie side by side.
 * @param wanted where the phases lie; default: one behind the other.
 */
export function padRow(
  columns: IndexMap,
  phases: number,
  neighbours: boolean,
  wanted: PadRow["places"] | null = null,
): PadRow {
  const length = Math.ceil(columns.length / phases);
  const places = wanted ?? Array.from({ length: phases }, (_, phase) => phase * length);
  const run = neighbours ? longestNeighbours(columns) : { first: 0, end: 0 };
  const start = Math.ceil(run.first / phases);
  const quads = Math.max(0, Math.floor((Math.floor(run.end / phases) - start) / 4));
  const behind = start + 4 * quads;
  const eachSingle: PadRow["eachSingle"] = (visit) => {
    for (let phase = 0; phase < phases; phase++) {
      const place = places[phase];
      if (place === null) continue;
      for (const [from, to] of [
        [0, start],
        [behind, length],
      ]) {
        for (let i = from; i < to; i++) {
          const position = i * phases + phase;
          const column = position < columns.length ? indexAt(columns, position) : OUTSIDE;
          if (column !== OUTSIDE) visit(place + i, column);
        }
      }
    }
  };
  const read = places.filter((place) => place !== null).length;
  const copied = 4 * quads * read;
  let singles = 0;
  if (read === phases) singles = filled(columns) - copied;
  else eachSingle(() => singles++);
  return {
    phases,
    length,
    places,
    quads,
    start,
    from: quads > 0 ? indexAt(columns, start * phases) : 0,
    input: columns.size,
    singles,
    eachSingle,
    anyOutside: copied + singles < read * length,
  };
}

/** Tasks are rows of the source. */
export const padTasks = ({ batch, channels, extents: [d, h] }: PadConfig): number =>
  batch * channels * d * h;

export function pad(config: PadConfig): Kernel {
  const { batch, channels, strides, threads, source } = config;
  const { places } = config;
  const [depth, height, width] = config.extents;
  const tasks = padTasks(config);
  return kernel("pad", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    k.use(config.input);
    k.use(source);
    const planes = k.use(config.tables.planes);
    const rows = k.use(config.tables.rows);
    if (config.row.singles > UNROLL_SINGLES) {
      k.use(config.tables.targets);
      k.use(config.tables.columns);
    }
    if (places) {
      k.use(places.planes);
      k.use(places.rows);
    }

    k.loop("row", { from: lo, to: hi }, (row) => {
      const y = remainder(row, height);
      const z = remainder(quotient(row, height), depth);
      const channel = quotient(row, height * depth);
      const c = remainder(channel, channels);
      const n = remainder(quotient(channel, channels), batch);
      const target = k.let("target", places ? placeOf(places, { n, c, z, y }) : times(row, width));
      const plane = k.let("plane", load(planes, z));
      const line = k.let("line", load(rows, y));
      const blank = () => fillRow(k, config, target);
      const copy = () => {
        if (config.row.anyOutside) blank();
        const base = k.let(
          "base",
          [
            times(n, strides.batch),
            times(c, strides.channel),
            times(plane, strides.plane),
            times(line, strides.row),
          ].reduce((a, b) => plus(a, b)),
        );
        copyRun(k, config, base, target);
        copySingles(k, config, base, target);
      };
      k.if(compare("lt", plane, 0), blank, () => k.if(compare("lt", line, 0), blank, copy));
    });
  });
}

function placeOf(
  { batch, group, channel, perGroup, planes, rows }: RowPlaces,
  { n, c, z, y }: Readonly<Record<"n" | "c" | "z" | "y", Expr>>,
): Expr {
  return [
    times(n, batch),
    times(quotient(c, perGroup), group),
    times(remainder(c, perGroup), channel),
    load(planes, z),
    load(rows, y),
  ].reduce((a, b) => plus(a, b));
}

/** The whole row is outside. */
function fillRow(k: KernelBuilder, { source, row, fill }: PadConfig, target: Variable): void {
  const value = k.let("fill", splat(float(fill)));
  for (const { at, width } of stretches(row)) {
    const whole = width - (width % 4);
    k.loop("x", { to: whole, step: 4 }, (x) =>
      k.store4(source, [plus(plus(target, x), at)], value),
    );
    for (let x = whole; x < width; x++) k.store(source, [plus(target, at + x)], float(fill));
  }
}

/** The phases of a row, neighbours as one. */
function stretches({ places, length }: PadRow): { at: number; width: number }[] {
  const found: { at: number; width: number }[] = [];
  for (const at of places.filter((place) => place !== null)) {
    const last = found.at(-1);
    if (last && last.at + last.width === at) last.width += length;
    else found.push({ at, width: length });
  }
  return found;
}

/** Neighbours, dealt to the phases. */
function copyRun(k: KernelBuilder, config: PadConfig, base: Expr, target: Variable): void {
  const { input, source } = config;
  const { phases, places, quads, start, from } = config.row;
  const some = (x: Expr, count: number) => {
    for (let i = 0; i < count; i++) {
      const row = vector(phases, (v) =>
        k.let("v", load4(input, plus(plus(base, times(x, phases)), from + 4 * (i * phases + v)))),
      );
      deal(k, row).forEach((value, p) => {
        const place = places[p];
        if (place === null) return;
        k.store4(source, [plus(plus(target, x), place + start + 4 * i)], value);
      });
    }
  };
  // Two at a time where a copy is all there is: pairs of vectors run as one.
  const step = phases === 1 ? 2 : 1;
  const whole = quads - (quads % step);
  k.loop("x", { to: 4 * whole, step: 4 * step }, (x) => some(x, step));
  k.loop("x", { from: 4 * whole, to: 4 * quads, step: 4 }, (x) => some(x, 1));
}

/** The columns that are no neighbours. */
function copySingles(k: KernelBuilder, config: PadConfig, base: Expr, target: Variable): void {
  const { input, source, strides, tables } = config;
  const { singles, eachSingle } = config.row;
  if (singles <= UNROLL_SINGLES) {
    eachSingle((to, column) => {
      k.store(source, [plus(target, to)], load(input, plus(base, column * strides.column)));
    });
    return;
  }
  k.loop("i", singles, (i) => {
    const to = k.let("to", load(tables.targets, i));
    const column = k.let("column", load(tables.columns, i));
    k.store(source, [plus(target, to)], load(input, plus(base, times(column, strides.column))));
  });
}
