/**
 * How the rows of a product (output channels, or pixels) are cut into register tiles: as even as can
 * be, the higher ones first. 64 rows in tiles of 6 are 9 × 6 and 2 × 5, not 10 × 6 and one of 4: a
 * tile of few rows has fewer sums under way than the multiply-add units can take.
 */
import { compare, type Int, type KernelBuilder, plus, times } from "../ir/build.ts";
import type { Variable } from "../ir/tree.ts";

export interface RowTiles {
  readonly count: number;
  /** Rows of the first `highTiles` tiles; the others have one less. */
  readonly high: number;
  readonly highTiles: number;
}

/** Tiles of at most `most` rows. */
export function rowTiles(rows: number, most: number): RowTiles {
  const count = Math.ceil(rows / most);
  const high = count === 0 ? 0 : Math.ceil(rows / count);
  return { count, high, highTiles: rows - count * (high - 1) };
}

/** Rows of every tile, first to last. */
export const tileHeights = ({ count, high, highTiles }: RowTiles): number[] =>
  Array.from({ length: count }, (_, t) => (t < highTiles ? high : high - 1));

/** Runs `visit` for one tile, known by its number: in the kernel where heights differ, it is asked. */
export function atTile(
  k: KernelBuilder,
  { count, high, highTiles }: RowTiles,
  tile: Variable,
  visit: (mr: number, row: Int) => void,
): void {
  const upper = () => visit(high, times(tile, high));
  const lower = () => visit(high - 1, plus(times(tile, high - 1), highTiles));
  if (highTiles === count) upper();
  else k.if(compare("lt", tile, highTiles), upper, lower);
}
