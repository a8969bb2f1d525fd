/** What a kernel can be taken apart into, and what proves that it cannot. */
import {
  convolve,
  exactSum,
  factorLine,
  factorPlane,
  freedomOf,
  type Kernel,
  type LineFactors,
  nearestPair,
  nearestSum,
  type PlaneFactor,
  passesOf,
  passesOfSum,
  ranksOf,
  type SeparableSum,
  sameKernel,
} from "convoke/workshop";
import { Failure } from "../failure.ts";
import { times } from "./described.ts";
import type { Way } from "./ways.ts";
import { filled, type WorkshopWords } from "./words.ts";

export interface KernelFindings {
  /** Over the fractions; null where that was not asked (floats), or is too large. */
  readonly rank: number | null;
  /** Of the doubles, by their singular values; null for exact ranks. */
  readonly numericRank: number | null;
  /** Of a line, or of the column and the row of a separable kernel. */
  readonly lines: readonly LineFactors[];
  readonly plane: readonly PlaneFactor[] | null;
  readonly pair: {
    readonly sizes: readonly [readonly number[], readonly number[]];
    readonly freedom: number;
    readonly of: number;
  } | null;
  readonly ways: readonly Way[];
}

/** Extents up to which singular values are. */
const MOST_SUM = 128;
const MOST_PLANE = 17;
/** Of a kernel whose nearest pair is looked for from 40 starts. */
const MOST_PAIR = 11;
const MOST_LINE = 64;
/** Singular values below this share of the largest are rounding. */
const NOTHING = 1e-12;
/** Truncated sums that are shown unless others are asked for. */
const MOST_SUMS = 3;

export interface KernelAsked {
  /** Terms of the nearest sums; null: as many as are worth a look. */
  readonly ranks: readonly number[] | null;
  /** Size of the first of a nearest pair; null: half. */
  readonly pair: readonly [number, number] | null;
}

/** @param k without outer zeros, not all zeros, of one or two axes. */
export function kernelFindings(k: Kernel, asked: KernelAsked, t: WorkshopWords): KernelFindings {
  const long = k.shape.filter((n) => n > 1).length;
  return long <= 1 ? lineFindings(k, t) : planeFindings(k, asked, t);
}

function lineFindings(k: Kernel, t: WorkshopWords): KernelFindings {
  const nothing = { rank: 1, numericRank: null, plane: null, pair: null };
  if (k.values.length > MOST_LINE || k.values.length < 3)
    return { ...nothing, lines: [], ways: [] };
  const found = factorLine(k);
  return { ...nothing, lines: [found], ways: [shortWay(k, [found], t)] };
}

function planeFindings(k: Kernel, asked: KernelAsked, t: WorkshopWords): KernelFindings {
  const [rows, columns] = k.shape;
  if (Math.max(rows, columns) > MOST_SUM)
    throw new Failure(
      "usage",
      `expected a kernel of at most ${MOST_SUM}×${MOST_SUM} to be taken apart, got ${rows}×${columns}`,
    );
  const [{ exact: rank, numeric }] = ranksOf(k);
  const numericRank = rank === null ? numeric : null;
  const sums = sumsOf(k, rank, numericRank, asked, t);
  const separable = sums.find(({ kind }) => kind === "separable");
  const lines =
    separable?.kernels && Math.max(rows, columns) <= MOST_LINE
      ? separable.kernels[0].map((line) => factorLine(line))
      : [];
  const short = separable && lines.some(({ factors }) => factors.length > 2);
  const plane = k.exact && Math.max(rows, columns) <= MOST_PLANE ? factorPlane(k) : null;
  const product = plane && plane.length > 1 && !separable ? [productWay(k, plane, t)] : [];
  const pairs = separable || (product.length > 0 && !asked.pair) ? null : pairOf(k, asked.pair, t);
  return {
    rank,
    numericRank,
    lines,
    plane,
    pair: pairs && { sizes: pairs.sizes, freedom: pairs.freedom, of: rows * columns },
    ways: [
      ...sums,
      ...(short ? [shortWay(k, lines, t)] : []),
      ...product,
      ...(pairs ? [pairs.way] : []),
    ],
  };
}

function sumsOf(
  k: Kernel,
  rank: number | null,
  numericRank: number | null,
  { ranks }: KernelAsked,
  t: WorkshopWords,
): Way[] {
  const most = Math.min(...k.shape);
  const full = rank ?? numericRank ?? most;
  const exact = rank === null ? [] : [sumWay(k, exactSum(k), t)];
  const whole = rank === null && full < most ? [full] : [];
  const counts = ranks ?? [
    ...Array.from({ length: Math.min(MOST_SUMS, full - 1) }, (_, i) => i + 1),
    ...whole,
  ];
  const nearest = counts.filter((r) => r <= most && (rank === null || r < rank));
  return [...exact, ...nearest.map((r) => sumWay(k, nearestSum(k, r), t))];
}

function sumWay(k: Kernel, sum: SeparableSum, t: WorkshopWords): Way {
  const r = sum.terms.length;
  const whole = sum.exact || sum.error <= NOTHING;
  const kind = whole ? (r === 1 ? "separable" : "sum") : "nearest-sum";
  const title = whole ? (r === 1 ? t.separableWay : t.sumWay) : t.nearestSumWay;
  return {
    kind,
    key: kind === "separable" ? kind : `${kind}-${r}`,
    title: filled(title, { r }),
    kernels: sum.terms.map(([column, row]) => [column, row]),
    layers: passesOfSum(sum),
    error: sum.error,
    exact: sum.exact && k.exact !== null,
  };
}

function productWay(k: Kernel, plane: readonly PlaneFactor[], t: WorkshopWords): Way {
  const kernels = withoutPoints(plane.map((f) => f.kernel));
  return {
    kind: "product",
    key: "product",
    title: filled(t.productWay, { n: kernels.length }),
    kernels: [kernels],
    layers: passesOf(kernels),
    error: 0,
    exact: k.exact !== null,
  };
}

function shortWay(k: Kernel, lines: readonly LineFactors[], t: WorkshopWords): Way {
  const kernels = withoutPoints(lines.flatMap(({ factors }) => factors));
  return {
    kind: "short",
    key: "short",
    title: filled(t.shortWay, { n: kernels.length }),
    kernels: [kernels],
    layers: passesOf(kernels),
    error: distance(kernels.reduce(convolve), k),
    exact: k.exact !== null && lines.every(({ exact }) => exact),
  };
}

/** ‖a − b‖ / ‖b‖ */
function distance(a: Kernel, b: Kernel): number {
  if (a.exact && b.exact && sameKernel(a, b)) return 0;
  return Math.hypot(...a.values.map((v, i) => v - b.values[i])) / Math.hypot(...b.values);
}

/** A single tap is no pass of its own: it scales the factor behind it. */
function withoutPoints(kernels: readonly Kernel[]): Kernel[] {
  const points = kernels.filter(({ values }) => values.length === 1);
  const rest = kernels.filter(({ values }) => values.length > 1);
  if (rest.length === 0) return [...kernels];
  return [[...points, rest[0]].reduce(convolve), ...rest.slice(1)];
}

function pairOf(k: Kernel, asked: readonly [number, number] | null, t: WorkshopWords) {
  const [rows, columns] = k.shape;
  if (asked === null && (Math.max(rows, columns) > MOST_PAIR || Math.min(rows, columns) < 3))
    return null;
  const size = asked ?? [Math.floor(rows / 2) + 1, Math.floor(columns / 2) + 1];
  const { first, second, residual } = nearestPair(k, size);
  const sizes = [first.shape, second.shape] as const;
  const way: Way = {
    kind: "pair",
    key: `pair-${first.shape.join("x")}`,
    title: filled(t.pairWay, { a: times(first.shape), b: times(second.shape) }),
    kernels: [[first, second]],
    layers: passesOf([first, second]),
    error: residual,
    exact: false,
  };
  return { sizes, freedom: freedomOf(first.shape, second.shape), way };
}
