/**
 * How windows are gathered into panels. Output positions are numbered through all rows, so four
 * neighbours in a panel need not be neighbours in the source:
 *
 *   together   groups of 4·size positions never cross a row: copied by size vectors
 *   joined     a group of 4 crosses at most one row end: two vectors, joined by a shuffle
 *   apart      rows shorter than that: element by element
 *
 * Which it is follows from the length of a row alone.
 */
import {
  compare,
  type KernelBuilder,
  load,
  load4,
  plus,
  shuffle,
  table,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Lanes, Variable } from "../ir/tree.ts";
import { type Geometry, positionOffset, positions } from "./geometry.ts";

export interface Gather {
  readonly kind: "together" | "joined" | "apart";
  /** Vectors of a group. */
  readonly size: number;
  readonly groups: number;
  /**
   * A row of integers for every group. together: offset of its first window. joined: offsets that
   * its first and its last lanes are read at, and how many the first are. apart: four offsets.
   */
  readonly table: Buffer;
  readonly contents: () => Int32Array;
}

const COLUMNS = { together: 1, joined: 3, apart: 4 } as const;

/** How panels of `nv` vectors are gathered, and in groups of how many vectors. */
export function gatherKind(g: Geometry, nv: number): Pick<Gather, "kind" | "size"> {
  const row = g.out[2];
  const size = [nv, 2].find((n) => nv % n === 0 && (row === positions(g) || row % (4 * n) === 0));
  if (size !== undefined) return { kind: "together", size };
  if (row % 4 === 0) return { kind: "together", size: 1 };
  return { kind: row < 3 ? "apart" : "joined", size: 1 };
}

export function gatherOf(g: Geometry, nv: number): Gather {
  const { kind, size } = gatherKind(g, nv);
  const total = positions(g);
  const row = g.out[2];
  const groups = Math.ceil(total / (4 * size));
  const fields = COLUMNS[kind];
  const write = (group: number, entry: Int32Array, at: number): void => {
    const i = group * 4 * size;
    if (kind === "apart") {
      for (let x = 0; x < 4; x++) entry[at + x] = positionOffset(g, Math.min(i + x, total - 1));
      return;
    }
    const first = positionOffset(g, i);
    entry[at] = first;
    if (kind === "together") return;
    const left = Math.min(4, row - (i % row), total - i);
    // Behind the last position nothing is used: its lanes read on as neighbours.
    const joined = left < 4 && i + left < total;
    entry[at + 1] = joined ? positionOffset(g, i + left) - left : first;
    entry[at + 2] = joined ? left : 4;
  };
  // Offsets rise with the position: the last group has the largest, or the end of the row before it.
  const last = new Int32Array(2 * fields);
  for (let i = 0; i < Math.min(2, groups); i++) write(groups - 1 - i, last, i * fields);
  const most = kind === "joined" && groups > 0 ? 4 : 0;
  return {
    kind,
    size,
    groups,
    table: table("windows", [groups * fields], {
      min: 0,
      max: last.reduce((a, b) => Math.max(a, b), most),
    }),
    contents: () => {
      const contents = new Int32Array(groups * fields);
      for (let group = 0; group < groups; group++) write(group, contents, group * fields);
      return contents;
    },
  };
}

/** What a gathering loop asks for: the rows of a panel, at the windows that `base` leads to. */
export type EachRow = (base: Variable[], copy: (from: Expr[], to: Expr) => void) => void;

/** Copies group number `group`: `rows` calls back for every row of the panel. */
export function gatherGroup(
  k: KernelBuilder,
  { kind, size, table: windows }: Gather,
  source: Buffer,
  scratch: Buffer,
  group: Variable,
  /** Element of the source where offset 0 lies. */
  origin: Expr,
  rows: EachRow,
): void {
  const entry = (i: number) => load(windows, plus(times(group, COLUMNS[kind]), i));
  const based = (i: number) => k.let("base", plus(origin, entry(i)));
  const together = (base: Variable) =>
    rows([base], ([from], to) => {
      for (let x = 0; x < size; x++)
        k.store4(scratch, [plus(to, 4 * x)], load4(source, plus(from, 4 * x)));
    });
  switch (kind) {
    case "together":
      together(based(0));
      return;
    case "joined": {
      const first = based(0);
      const split = k.let("split", entry(2));
      k.if(
        compare("eq", split, 4),
        () => together(first),
        () => {
          const second = based(1);
          const at = (s: number) => () =>
            rows([first, second], ([a, b], to) =>
              k.store4(scratch, [to], shuffle(load4(source, a), load4(source, b), joinAt(s))),
            );
          k.if(compare("eq", split, 1), at(1), () => k.if(compare("eq", split, 2), at(2), at(3)));
        },
      );
      return;
    }
    case "apart":
      rows([0, 1, 2, 3].map(based), (from, to) => {
        from.forEach((at, i) => {
          k.store(scratch, [plus(to, i)], load(source, at));
        });
      });
      return;
    default:
      kind satisfies never;
  }
}

/** The first `split` lanes of one vector, the others of another. */
const joinAt = (split: number): Lanes =>
  [0, 1, 2, 3].map((lane) => (lane < split ? lane : lane + 4)) as unknown as Lanes;
