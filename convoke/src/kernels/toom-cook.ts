/**
 * F(m, r): m neighbouring outputs of a correlation with r taps, from m + r − 1 products.
 *
 *   y = Aᵀ[(G g) ∘ (Bᵀ d)]        d: m + r − 1 inputs, g: r taps, ∘: element by element
 *
 * Polynomials are multiplied by their values at points a₀, a₁, …, ∞ (Toom, Cook); the transpose of
 * that algorithm is the correlation (Winograd). With N(x) = Π(x − aₗ) over the finite points and
 * Nⱼ(x) = N(x) / (x − aⱼ):
 *
 *   Aᵀ[i][j] = aⱼⁱ      G[j][k] = aⱼᵏ / Nⱼ(aⱼ)      Bᵀ[j] = coefficients of Nⱼ
 *   and for ∞: Aᵀ has 1 in its last row, G at its last tap, Bᵀ the coefficients of N.
 *
 * Bᵀ is monic, which saves a product a row, and G, whose fractions are met once when weights are
 * packed, takes the divisions.
 *
 * Sources: Winograd, "Arithmetic Complexity of Computations", 1980; Lavin and Gray, "Fast
 * algorithms for convolutional neural networks", CVPR 2016. The points follow Barabasz, Anderson,
 * Soodhalter and Gregg, "Error analysis and improving the accuracy of Winograd convolution", ACM
 * TOMS 46(4), 2020: small, in pairs ±a, and with reciprocals.
 */
import type { Matrix } from "../numbers/matrix.ts";
import { productOfRoots } from "../numbers/polynomial.ts";
import {
  isDyadic,
  minus,
  ONE,
  powerOf,
  quotient,
  type Rational,
  rational,
  times,
  ZERO,
} from "../numbers/rational.ts";

export interface Transforms {
  /** Outputs of one tile, and taps. */
  readonly m: number;
  readonly r: number;
  /** Inputs of one tile: m + r − 1. */
  readonly alpha: number;
  /** m × alpha. */
  readonly at: Matrix;
  /** alpha × r. */
  readonly g: Matrix;
  /** alpha × alpha. */
  readonly bt: Matrix;
}

/** Finite points in the order they are taken. */
const POINTS: readonly Rational[] = [
  [0, 1],
  [1, 1],
  [-1, 1],
  [2, 1],
  [-2, 1],
  [1, 2],
  [-1, 2],
  [4, 1],
  [-4, 1],
  [1, 4],
  [-1, 4],
].map(([over, under]) => rational(over, under));

/** Inputs of a tile there are points for. */
export const MOST_INPUTS = POINTS.length + 1;

/** There are few, and planning asks for them again with every block that it prices. */
const made = new Map<string, Transforms>();

/** The transforms of F(m, r); F(m, 1) is the identity. */
export function toomCook(m: number, r: number): Transforms {
  const name = `F(${m}, ${r})`;
  const known = made.get(name);
  if (known) return known;
  if (m < 1 || r < 1 || m + r - 1 > MOST_INPUTS)
    throw new RangeError(`expected F(m, r) of 1 to ${MOST_INPUTS} inputs, got ${name}`);
  const transforms = r === 1 || m === 1 ? trivial(m, r) : interpolating(m, r);
  made.set(name, transforms);
  return transforms;
}

function interpolating(m: number, r: number): Transforms {
  const alpha = m + r - 1;
  const points = POINTS.slice(0, alpha - 1);
  const others = (j: number) => points.filter((_, l) => l !== j);
  const at = Array.from({ length: m }, (_, i) => [
    ...points.map((a) => powerOf(a, i)),
    i === m - 1 ? ONE : ZERO,
  ]);
  const g = points.map((a, j) => {
    const scale = others(j).reduce((product, b) => times(product, minus(a, b)), ONE);
    return Array.from({ length: r }, (_, k) => quotient(powerOf(a, k), scale));
  });
  g.push(Array.from({ length: r }, (_, k) => (k === r - 1 ? ONE : ZERO)));
  const bt = points.map((_, j) => [...productOfRoots(others(j)), ZERO]);
  bt.push(productOfRoots(points));
  return { m, r, alpha, at, g, bt };
}

/** Whether float32 can hold all coefficients: then small whole numbers pass without rounding. */
export const isExact = ({ at, g, bt }: Transforms): boolean =>
  [at, g, bt].every((matrix) => matrix.every((row) => row.every(isDyadic)));

/** One tap (m products), or one output (r products): nothing to save. */
function trivial(m: number, r: number): Transforms {
  const alpha = m + r - 1;
  const identity = Array.from({ length: alpha }, (_, i) =>
    Array.from({ length: alpha }, (_, j) => (i === j ? ONE : ZERO)),
  );
  const ones = (rows: number, columns: number): Matrix =>
    Array.from({ length: rows }, () => new Array<Rational>(columns).fill(ONE));
  return r === 1
    ? { m, r, alpha, at: identity, g: ones(alpha, 1), bt: identity }
    : { m, r, alpha, at: ones(1, alpha), g: identity, bt: identity };
}
