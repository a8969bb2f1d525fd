/** Derivatives in the plane and in space: mixed partials, directions, the Laplacian of any accuracy. */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import {
  equals,
  ONE,
  powerOf,
  quotient,
  type Rational,
  times,
  ZERO,
} from "../../numbers/rational.ts";
import { readOptions } from "../../options.ts";
import { add, convolve, scale } from "../algebra.ts";
import { checkAxes, type Kernel, kernelOf } from "../kernel.ts";
import { checkOrder, type NodeKind } from "./nodes.ts";
import { factorialOf, kernelOfStencil, stencil } from "./stencil.ts";

/** Partial derivatives that a directional one is the sum of. */
const MOST_TERMS = 512;

export interface PartialOptions {
  readonly kind?: Exclude<NodeKind, "staggered">;
  /** Of each derivative in it; 2 by default (1 for one-sided kinds). */
  readonly accuracy?: number;
}

/**
 * ∂^(o₀ + o₁ + …) / ∂x₀^o₀ ∂x₁^o₁ …: the product of a stencil along each axis, [axis 0, axis 1, …].
 * Axes are those of a kernel: in an image, axis 0 points down and axis 1 to the right.
 *
 * @throws OptionError for orders that are not whole, or need too many nodes; ShapeError for a kernel of
 *   too many axes or elements.
 */
export function partial(orders: readonly number[], options: PartialOptions = {}): Kernel {
  readOptions("partial", options, ["kind", "accuracy"]);
  const { kind = "central", accuracy = kind === "central" ? 2 : 1 } = options;
  checkAxes(orders.length);
  return orders
    .map((order, axis) => {
      const line =
        order === 0 ? kernelOf([1], [ONE]) : kernelOfStencil(stencil(kind, order, accuracy));
      return along(line, axis, orders.length);
    })
    .reduce(convolve);
}

/**
 * (a · ∇)^d = Σ d! / (o₀! o₁! …) · a₀^o₀ a₁^o₁ … ∂^o, over all orders o that add up to d. The
 * direction is taken as it is: for a derivative by length it must have length 1.
 *
 * @throws OptionError for the direction 0, or a sum of more than 512 partial derivatives; else as `partial`.
 */
export function directional(
  direction: readonly Rational[],
  derivative: number,
  options: PartialOptions = {},
): Kernel {
  guard(
    direction.some((a) => !equals(a, ZERO)),
    OptionError,
    () => ({
      name: "direction",
      expected: "a vector other than 0",
      got: direction.map(() => 0),
    }),
  );
  checkOrder("derivative", derivative, 0);
  checkAxes(direction.length);
  const count = direction.slice(1).reduce((n, _, i) => (n * (derivative + i + 1)) / (i + 1), 1);
  guard(count <= MOST_TERMS, OptionError, () => ({
    name: "derivative",
    expected: `a sum of at most ${MOST_TERMS} partial derivatives`,
    got: `${count} of order ${derivative}`,
  }));
  const terms = compositions(derivative, direction.length).flatMap((orders) => {
    const factor = orders.reduce(
      (product, order, axis) =>
        quotient(times(product, powerOf(direction[axis], order)), factorialOf(order)),
      factorialOf(derivative),
    );
    return equals(factor, ZERO) ? [] : [scale(partial(orders, options), factor)];
  });
  return terms.reduce(add);
}

/**
 * Σ ∂²/∂xᵢ² over `axes` axes.
 *
 * @throws ShapeError unless there are 1 to 8 of them; else as `partial`.
 */
export function laplacian(axes: number, options: PartialOptions = {}): Kernel {
  checkAxes(axes);
  return Array.from({ length: axes }, (_, axis) =>
    partial(
      Array.from({ length: axes }, (_, i) => (i === axis ? 2 : 0)),
      options,
    ),
  ).reduce(add);
}

/**
 * A line of values laid along one axis of several.
 *
 * @throws ShapeError unless it has one axis; OptionError for an axis that there is not.
 */
export function along(line: Kernel, axis: number, axes: number): Kernel {
  checkAxes(axes);
  guard(line.shape.length === 1, ShapeError, () => ({
    name: "a line",
    expected: "one axis",
    got: line.shape,
  }));
  guard(Number.isInteger(axis) && axis >= 0 && axis < axes, OptionError, () => ({
    name: "axis",
    expected: `an axis from 0 to ${axes - 1}`,
    got: axis,
  }));
  const lay = (length: number, rest: number) =>
    Array.from({ length: axes }, (_, i) => (i === axis ? length : rest));
  return kernelOf(lay(line.shape[0], 1), line.exact ?? line.values, lay(line.origin[0], 0));
}

/** All ways to write `total` as a sum of `parts` numbers from 0. */
function compositions(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) => first).flatMap((first) =>
    compositions(total - first, parts - 1).map((rest) => [first, ...rest]),
  );
}
