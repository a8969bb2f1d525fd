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
export function patternsOf({ step, first, count }: Windows, size: number): Pattern[] {
  const list: Pattern[] = [];
  for (let n = 0; n < first.length; n += size) {
    const own = Array.from({ length: Math.min(size, first.length - n) }, (_, i) => n + i);
    const filled = own.find((i) => count[i] > 0);
    const base =
      filled === undefined ? 0 : Math.min(...own.map((i) => (count[i] > 0 ? first[i] : Infinity)));
    const windows = own.map((i) =>
      Array.from({ length: count[i] }, (_, e) => first[i] - base + e * step),
    );
    const last = list.at(-1);
    if (last && last.windows.join("|") === windows.join("|")) {
      const advance = base - (last.base + (last.tiles - 1) * last.advance);
      if (last.tiles === 1 || advance === last.advance) {
        list[list.length - 1] = { ...last, tiles: last.tiles + 1, advance };
        continue;
      }
    }
    list.push({
      first: n,
      size: own.length,
      tiles: 1,
      base,
      advance: 0,
      windows,
      at: (i, e) => (i >= windows.length ? "any" : (windows[i][e] ?? "outside")),
    });
  }
  return list;
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
