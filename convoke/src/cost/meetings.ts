/**
 * How often the elements of an axis meet, in closed form: for each element of the shorter of kernel and
 * narrow side, those it meets inside form one interval of the other. No pair is visited.
 */
import { UnsupportedError } from "../errors.ts";
import { gcd } from "../numbers/whole.ts";
import { OUTSIDE } from "../semantics/border.ts";
import { isOpen, periodOf, type Relation, wideIndex } from "./relation.ts";

/** Counts along one axis; those of a problem are their products over its axes. */
export interface Meetings {
  /** Pairs of a narrow position and a kernel element. */
  readonly pairs: number;
  /** Those that meet an element of the wide side; the others fall on padding, or are cropped. */
  readonly inside: number;
  /** Narrow positions, kernel elements and wide elements with at least one such pair. */
  readonly narrow: number;
  readonly kernel: number;
  readonly wide: number;
  /** Different values of n·s + k·d: positions of the uncropped output that a transpose writes to. */
  readonly spread: number;
}

/** Elements of the shorter of kernel and narrow side, and positions beyond a border: loops end here. */
const MOST_STEPS = 2 ** 22;

/**
 * @throws UnsupportedError when kernel and narrow side both have more than 2²² elements, or a border
 * folds more than 2²² pairs.
 */
export function meetings(relation: Relation): Meetings {
  const { narrow, kernel, stride, dilation } = relation;
  const pairs = narrow * kernel;
  const spread = spreadOf(relation);
  // Either side may lead: q = lead·jump + other·step − p⁻.
  const kernelLeads = kernel <= narrow;
  const [leads, jump, others, step] = kernelLeads
    ? [kernel, dilation, narrow, stride]
    : [narrow, stride, kernel, dilation];
  if (leads > MOST_STEPS) throw tooLong(leads, "the shorter of kernel and positions along an axis");
  const rows = rowsOf(step);
  let [inside, led, met, lowest] = [0, 0, 0, others];
  for (let j = 0; j < leads; j++) {
    const { lo, hi, first } = insideOf(relation, j * jump, step, others);
    if (hi < lo) continue;
    inside += hi - lo + 1;
    led++;
    // Both ends fall as j rises: what is new lies below all that was met before.
    met += Math.max(0, Math.min(hi, lowest - 1) - lo + 1);
    lowest = Math.min(lowest, lo);
    rows.add(first + lo * step, first + hi * step);
  }
  if (isOpen(relation.border)) {
    const [k, n] = kernelLeads ? [led, met] : [met, led];
    return { pairs, inside, narrow: n, kernel: k, wide: rows.count(), spread };
  }
  const folded = foldedBeyond(relation, rows, { leads, jump, others, step });
  return { pairs, inside: pairs, narrow, kernel, wide: rows.count() + folded, spread };
}

/** The terms t of q = start − p⁻ + t·step, t < terms, that lie on the wide side. */
function insideOf({ wide, before }: Relation, start: number, step: number, terms: number) {
  const first = start - before;
  return {
    first,
    lo: Math.max(0, Math.ceil(-first / step)),
    hi: Math.min(terms - 1, Math.floor((wide - 1 - first) / step)),
  };
}

interface Order {
  readonly leads: number;
  readonly jump: number;
  readonly others: number;
  readonly step: number;
}

/** Elements of the wide side that are met from beyond it and not from within. */
function foldedBeyond(relation: Relation, rows: Rows, { leads, jump, others, step }: Order) {
  const period = periodOf(relation);
  const found = new Set<number>();
  let steps = 0;
  const visit = (q: number) => {
    if (++steps > MOST_STEPS) throw tooLong(steps, "positions beyond a border along an axis");
    const index = wideIndex(relation, q);
    if (index !== OUTSIDE && !rows.has(index)) found.add(index);
  };
  const { wide } = relation;
  for (let j = 0; j < leads && rows.count() + found.size < wide; j++) {
    const { lo, hi, first } = insideOf(relation, j * jump, step, others);
    const below = Math.min(others, lo);
    const above = Math.max(0, hi + 1);
    // After `period` terms the same elements come again.
    for (let t = below - 1; t >= Math.max(0, below - period); t--) visit(first + t * step);
    for (let t = above; t < Math.min(others, above + period); t++) visit(first + t * step);
  }
  return found.size;
}

/** Elements of the wide side, as intervals of every step-th one. */
interface Rows {
  /** from, from + step, … to; neither end is below the last of its row. */
  readonly add: (from: number, to: number) => void;
  readonly has: (index: number) => boolean;
  readonly count: () => number;
}

function rowsOf(step: number): Rows {
  const rows = new Map<number, [from: number, to: number][]>();
  let count = 0;
  return {
    add: (from, to) => {
      const row = rows.get(from % step) ?? [];
      rows.set(from % step, row);
      const last = row.at(-1);
      const start = last ? Math.max(from, last[1] + step) : from;
      if (to < start) return;
      count += (to - start) / step + 1;
      if (last && start === last[1] + step) last[1] = to;
      else row.push([start, to]);
    },
    has: (index) =>
      (rows.get(index % step) ?? []).some(([from, to]) => from <= index && index <= to),
    count: () => count,
  };
}

/**
 * With s′ = s/g and d′ = d/g, g the greatest common divisor, (n, k) and (n − d′, k + s′) fall together:
 * one value for each pair without such a neighbour.
 */
function spreadOf({ narrow, kernel, stride, dilation }: Relation): number {
  const g = gcd(stride, dilation);
  const neighbours = Math.max(0, narrow - dilation / g) * Math.max(0, kernel - stride / g);
  return narrow * kernel - neighbours;
}

const tooLong = (got: number, what: string): UnsupportedError =>
  new UnsupportedError(`expected at most ${MOST_STEPS} for ${what} to be counted, got ${got}`);
