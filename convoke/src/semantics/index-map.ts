/**
 * Which input element stands at every position of an axis. An axis may be hundreds of millions long,
 * yet its map is a few stretches along which the index moves evenly: it is kept as the rule it
 * follows, and becomes a table only where a kernel reads one.
 *
 *     reflect, two to each side        position  0 1 2 3 4 5 6 7
 *     of an input of 4                 index     2 1 0 1 2 3 2 1
 *                                      runs      ─── ─────── ───
 */
import { OUTSIDE, pieceEnd, sourceIndex } from "./border.ts";
import type { Axis, Border } from "./problem.ts";

export interface IndexMap {
  /** What stands beyond the input. */
  readonly border: Border;
  /** Extent of the input. */
  readonly size: number;
  /** Positions from one input element to the next: those between are outside. More than 1 only with border zero. */
  readonly spread: number;
  /** Where position 0 is, counted in positions from input element 0. */
  readonly first: number;
  /** From here on everything is outside, whatever the border. */
  readonly end: number;
  readonly length: number;
}

/** Positions `first` to `end - 1`: the index starts at `index` and moves by `step` every `every` positions. */
export interface Run {
  readonly first: number;
  readonly end: number;
  /** OUTSIDE, with step 0, for positions that no element fills. */
  readonly index: number;
  readonly step: number;
  /** Positions that are no multiple of this from `first` are outside. */
  readonly every: number;
}

/** The positions of a border from `first` on. */
export const borderMap = (
  border: Border,
  size: number,
  first: number,
  length: number,
): IndexMap => ({ border, size, spread: 1, first, end: length, length });

/**
 * Every position that some window of a `conv` axis covers, first to last:
 * (output − 1)·stride + (kernel − 1)·dilation + 1 of them, the first at −before.
 */
export function sourceMap(axis: Axis, border: Border): IndexMap {
  const { input, output, kernel, stride, dilation, before } = axis;
  const length = Math.max(0, (output - 1) * stride + (kernel - 1) * dilation + 1);
  return borderMap(border, input, -before, length);
}

/** The map with at least `length` positions; what is added is outside. */
export const extended = (map: IndexMap, length: number): IndexMap =>
  map.length >= length ? map : { ...map, length };

/** Input index at a position of the map, or OUTSIDE. */
export function indexAt({ border, size, spread, first, end }: IndexMap, position: number): number {
  if (position >= end) return OUTSIDE;
  const at = position + first;
  if (spread === 1) return sourceIndex(border, size, at);
  return at % spread === 0 ? sourceIndex(border, size, at / spread) : OUTSIDE;
}

/** The runs of positions `from` to `to - 1`, in order. */
export function* runs(map: IndexMap, from = 0, to = map.length): Generator<Run> {
  for (let position = from; position < to; ) {
    const run = runAt(map, position, to);
    yield run;
    position = run.end;
  }
}

function runAt(map: IndexMap, position: number, to: number): Run {
  const { border, size, spread, first, end } = map;
  const at = position + first;
  const until = (behind: number) => Math.min(behind - first, end, to);
  const outside = (behind: number): Run => {
    return { first: position, end: behind, index: OUTSIDE, step: 0, every: 1 };
  };
  if (position >= end) return outside(to);
  if (spread > 1) {
    const behind = (size - 1) * spread + 1;
    const next = at < 0 ? 0 : at < behind ? Math.ceil(at / spread) * spread : Infinity;
    if (next > at) return outside(until(next));
    return { first: position, end: until(behind), index: at / spread, step: 1, every: spread };
  }
  const behind = until(pieceEnd(border, size, at));
  const index = sourceIndex(border, size, at);
  if (index === OUTSIDE) return outside(behind);
  const step = behind - position > 1 ? sourceIndex(border, size, at + 1) - index : 1;
  return { first: position, end: behind, index, step, every: 1 };
}

/** Positions that an input element fills. */
export function filled(map: IndexMap): number {
  const { kind } = map.border;
  // The other borders leave nothing outside, in however many runs.
  if (kind !== "zero" && kind !== "constant") return Math.min(map.end, map.length);
  let count = 0;
  for (const { first, end, index, every } of runs(map))
    if (index !== OUTSIDE) count += Math.ceil((end - first) / every);
  return count;
}

/** Positions `first` to `end - 1` that see neighbours of the input, the first of them `index`. */
export interface Neighbours {
  readonly first: number;
  readonly end: number;
  readonly index: number;
}

/** The longest stretch of neighbours among positions `from` to `to - 1`; of equal ones the first. */
export function longestNeighbours(map: IndexMap, from = 0, to = map.length): Neighbours {
  let best = { first: from, end: from, index: 0 };
  for (const { first, end, index, step, every } of runs(map, from, to)) {
    if (index === OUTSIDE) continue;
    const behind = step === 1 && every === 1 ? end : first + 1;
    if (behind - first > best.end - best.first) best = { first, end: behind, index };
    // There are no more neighbours than elements: a narrow input may be folded millions of times.
    if (best.end - best.first >= Math.min(map.size, to - end)) break;
  }
  return best;
}

/** Whether all positions see neighbours: the input lies there as it is. */
export function areNeighbours(map: IndexMap): boolean {
  const { first, end } = longestNeighbours(map);
  return end - first === map.length;
}

/** The map as kernels read it. */
export function tableOf(map: IndexMap): Int32Array {
  const table = new Int32Array(map.length).fill(OUTSIDE);
  for (const { first, end, index, step, every } of runs(map)) {
    if (index === OUTSIDE) continue;
    for (let position = first, i = index; position < end; position += every, i += step)
      table[position] = i;
  }
  return table;
}

/** The transposed map: index i stands at positions `items[starts[i]]` to `items[starts[i + 1] - 1]`. */
export interface Preimages {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

export function preimages(map: IndexMap): Preimages {
  const starts = new Int32Array(map.size + 1);
  const table = tableOf(map);
  for (const index of table) if (index !== OUTSIDE) starts[index + 1]++;
  for (let i = 0; i < map.size; i++) starts[i + 1] += starts[i];
  const next = starts.slice();
  const items = new Int32Array(starts[map.size]);
  for (let position = 0; position < table.length; position++) {
    const index = table[position];
    if (index !== OUTSIDE) items[next[index]++] = position;
  }
  return { starts, items };
}
