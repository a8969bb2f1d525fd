/**
 * An axis of the output in tiles, for kernels that resolve borders in their code: where a window
 * lies wholly inside, all tiles are alike and a loop walks them; at an edge each has its own code.
 */
import { compare, type Int, int, type KernelBuilder, least, plus, times } from "../ir/build.ts";
import type { Expr } from "../ir/tree.ts";
import type { Column } from "./lanes.ts";
import { PAIR } from "./second-columns.ts";

/** How an axis of the output meets the source. */
export interface EdgedAxis {
  readonly out: number;
  readonly kernel: number;
  /** Source coordinate that tap t of output x meets, -1 outside. */
  readonly at: (x: number, t: number) => number;
  /** First of the outputs whose window lies inside, and the one behind the last: there, and nowhere
   * else, `at(x, t)` is x·step + lead[t] for all t. */
  readonly inside: readonly [first: number, end: number];
  readonly step: number;
  readonly lead: readonly number[];
}

/** Tiles that one piece of code computes. */
export interface Stretch {
  /** First output position; positions of a tile; tiles, more than one only where they are alike. */
  readonly first: number;
  readonly size: number;
  readonly tiles: number;
  /** Whether the source coordinates move with the tile; else they are absolute. */
  readonly inside: boolean;
  /** Coordinate that tap t of the tile's i-th position meets, from the tile's base on. */
  readonly at: (i: number, t: number) => Column;
}

/** Outputs whose window does not lie inside. */
export const edgeOutputs = ({ out, inside: [first, end] }: EdgedAxis): number =>
  out - Math.max(0, Math.min(end, out) - Math.max(first, 0));

/**
 * The whole axis in tiles of `size` at most. What is inside is in whole pairs of vectors, and a rest;
 * a tile at an edge ends where such a pair can begin, but has `edge` positions at least.
 */
export function stretches(axis: EdgedAxis, size: number, edge = size): Stretch[] {
  const { out, at, step, lead } = axis;
  const list: Stretch[] = [];
  let next = 0;
  while (next < out) {
    const first = next;
    const count = tileAt(axis, first, size, edge);
    const inside = isInside(axis, first, count);
    // All whole tiles that lie inside are alike; what is left at the end of the axis is smaller.
    const tiles = inside && count === size ? Math.floor((axis.inside[1] - first) / size) : 1;
    list.push({
      first,
      size: count,
      tiles,
      inside,
      at: (i, t) => {
        if (i >= count) return "any";
        if (inside) return i * step + lead[t];
        const index = at(first + i, t);
        return index < 0 ? "outside" : index;
      },
    });
    next += tiles * count;
  }
  return list;
}

/** Positions of the tile that begins at `first`. */
function tileAt(axis: EdgedAxis, first: number, size: number, edge: number): number {
  const left = axis.out - first;
  for (let count = size; count >= Math.min(PAIR, size); count -= PAIR) {
    if (count <= left && isInside(axis, first, count)) return count;
  }
  let count = edge;
  while (count < Math.min(size, left) && !isInside(axis, first + count, PAIR)) count += PAIR / 2;
  return Math.min(count, size, left);
}

/** Whether no window of `count` positions from `first` on meets an edge. */
const isInside = ({ inside: [begin, end] }: EdgedAxis, first: number, count: number): boolean =>
  first >= begin && first + count <= end;

/** A task's share of an axis: band number `band` of `bands`. */
export interface Share {
  readonly band: Int;
  readonly bands: number;
}

/**
 * Runs `body` for every tile, with its first output position and the base of its coordinates. A
 * share of the axis is a part of every loop; tiles that stand alone belong to the first band.
 */
export function eachTile(
  k: KernelBuilder,
  axis: EdgedAxis,
  list: readonly Stretch[],
  { band, bands }: Share,
  body: (stretch: Stretch, position: Expr, base: Expr) => void,
): void {
  const visit = (stretch: Stretch, position: Expr) =>
    body(stretch, position, stretch.inside ? times(position, axis.step) : int(0));
  const alone = list.filter(({ tiles }) => tiles === 1);
  const visitAlone = () => {
    for (const stretch of alone) visit(stretch, int(stretch.first));
  };
  for (const stretch of list.filter(({ tiles }) => tiles > 1)) {
    const { first, size, tiles } = stretch;
    const part = Math.ceil(tiles / bands);
    const from = times(band, part);
    k.loop("tile", { from, to: least(plus(from, part), tiles) }, (tile) =>
      visit(stretch, k.let("at", plus(times(tile, size), first))),
    );
  }
  if (alone.length === 0) return;
  if (bands === 1) visitAlone();
  else k.if(compare("eq", band, 0), visitAlone);
}
