/** Tables that kernels read: their length and range are known before a single entry is. */
import { table } from "../ir/build.ts";
import type { Range } from "../ir/tree.ts";
import type { PadConfig, PadRow } from "../kernels/pad.ts";
import type { Allocation } from "../plan/program.ts";
import { OUTSIDE } from "../semantics/border.ts";
import { filled, type IndexMap, tableOf } from "../semantics/index-map.ts";

/** Adds an allocation to a program's and gives its buffer back. */
export type Own = (allocation: Allocation) => Allocation["buffer"];

export const integers = (
  name: string,
  length: number,
  values: Range,
  contents: () => Int32Array,
): Allocation => ({ buffer: table(name, [length], values), role: "table", contents });

/** A list that is there already. */
export function listed(name: string, list: Int32Array): Allocation {
  let [min, max] = [0, 0];
  for (const value of list) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return integers(name, list.length, { min, max }, () => list);
}

/**
 * Input coordinates of all positions of an axis, -1 outside. Where nothing is outside the range says
 * so: constants can then go into the addresses of loads.
 */
export const mapped = (name: string, map: IndexMap): Allocation =>
  integers(name, map.length, rangeOf(map), () => tableOf(map));

/** What `count` numbers a position stand for: `count` times the coordinate and up. */
export function rangeOf(map: IndexMap, count = 1): Range {
  const min = filled(map) < map.length ? OUTSIDE : 0;
  return { min, max: Math.max(0, map.size * count - 1) };
}

/** What a `pad` step reads. */
export const padTables = (
  own: Own,
  planes: IndexMap,
  rows: IndexMap,
  row: PadRow,
): PadConfig["tables"] => ({
  planes: own(mapped("planes", planes)),
  rows: own(mapped("rows", rows)),
  ...singleTables(own, row),
});

/** Where the single columns of a `pad` step go and come from. */
export function singleTables(
  own: Own,
  row: PadRow,
): Pick<PadConfig["tables"], "targets" | "columns"> {
  const column = (name: string, most: number, part: 0 | 1) =>
    own(
      integers(name, row.singles, { min: 0, max: Math.max(0, most - 1) }, () => {
        const list = new Int32Array(row.singles);
        let next = 0;
        row.eachSingle((...single) => {
          list[next++] = single[part];
        });
        return list;
      }),
    );
  const last = row.places.reduce((most: number, place) => Math.max(most, place ?? 0), 0);
  return {
    targets: column("targets", last + row.length, 0),
    columns: column("columns", row.input, 1),
  };
}
