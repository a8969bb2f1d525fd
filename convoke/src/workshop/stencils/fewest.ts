/**
 * Why a d-th derivative takes d + 1 taps, as an object that can be checked.
 *
 * Weights w on n different nodes must make 0 of 1, x, …, x^(d−1), and something of x^d. For n ≤ d
 * the first n of these conditions are V w = 0 with V[i][j] = xⱼⁱ, whose determinant is the product
 * of all differences of nodes and so not 0: w = 0, and x^d becomes 0 as well. For n = d + 1 the
 * system is square and has one solution.
 *
 * @see Dive into Deep Learning 6.2, exercise on the smallest kernel of a derivative
 */

import { type Matrix, rankOf } from "../../numbers/matrix.ts";
import {
  equals,
  minus,
  ONE,
  plus,
  powerOf,
  quotient,
  type Rational,
  times,
  ZERO,
} from "../../numbers/rational.ts";
import { checkCount, checkOrder } from "./nodes.ts";
import { factorialOf, type Stencil, stencilOn } from "./stencil.ts";

export interface FewestTaps {
  readonly derivative: number;
  /** The most nodes that do not suffice: d of them. */
  readonly tooFew: {
    readonly nodes: readonly Rational[];
    /** V[i][j] = xⱼⁱ, i < n: the conditions that already make every weight 0. */
    readonly conditions: Matrix;
    /** Π over i < j of (xⱼ − xᵢ): not 0. */
    readonly determinant: Rational;
  };
  /** On one node more there is a stencil, and only one. */
  readonly enough: Stencil;
}

/**
 * The proof on given nodes: d + 1 of them, the first d of which do not suffice.
 *
 * @throws OptionError when two nodes coincide, or there are fewer than d + 1.
 */
export function fewestTaps(nodes: readonly Rational[], derivative: number): FewestTaps {
  const enough = stencilOn(nodes.slice(0, derivative + 1), derivative);
  const few = nodes.slice(0, derivative);
  const conditions = few.map((_, i) => few.map((x) => powerOf(x, i)));
  const pairs = few.flatMap((x, i) => few.slice(i + 1).map((y) => minus(y, x)));
  return {
    derivative,
    tooFew: { nodes: few, conditions, determinant: pairs.reduce(times, ONE) },
    enough,
  };
}

/** Whether the proof holds: computed again by elimination, not by the formulas that made it. */
export function checkFewest({ derivative, tooFew, enough }: FewestTaps): boolean {
  const vandermonde = tooFew.conditions.every((row, i) =>
    row.every((v, j) => equals(v, powerOf(tooFew.nodes[j], i))),
  );
  const made = Array.from({ length: derivative + 1 }, (_, m) =>
    enough.nodes.reduce((sum, x, j) => plus(sum, times(enough.weights[j], powerOf(x, m))), ZERO),
  );
  return (
    vandermonde &&
    tooFew.nodes.length === derivative &&
    !equals(tooFew.determinant, ZERO) &&
    equals(determinantOf(tooFew.conditions), tooFew.determinant) &&
    enough.nodes.length === derivative + 1 &&
    made.every((value, m) => equals(value, m < derivative ? ZERO : factorialOf(derivative)))
  );
}

/** By elimination: the product of the pivots that Gauss's method divides by. */
function determinantOf(matrix: Matrix): Rational {
  let product = ONE;
  let rest = matrix.map((row) => [...row]);
  while (rest.length > 0) {
    const found = rest.findIndex((row) => !equals(row[0], ZERO));
    if (found < 0) return ZERO;
    const pivot = rest[found];
    product = times(product, found % 2 === 0 ? pivot[0] : minus(ZERO, pivot[0]));
    rest = rest
      .filter((_, i) => i !== found)
      .map((row) =>
        row.slice(1).map((v, j) => minus(v, times(quotient(row[0], pivot[0]), pivot[j + 1]))),
      );
  }
  return product;
}

/**
 * Rank of the conditions 1, x, …, x^(rows − 1) on nodes: min(rows, nodes), the argument in one number.
 *
 * @throws OptionError for more than 64 nodes or rows.
 */
export function conditionRank(nodes: readonly Rational[], rows: number): number {
  checkOrder("rows", rows, 0);
  checkCount(Math.max(nodes.length, rows));
  return rankOf(Array.from({ length: rows }, (_, i) => nodes.map((x) => powerOf(x, i))));
}
