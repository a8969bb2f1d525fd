/**
 * Dealing neighbours out to phases. A row of elements 0, 1, 2, … dealt to s phases is
 * 0, s, 2s, 3s | 1, s + 1, … : one vector of four a phase from s vectors of the row.
 */
import { type KernelBuilder, shuffle } from "../ir/build.ts";
import type { Expr, Lanes, Variable } from "../ir/tree.ts";

/** One lane of one vector. */
type Pick = readonly [vector: number, lane: number];

/** Phase p of the row, element i of it: element i·s + p of the vectors. */
export function deal(k: KernelBuilder, row: readonly Variable[]): Expr[] {
  const s = row.length;
  if (s === 4) return transpose(k, row);
  return row.map((_, p) =>
    pick(
      k,
      row,
      [0, 1, 2, 3].map((i) => at(i * s + p)),
    ),
  );
}

const at = (element: number): Pick => [Math.floor(element / 4), element % 4];

/** 4 × 4: vector i of the result is lane i of all four. */
function transpose(k: KernelBuilder, [a, b, c, d]: readonly Variable[]): Expr[] {
  const halves = (
    [
      [0, 4, 1, 5],
      [2, 6, 3, 7],
    ] as const
  ).map((lanes) => [k.let("ab", shuffle(a, b, lanes)), k.let("cd", shuffle(c, d, lanes))]);
  return halves.flatMap(([ab, cd]) => [
    shuffle(ab, cd, [0, 1, 4, 5]),
    shuffle(ab, cd, [2, 3, 6, 7]),
  ]);
}

/** A vector of four lanes of any of the vectors, by three shuffles at most. */
function pick(k: KernelBuilder, vectors: readonly Variable[], picks: readonly Pick[]): Expr {
  const used = [...new Set(picks.map(([vector]) => vector))];
  const alone = picks.every(([vector, lane], i) => vector === picks[0][0] && lane === i);
  if (alone) return vectors[used[0]];
  const join = (a: number, b: number): { value: Expr; holds: readonly number[] } => ({
    value: shuffle(
      vectors[a],
      vectors[b],
      picks.map(([vector, lane]) =>
        vector === a ? lane : vector === b ? 4 + lane : 0,
      ) as unknown as Lanes,
    ),
    holds: [a, b],
  });
  const [a, b = a, c, d = c] = used;
  const first = join(a, b);
  if (c === undefined) return first.value;
  // Each half has its lanes in place already; a single third vector has not.
  const left = k.let("left", first.value);
  if (d === c) {
    const lanes = picks.map(([vector, lane], i) => (vector === c ? 4 + lane : i));
    return shuffle(left, vectors[c], lanes as unknown as Lanes);
  }
  const right = k.let("right", join(c, d).value);
  const lanes = picks.map(([vector], i) => (vector === c || vector === d ? 4 + i : i));
  return shuffle(left, right, lanes as unknown as Lanes);
}
