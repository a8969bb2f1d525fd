/** What a kernel can be taken apart into, and what proves that it cannot. */
import { guard, ShapeError } from "../../errors.ts";
import { convolve, trim } from "../algebra.ts";
import { factorLine, type LineFactors } from "../factor/line.ts";
import { nearestPair } from "../factor/pair.ts";
import { factorPlane, freedomOf, type PlaneFactor } from "../factor/plane.ts";
import { exactSum, nearestSum, type SeparableSum } from "../factor/separable.ts";
import { type Kernel, sameKernel } from "../kernel.ts";
import type { Layer } from "../layers/layer.ts";
import { ranksOf } from "../report/rank.ts";
import { passesOf, passesOfSum } from "./passes.ts";

/** A way to compute a kernel, or a layer, by others. */
export interface Way {
  readonly kind: WayKind;
  /** The kind and what tells it from others of its kind: `spatial-48`, `pair-2x2`. */
  readonly key: string;
  /** What its name in words is made with: a rank `r`, a number `n`, the sizes `a` and `b`. */
  readonly facts: Readonly<Record<string, number | string>>;
  /** Its kernels, in the terms of a sum or in a row; null for layers. */
  readonly kernels: readonly (readonly Kernel[])[] | null;
  readonly layers: readonly Layer[];
  /** Of the values, ‖difference‖ / ‖kernel‖; 0 where it is exact. */
  readonly error: number;
  readonly exact: boolean;
}

export type WayKind =
  /** As it is. */
  | "whole"
  | "separable"
  | "sum"
  | "nearest-sum"
  | "product"
  /** Factors of two and three taps. */
  | "short"
  | "pair"
  /** Chains of layers of lower rank. */
  | "spatial"
  | "channel"
  | "tucker"
  | "canonical";

export interface KernelFindings {
  /** What was taken apart: without outer zeros. */
  readonly kernel: Kernel;
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

export interface FactorAsked {
  /** Terms of the nearest sums; null: as many as are worth a look. */
  readonly ranks: readonly number[] | null;
  /** Size of the first of a nearest pair; null: half. */
  readonly pair: readonly [number, number] | null;
}

const HALVES: FactorAsked = { ranks: null, pair: null };

const times = (shape: readonly number[]): string => shape.join("×");

/**
 * @param whole of one or two axes, not all zeros; its outer zeros are left out.
 * @throws ShapeError for other kernels, and for those of more than 128 values along one of two axes.
 */
export function kernelFindings(whole: Kernel, asked: FactorAsked = HALVES): KernelFindings {
  const fits = whole.shape.length <= 2 && whole.values.some((v) => v !== 0);
  guard(fits, ShapeError, () => ({
    name: "a kernel to be taken apart",
    expected: "one or two axes, and a value other than 0",
    got: whole.shape,
  }));
  const k = trim(whole);
  const long = k.shape.filter((n) => n > 1).length;
  return long <= 1 ? lineFindings(k) : planeFindings(k, asked);
}

function lineFindings(k: Kernel): KernelFindings {
  const nothing = { kernel: k, rank: 1, numericRank: null, plane: null, pair: null };
  if (k.values.length > MOST_LINE || k.values.length < 3)
    return { ...nothing, lines: [], ways: [] };
  const found = factorLine(k);
  return { ...nothing, lines: [found], ways: [shortWay(k, [found])] };
}

function planeFindings(k: Kernel, asked: FactorAsked): KernelFindings {
  const [rows, columns] = k.shape;
  guard(Math.max(rows, columns) <= MOST_SUM, ShapeError, () => ({
    name: "a kernel to be taken apart",
    expected: `at most ${MOST_SUM}×${MOST_SUM} values`,
    got: k.shape,
  }));
  const [{ exact: rank, numeric }] = ranksOf(k);
  const numericRank = rank === null ? numeric : null;
  const sums = sumsOf(k, rank, numericRank, asked);
  const separable = sums.find(({ kind }) => kind === "separable");
  const lines =
    separable?.kernels && Math.max(rows, columns) <= MOST_LINE
      ? separable.kernels[0].map((line) => factorLine(line))
      : [];
  const short = separable && lines.some(({ factors }) => factors.length > 2);
  const plane = k.exact && Math.max(rows, columns) <= MOST_PLANE ? factorPlane(k) : null;
  const product = plane && plane.length > 1 && !separable ? [productWay(k, plane)] : [];
  const pairs = separable || (product.length > 0 && !asked.pair) ? null : pairOf(k, asked.pair);
  return {
    kernel: k,
    rank,
    numericRank,
    lines,
    plane,
    pair: pairs && { sizes: pairs.sizes, freedom: pairs.freedom, of: rows * columns },
    ways: [
      ...sums,
      ...(short ? [shortWay(k, lines)] : []),
      ...product,
      ...(pairs ? [pairs.way] : []),
    ],
  };
}

function sumsOf(
  k: Kernel,
  rank: number | null,
  numericRank: number | null,
  { ranks }: FactorAsked,
): Way[] {
  const most = Math.min(...k.shape);
  const full = rank ?? numericRank ?? most;
  const exact = rank === null ? [] : [sumWay(k, exactSum(k))];
  const whole = rank === null && full < most ? [full] : [];
  const counts = ranks ?? [
    ...Array.from({ length: Math.min(MOST_SUMS, full - 1) }, (_, i) => i + 1),
    ...whole,
  ];
  const nearest = counts.filter((r) => r <= most && (rank === null || r < rank));
  return [...exact, ...nearest.map((r) => sumWay(k, nearestSum(k, r)))];
}

function sumWay(k: Kernel, sum: SeparableSum): Way {
  const r = sum.terms.length;
  const whole = sum.exact || sum.error <= NOTHING;
  const kind = whole ? (r === 1 ? "separable" : "sum") : "nearest-sum";
  return {
    kind,
    key: kind === "separable" ? kind : `${kind}-${r}`,
    facts: { r },
    kernels: sum.terms.map(([column, row]) => [column, row]),
    layers: passesOfSum(sum),
    error: sum.error,
    exact: sum.exact && k.exact !== null,
  };
}

function productWay(k: Kernel, plane: readonly PlaneFactor[]): Way {
  const kernels = withoutPoints(plane.map((f) => f.kernel));
  return {
    kind: "product",
    key: "product",
    facts: { n: kernels.length },
    kernels: [kernels],
    layers: passesOf(kernels),
    error: 0,
    exact: k.exact !== null,
  };
}

function shortWay(k: Kernel, lines: readonly LineFactors[]): Way {
  const kernels = withoutPoints(lines.flatMap(({ factors }) => factors));
  return {
    kind: "short",
    key: "short",
    facts: { n: kernels.length },
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

function pairOf(k: Kernel, asked: readonly [number, number] | null) {
  const [rows, columns] = k.shape;
  if (asked === null && (Math.max(rows, columns) > MOST_PAIR || Math.min(rows, columns) < 3))
    return null;
  const size = asked ?? [Math.floor(rows / 2) + 1, Math.floor(columns / 2) + 1];
  const { first, second, residual } = nearestPair(k, size);
  const sizes = [first.shape, second.shape] as const;
  const way: Way = {
    kind: "pair",
    key: `pair-${first.shape.join("x")}`,
    facts: { a: times(first.shape), b: times(second.shape) },
    kernels: [[first, second]],
    layers: passesOf([first, second]),
    error: residual,
    exact: false,
  };
  return { sizes, freedom: freedomOf(first.shape, second.shape), way };
}
