/** An axis of windows in tiles, by what each tile meets: equal tiles, equally far apart, are one pattern. */
import type { Windows } from "../semantics/pool-windows.ts";
import type { Column } from "./lanes.ts";

export interface Pattern {
  /** First window; windows of a tile; tiles. */
  readonly first: number;
  readonly size: number;
  readonly tiles: number;
  /** What source positions of the first tile count from, and how much further on those of the next. */
  readonly base: number;
  readonly advance: number;
  /** By window of a tile, the positions it holds. */
  readonly windows: readonly (readonly number[])[];
  /** Position e of window i, `outside` beyond its last, `any` behind the tile. */
  readonly at: (i: number, e: number) => Column;
}

/** The whole axis in tiles of `size`, the last one perhaps smaller. */
export function patternsOf(axis: Windows, size: number): Pattern[] {
  const total = axis.first.length;
  const list: Pattern[] = [];
  for (let n = 0; n < total; n += size) {
    const own = Math.min(size, total - n);
    const base = baseOf(axis, n, own);
    const last = list.at(-1);
    if (last?.size === own && repeats(axis, last, n - last.first, base - last.base)) {
      const advance = base - (last.base + (last.tiles - 1) * last.advance);
      if (last.tiles === 1 || advance === last.advance) {
        list[list.length - 1] = { ...last, tiles: last.tiles + 1, advance };
        continue;
      }
    }
    list.push(patternAt(axis, n, own, base));
  }
  return list;
}

/** The lowest position that any of these windows holds. */
function baseOf({ first, count }: Windows, n: number, size: number): number {
  let base = Infinity;
  for (let i = n; i < n + size; i++) if (count[i] > 0) base = Math.min(base, first[i]);
  return base === Infinity ? 0 : base;
}

/** Whether the windows `further` on hold the same positions, `moved` on. */
function repeats(axis: Windows, pattern: Pattern, further: number, moved: number): boolean {
  const { first, count } = axis;
  for (let i = pattern.first; i < pattern.first + pattern.size; i++) {
    if (count[i + further] !== count[i]) return false;
    if (count[i] > 0 && first[i + further] !== first[i] + moved) return false;
  }
  return true;
}

function patternAt(
  { step, first, count }: Windows,
  n: number,
  size: number,
  base: number,
): Pattern {
  const windows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: count[n + i] }, (_, e) => first[n + i] - base + e * step),
  );
  return {
    first: n,
    size,
    tiles: 1,
    base,
    advance: 0,
    windows,
    at: (i, e) => (i >= size ? "any" : (windows[i][e] ?? "outside")),
  };
}

/** A source row, counted from the tile's base, and the windows of the tile that hold it. */
export interface Meeting {
  readonly line: number;
  readonly rows: readonly number[];
}

/** Top to bottom. */
export function meetingsOf({ windows }: Pattern): Meeting[] {
  const lines = [...new Set(windows.flat())].sort((a, b) => a - b);
  return lines.map((line) => ({
    line,
    rows: windows.flatMap((window, row) => (window.includes(line) ? [row] : [])),
  }));
}
