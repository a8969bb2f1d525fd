/** What is said of taking kernels apart, tried on kernels drawn and on kernels made. */
import {
  composeLayers,
  convolve,
  freedomOf,
  type Kernel,
  kernel,
  kernelOf,
  layer,
  passesOfSum,
  rankOfKernel as rankOf,
  rational,
  sameKernel,
  sumOfTerms,
} from "convoke/workshop";
import { inTurn, type Statement, tried } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { kernelsOf, outerProducts, productsOf, rowsText, type Size, sizeText } from "./cases.ts";
import { type Split, splitOf } from "./splits.ts";
import type { Subject } from "./study.ts";

const PLANES: readonly Size[] = [
  [2, 2],
  [2, 3],
  [3, 3],
  [4, 4],
  [5, 5],
];
const LINES: readonly Size[] = [
  [1, 4],
  [1, 5],
  [7, 1],
];
const ROUNDING = 1e-9;
/** By which one weight is changed: the least come first. */
const STEPS = [1, -1, 2, -2, 3, -3];

/** A size of kernel, and whether the middle may have as many channels as are wanted. */
interface Way {
  readonly size: Size;
  readonly channels: "one" | "enough";
}

export async function statementsOf(
  subject: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const { rankOfKernel, separable, exactSum, factorLine, nearestPair, nearestSum, channelChain } =
    subject;
  const some = Math.ceil(count / 4);
  const planes = PLANES.flatMap((size) => kernelsOf(size, some, seed));
  const lines = LINES.flatMap((size) => kernelsOf(size, some, seed));
  const products = productsOf(some, seed);
  const outer = outerProducts(some, seed);
  const known = new Map<Kernel, Split>();
  const split = (k: Kernel): Split => {
    const found = known.get(k) ?? splitOf(k, subject);
    known.set(k, found);
    return found;
  };
  const splits = (k: Kernel) => split(k).count > 1;
  const ways: Way[] = [
    ...[...PLANES, ...LINES].map((size) => ({ size, channels: "one" as const })),
    ...PLANES.map((size) => ({ size, channels: "enough" as const })),
  ];
  return inTurn(
    [
      () =>
        tried("claim", "fails", ways, ({ size, channels }) => {
          const all = kernelsOf(size, some, seed);
          const apart = all.filter(channels === "one" ? splits : (k) => inChannels(k, subject));
          return apart.length < all.length
            ? null
            : { size: sizeText(size), between: channels, tried: all.length, split: apart.length };
        }),
      () =>
        tried("claim", "nearby", [...planes, ...products, ...outer], (k) =>
          STEPS.some((step) => provenWhole(splitOf(stepped(k, step), subject)))
            ? null
            : { kernel: rowsText(k) },
        ),
      () =>
        tried("truth", "rank", [...outer, ...planes], (k) => {
          const pair = separable(k);
          const rank = rankOf(k);
          const right =
            rank === rankOfKernel(k) &&
            (rank === 1 ? pair !== null && sameKernel(convolve(...pair), k) : pair === null);
          return right ? null : { kernel: rowsText(k), rank };
        }),
      () =>
        tried("truth", "sum", planes, (k) => {
          const sum = exactSum(k);
          const right = sum.terms.length === rankOf(k) && sameKernel(sumOfTerms(sum), k);
          return right ? null : { kernel: rowsText(k), terms: sum.terms.length };
        }),
      () =>
        tried("truth", "line", lines, (k) => {
          const { factors, roots } = factorLine(k);
          const long = factors.filter(({ values }) => values.length > 1);
          const off = distance(factors.reduce(convolve), k);
          const short = long.every(({ values }) => values.length <= 3);
          return short && roots.length === k.values.length - 1 && off <= ROUNDING
            ? null
            : { kernel: rowsText(k), factors: long.length, off };
        }),
      () =>
        tried("truth", "found", products, (k) => {
          const { count, factors } = split(k);
          const off = count === factors.length ? proportion(factors.reduce(convolve), k) : 0;
          return count > 1 && off <= ROUNDING ? null : { kernel: rowsText(k), factors: count, off };
        }),
      () =>
        tried("truth", "proof", planes, (k) => {
          const found = split(k);
          return found.count > 1 || provenWhole(found) ? null : { kernel: rowsText(k) };
        }),
      () =>
        tried("truth", "freedom", splittings(), ({ first, second }) => {
          const [rows, columns] = [first[0] + second[0] - 1, first[1] + second[1] - 1];
          const [taps, line] = [rows * columns, rows === 1 || columns === 1];
          const free = freedomOf(first, second);
          return (line ? free === taps : free < taps)
            ? null
            : { first: sizeText(first), second: sizeText(second), free, taps };
        }),
      () =>
        tried("truth", "channels", planes, (k) =>
          inChannels(k, subject) ? null : { kernel: rowsText(k) },
        ),
      () =>
        tried("truth", "nearest", planes.slice(0, 2 * some), (k) => {
          const most = Math.min(...k.shape);
          for (let r = 1; r <= most; r++) {
            const sum = nearestSum(k, r);
            const off = distance(sumOfTerms(sum), k);
            if (Math.abs(off - sum.error) > ROUNDING) return { kernel: rowsText(k), terms: r, off };
          }
          return null;
        }),
      () =>
        tried("truth", "pair", [...products.slice(0, 2), ...kernelsOf([3, 3], 2, seed)], (k) => {
          const { first, second, residual } = nearestPair(k, [2, 2]);
          const off = distance(convolve(first, second), k);
          const right = Math.abs(off - residual) <= ROUNDING && splits(k) === off <= ROUNDING;
          return right ? null : { kernel: rowsText(k), off };
        }),
      () =>
        tried("truth", "layers", [1, 2, 3], (rank) => {
          const narrow = channelChain(madeOf(rank, seed), rank).error;
          const tooNarrow = rank > 1 ? channelChain(madeOf(rank, seed), rank - 1).error : 1;
          return narrow < ROUNDING && tooNarrow > ROUNDING ? null : { rank, off: narrow };
        }),
      () =>
        tried("slip", "never", planes.concat(products), (k) =>
          splits(k) ? { kernel: rowsText(k), factors: split(k).count } : null,
        ),
      () =>
        tried("slip", "onlySeparable", products, (k) =>
          splits(k) && rankOf(k) > 1 ? { kernel: rowsText(k), rank: rankOf(k) } : null,
        ),
      () =>
        tried("slip", "twoTaps", [kernel([[1, 0, 1]]), ...kernelsOf([1, 3], some, seed)], (k) =>
          splits(k) ? null : { kernel: rowsText(k) },
        ),
    ],
    onProgress,
  );
}

/** A single part, and the rank that proves that it has none of its own. */
const provenWhole = ({ count, proof }: Split): boolean =>
  count === 1 && proof !== null && proof.rank === proof.unknowns - 1;

/** The kernel with its first weight changed, which is a whole number as all of them. */
const stepped = ({ shape, values }: Kernel, step: number): Kernel =>
  kernelOf(
    shape,
    Array.from(values, (v, i) => rational(i === 0 ? v + step : v)),
    [0, 0],
  );

/** Columns in one layer, rows in the next, a channel for each term: whether they are the kernel. */
function inChannels(k: Kernel, { exactSum }: Subject): boolean {
  const sum = exactSum(k);
  const { weight } = composeLayers(...passesOfSum(sum));
  return sameKernel(kernelOf(weight.shape.slice(2), weight.exact ?? weight.values, k.origin), k);
}

/** Pairs of sizes whose kernels are both of more than one tap. */
function splittings(): { first: Size; second: Size }[] {
  const all = [1, 2, 3, 4].flatMap((r) => [1, 2, 3, 4].map((c): Size => [r, c]));
  const long = all.filter(([r, c]) => r * c > 1);
  return long.flatMap((first) => long.map((second) => ({ first, second })));
}

/** A layer of 4 channels that is a narrower one and a 1×1 behind it. */
function madeOf(rank: number, seed: number) {
  const numbers = (shape: readonly number[], from: number) => {
    const taps = kernelsOf([1, shape.reduce((a, b) => a * b)], 1, from)[0];
    return layer(kernelOf(shape, taps.values));
  };
  return composeLayers(numbers([rank, 4, 3, 3], seed), numbers([4, rank, 1, 1], seed + 1));
}

/** ‖a − b‖ / ‖b‖. */
const distance = (a: Kernel, b: Kernel): number =>
  Math.hypot(...a.values.map((v, i) => v - b.values[i])) / Math.hypot(...b.values);

/** The same of a multiple of `a`: the one that agrees in the largest value. */
function proportion(a: Kernel, b: Kernel): number {
  const at = b.values.reduce(
    (best, v, i) => (Math.abs(v) > Math.abs(b.values[best]) ? i : best),
    0,
  );
  return distance(
    kernelOf(
      a.shape,
      a.values.map((v) => (v * b.values[at]) / a.values[at]),
    ),
    b,
  );
}
