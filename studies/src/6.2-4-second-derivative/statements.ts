/** What is said of Laplacian kernels and of zero crossings, tried. */
import type { Tensor } from "convoke";
import { random } from "convoke/data";
import {
  add,
  type Estimate,
  estimateOf,
  exactSum,
  formatRational,
  type Kernel,
  momentsOf,
  momentsOfOrder,
  rational,
  sameKernel,
  scale,
  separable,
  sumOfTerms,
} from "convoke/workshop";
import { rowsOf } from "../matrices.ts";
import { inTurn, type Statement, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import {
  edgeInRow,
  pictureOfDisk,
  pictureOfEdge,
  pictureOfStairs,
  profileOf,
  randomEdges,
  randomStairs,
  rowOf,
  SIDE,
} from "./edges.ts";

export type Name = "four" | "eight" | "round";

export interface Subject {
  readonly kernelOf: (name: Name) => Kernel;
  /** [rows, columns] under a kernel, as large as before, the edge repeated outside. */
  readonly respond: (picture: Tensor, kernel: Kernel) => Promise<Tensor>;
  readonly crossings: (line: ArrayLike<number>) => number[];
  readonly rank: (kernel: Kernel) => number;
}

/** Pixels that a crossing may be off a straight edge: a row between two samples is a straight line here. */
const NEAR = 0.25;

export async function statementsOf(
  { kernelOf, respond, crossings, rank }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const [four, eight, round] = (["four", "eight", "round"] as const).map(kernelOf);
  const both = [
    { name: 4, k: four, gain: 1 },
    { name: 8, k: eight, gain: 3 },
  ];
  const polynomials = bothWith(both, cubics(count, seed));
  const edges = bothWith(both, randomEdges(Math.ceil(count / 4), seed));
  return inTurn(
    [
      () =>
        triedOn("claim", "laplacian", polynomials, async ({ name, k, of }) => {
          const value = await atMiddle(respond, k, of);
          return value === of.laplacian ? null : { neighbours: name, value, other: of.laplacian };
        }),
      () =>
        triedOn("claim", "edges", edges, async ({ name, k, of: edge }) => {
          const response = await respond(pictureOfEdge(edge), k);
          for (let y = 2; y < SIDE - 2; y++) {
            const other = edgeInRow(edge, y);
            const found = crossings(rowOf(response, y));
            if (!found.some((x) => Math.abs(x - other) < NEAR))
              return { neighbours: name, row: y, value: found.join(" "), other };
          }
          return null;
        }),
      () =>
        triedOn("claim", "crossings", randomStairs(count, seed), async (stairs) => {
          const response = await respond(pictureOfStairs(stairs), four);
          const slope = (x: number) => profileOf(stairs, x + 0.5) - profileOf(stairs, x - 0.5);
          const flat = crossings(rowOf(response, 2)).find(
            (x) => slope(x) < Math.max(slope(x - 1), slope(x + 1)),
          );
          return flat === undefined
            ? null
            : {
                place: flat,
                slope: slope(flat),
                steeper: Math.max(slope(flat - 1), slope(flat + 1)),
              };
        }),
      () =>
        tried("truth", "moments", both, ({ name, k, gain }) => {
          const order = momentsOfOrder(momentsOf(k), 2, 2).map((m) =>
            formatRational(m.value.exact!),
          );
          const other = [2 * gain, 0, 2 * gain].join(" ");
          return order.join(" ") === other
            ? null
            : { neighbours: name, value: order.join(" "), other };
        }),
      () =>
        triedOn("truth", "multiple", polynomials, async ({ name, k, gain, of }) => {
          const [value, other] = [await atMiddle(respond, k, of), gain * of.laplacian];
          return value === other ? null : { neighbours: name, value, other };
        }),
      () =>
        tried("truth", "third", [scale(eight, rational(1, 3))], (k) => {
          const form = estimateOf(k)?.form;
          const gain = form?.kind === "laplacian" ? form.gain.value : 0;
          return gain === 1 ? null : { neighbours: 8, value: gain, other: 1 };
        }),
      () =>
        tried("truth", "rank", both, ({ name, k }) => {
          const value = rank(k);
          return value === 2 && sameKernel(sumOfTerms(exactSum(k)), k)
            ? null
            : { neighbours: name, value, other: 2 };
        }),
      () =>
        tried("truth", "mean", [0], () => {
          const made = add(scale(four, rational(1, 2)), scale(eight, rational(1, 6)));
          return sameKernel(made, round)
            ? null
            : { value: `${made.values}`, other: `${round.values}` };
        }),
      () =>
        tried("truth", "round", [round], (k) => {
          const error = errorOf(estimateOf(k));
          return error === "1/12 1/6 1/12" ? null : { value: error, other: "1/12 1/6 1/12" };
        }),
      () =>
        tried("slip", "separable", both, ({ name, k }) =>
          separable(k) !== null ? null : { neighbours: name, rank: rank(k) },
        ),
      () =>
        tried("slip", "rounder", [scale(eight, rational(1, 3))], (k) => {
          const [ours, theirs] = [fourthHarmonic(k), fourthHarmonic(four)];
          return ours < theirs * (1 - 1e-9) ? null : { value: ours, four: theirs };
        }),
      () =>
        triedOn("slip", "curved", [4, 6, 8], async (radius) => {
          const width = 1.5;
          const response = await respond(pictureOfDisk(radius, width), four);
          const middle = (response.shape[0] - 1) / 2;
          const [, outer] = crossings(rowOf(response, middle));
          const found = outer - middle;
          return Math.abs(found - radius) < 0.05 ? null : { radius, value: found };
        }),
    ],
    onProgress,
  );
}

/** Coefficients of ∂⁴/∂y⁴, ∂⁴/∂x²∂y², ∂⁴/∂x⁴ in the error: those of ∇⁴ are 1, 2, 1 times one number. */
const errorOf = (estimate: Estimate | null): string =>
  (estimate?.error ?? []).map((t) => formatRational(t.coefficient.exact!)).join(" ");

/**
 * |A| of A·cos 4θ in the error a(x⁴ + y⁴) + b·x²y² on the unit circle: x⁴ + y⁴ = (3 + cos 4θ)/4 and
 * x²y² = (1 − cos 4θ)/8.
 */
function fourthHarmonic(k: Kernel): number {
  const terms = estimateOf(k)?.error ?? [];
  const of = (powers: string) =>
    terms.find((t) => t.powers.join() === powers)?.coefficient.value ?? 0;
  return Math.abs(of("4,0") / 4 - of("2,2") / 8);
}

interface Polynomial {
  readonly value: (y: number, x: number) => number;
  /** At 0. */
  readonly laplacian: number;
}

/** Cubics with whole coefficients. */
function cubics(count: number, seed: number): Polynomial[] {
  const next = random(seed);
  return Array.from({ length: count }, () => {
    const c = Array.from({ length: 10 }, () => Math.floor(next() * 9) - 4);
    // A Laplacian of 0 would be the same times any number.
    if (c[3] + c[5] === 0) c[3] += 1;
    return {
      value: (y, x) =>
        [1, x, y, x * x, x * y, y * y, x ** 3, x * x * y, x * y * y, y ** 3].reduce(
          (sum, power, i) => sum + c[i] * power,
          0,
        ),
      laplacian: 2 * (c[3] + c[5]),
    };
  });
}

async function atMiddle(
  respond: Subject["respond"],
  k: Kernel,
  { value }: Polynomial,
): Promise<number> {
  const { data } = await respond(
    rowsOf(5, 5, (y, x) => value(y - 2, x - 2)),
    k,
  );
  return data[12];
}

const bothWith = <A extends object, B>(both: readonly A[], list: readonly B[]): (A & { of: B })[] =>
  list.flatMap((of) => both.map((one) => ({ ...one, of })));
