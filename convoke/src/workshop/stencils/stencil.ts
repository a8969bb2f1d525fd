/**
 * Finite differences in fractions. On nodes x₀ … xₙ₋₁ the weights of the d-th derivative at 0 are
 *
 *   wⱼ = d! · [x^d] Lⱼ(x)        Lⱼ the polynomial that is 1 at xⱼ and 0 at the others
 *
 * so that Σ wⱼ f(xⱼ h) = h^d f⁽ᵈ⁾(0) + C h^m f⁽ᵐ⁾(0) + …, with C = Σ wⱼ xⱼᵐ / m! and m the first
 * power behind d for which that is not 0.
 *
 * Source: Fornberg, "Generation of finite difference formulas on arbitrarily spaced grids",
 * Mathematics of Computation 51(184), 1988.
 */
import { guard, OptionError } from "../../errors.ts";
import { productOfRoots, withoutRoot } from "../../numbers/polynomial.ts";
import {
  equals,
  formatRational,
  minus,
  ONE,
  plus,
  powerOf,
  quotient,
  type Rational,
  rational,
  times,
  ZERO,
} from "../../numbers/rational.ts";
import { type Kernel, kernelOf } from "../kernel.ts";
import { checkCount, checkOrder, type NodeKind, nodesFor } from "./nodes.ts";

export interface Stencil {
  readonly derivative: number;
  /** In steps h from the point. */
  readonly nodes: readonly Rational[];
  readonly weights: readonly Rational[];
  /** The first term that is left over; null for f(0) itself from a node at 0, which leaves none. */
  readonly error: ErrorTerm | null;
}

/** coefficient · h^accuracy · f⁽ᵈᵉʳⁱᵛᵃᵗⁱᵛᵉ⁾, once the sum is divided by h^d. */
export interface ErrorTerm {
  readonly coefficient: Rational;
  readonly accuracy: number;
  readonly derivative: number;
}

/**
 * The stencil on nodes of your own.
 *
 * @throws OptionError when two nodes coincide, or there are not more of them than the derivative's
 *   order: see `fewestTaps`.
 */
export function stencilOn(nodes: readonly Rational[], derivative: number): Stencil {
  checkOrder("derivative", derivative, 0);
  checkCount(nodes.length);
  const twice = nodes.find((x, i) => nodes.some((y, j) => j < i && equals(x, y)));
  guard(twice === undefined, OptionError, () => ({
    name: "nodes",
    expected: "nodes that all differ",
    got: `${formatRational(twice!)} twice`,
  }));
  guard(nodes.length > derivative, OptionError, () => ({
    name: "nodes",
    expected: `at least ${derivative + 1} nodes for derivative ${derivative}`,
    got: nodes.length,
  }));
  const all = productOfRoots(nodes);
  const factorial = factorialOf(derivative);
  const weights = nodes.map((x, j) => {
    const others = withoutRoot(all, x);
    const scale = nodes.reduce(
      (product, y, l) => (l === j ? product : times(product, minus(x, y))),
      ONE,
    );
    return quotient(times(factorial, others[derivative]), scale);
  });
  return { derivative, nodes, weights, error: errorOf(nodes, weights, derivative) };
}

/**
 * The stencil on the fewest equally spaced nodes: `stencil("central", 2, 2)` is 1, −2, 1.
 *
 * @throws OptionError as `nodesFor` does.
 */
export const stencil = (kind: NodeKind, derivative: number, accuracy: number): Stencil =>
  stencilOn(nodesFor(kind, derivative, accuracy), derivative);

/** Σ wⱼ xⱼᵐ: what the stencil makes of x^m; d! for m = d, 0 for the others up to the accuracy. */
export const momentOf = (
  { nodes, weights }: Pick<Stencil, "nodes" | "weights">,
  m: number,
): Rational => nodes.reduce((sum, x, j) => plus(sum, times(weights[j], powerOf(x, m))), ZERO);

/**
 * The stencil as a 1-D kernel.
 *
 * @throws OptionError when nodes do not lie on the grid.
 */
export function kernelOfStencil({ nodes, weights }: Stencil): Kernel {
  const off = nodes.find((x) => x.under !== 1n);
  guard(off === undefined, OptionError, () => ({
    name: "the nodes of a kernel",
    expected: "whole numbers",
    got: formatRational(off!),
  }));
  const places = nodes.map((x) => Number(x.over));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const values = new Array<Rational>(last - first + 1).fill(ZERO);
  places.forEach((x, j) => {
    values[x - first] = weights[j];
  });
  return kernelOf([values.length], values, [-first]);
}

export const factorialOf = (n: number): Rational => {
  let product = 1n;
  for (let i = 2n; i <= BigInt(n); i++) product *= i;
  return rational(product);
};

/** On nodes other than 0, n moments in a row cannot vanish without all weights: the loop ends. */
function errorOf(
  nodes: readonly Rational[],
  weights: readonly Rational[],
  derivative: number,
): ErrorTerm | null {
  if (nodes.every((x, j) => equals(x, ZERO) || equals(weights[j], ZERO))) return null;
  for (let m = derivative + 1; ; m++) {
    const moment = momentOf({ nodes, weights }, m);
    if (equals(moment, ZERO)) continue;
    const coefficient = quotient(moment, factorialOf(m));
    return { coefficient, accuracy: m - derivative, derivative: m };
  }
}
