/**
 * 2-D kernels as products of smaller ones, where that is possible. As a polynomial in two variables
 * almost every kernel is irreducible, and then there is a proof of it; where it is not, its factors
 * are found exactly.
 *
 * 1. Factors in one variable alone are common divisors of all rows, or of all columns.
 * 2. A repeated factor divides ∂f/∂x as well.
 * 3. What is left is irreducible over the complex numbers when a matrix has the rank that says so
 *    (`ruppert.ts`). Otherwise its values tell the factors apart (`values.ts`).
 *
 * @see Dive into Deep Learning 6.4, exercise on taking a kernel apart
 */
import { guard, InternalError, ShapeError } from "../../errors.ts";
import { quotient } from "../../numbers/rational.ts";
import { convolve, scale, trim } from "../algebra.ts";
import { exactly, type Kernel, kernelOf } from "../kernel.ts";
import {
  commonPlane,
  contentY,
  degreeX,
  degreeY,
  derivativeX,
  dividePlane,
  type Plane,
  planeOf,
  transposed,
  valuesOf,
  withoutY,
} from "./plane-polynomial.ts";
import { irreducible, type RankProof, solutions } from "./ruppert.ts";
import { divisorByValues } from "./values.ts";

/** Why a factor has none of its own over the fractions. */
export type Verdict =
  /** One row or one column: `factorLine` takes it further. */
  | { readonly kind: "line" }
  /** None over the complex numbers either, with the rank that proves it. */
  | { readonly kind: "irreducible"; readonly proof: RankProof }
  /**
   * Over the complex numbers it has `factors`, in `real` groups that are closed under conjugation:
   * with two or more it is a product of real kernels whose values are no fractions.
   */
  | { readonly kind: "irrational"; readonly factors: number; readonly real: number };

export type PlaneFactor = Verdict & { readonly kernel: Kernel };

/** Extent beyond which elimination in fractions takes too long. */
export const MOST_EXTENT = 17;

/**
 * Factors whose convolution is exactly the kernel without its outer zeros; a single one for a kernel
 * that cannot be taken apart. The first carries the scale and the origin. Floats are taken for the
 * fractions that they are, which almost never have factors: see `nearestPair`.
 *
 * @throws ShapeError unless the kernel is 2-D, not all zeros, and of at most 17 × 17 values.
 */
export function factorPlane(whole: Kernel): PlaneFactor[] {
  const fits = whole.shape.length === 2 && whole.values.some((v) => v !== 0);
  const k = fits ? exactly(trim(whole)) : whole;
  guard(fits && k.shape.every((extent) => extent <= MOST_EXTENT), ShapeError, () => ({
    name: "a kernel to be taken apart",
    expected: `two axes of at most ${MOST_EXTENT}, and a value other than 0`,
    got: k.shape,
  }));
  const parts = split(planeOf(k.shape[0], k.shape[1], k.exact!));
  if (parts.length === 0) return [{ kind: "line", kernel: k }];
  const factors = parts.map(({ plane, verdict }, i): PlaneFactor => {
    const { shape, values } = valuesOf(plane);
    return { ...verdict, kernel: kernelOf(shape, values, i === 0 ? k.origin : [0, 0]) };
  });
  const product = factors.map((f) => f.kernel).reduce(convolve);
  const at = k.values.findIndex((v) => v !== 0);
  const lacking = quotient(k.exact![at], product.exact![at]);
  return factors.map((f, i) => (i === 0 ? { ...f, kernel: scale(f.kernel, lacking) } : f));
}

/** Free parameters of k₁ ∗ k₂: what both have, less the scale that they share. */
export const freedomOf = (first: readonly number[], second: readonly number[]): number =>
  first.reduce((a, b) => a * b, 1) + second.reduce((a, b) => a * b, 1) - 1;

interface Part {
  readonly plane: Plane;
  readonly verdict: Verdict;
}

function split(f: Plane): Part[] {
  const inY = contentY(f);
  if (inY.length > 1)
    return [{ plane: [inY], verdict: { kind: "line" } }, ...split(withoutY(f, inY))];
  const turned = transposed(f);
  const inX = contentY(turned);
  if (inX.length > 1) {
    const column = transposed([inX]);
    const rest = transposed(withoutY(turned, inX));
    return [{ plane: column, verdict: { kind: "line" } }, ...split(rest)];
  }
  if (degreeX(f) === 0 && degreeY(f) === 0) return [];
  const repeated = commonPlane(f, derivativeX(f));
  if (degreeX(repeated) > 0 || degreeY(repeated) > 0)
    return [...split(repeated), ...split(quotientOf(f, repeated))];
  const proof = irreducible(f);
  if (proof) return [{ plane: f, verdict: { kind: "irreducible", proof } }];
  const basis = solutions(f);
  if (basis.length === 1) {
    const unknowns = degreeX(f) * (degreeY(f) + 1) + (degreeX(f) + 1) * degreeY(f);
    const exact: RankProof = { prime: null, rank: unknowns - 1, unknowns };
    return [{ plane: f, verdict: { kind: "irreducible", proof: exact } }];
  }
  const found = divisorByValues(f, basis);
  return found.kind === "divisor"
    ? [...split(found.divisor), ...split(quotientOf(f, found.divisor))]
    : [{ plane: f, verdict: { kind: "irrational", factors: basis.length, real: found.real } }];
}

function quotientOf(f: Plane, divisor: Plane): Plane {
  const result = dividePlane(f, divisor);
  if (result === null) throw new InternalError("a common divisor does not divide");
  return result;
}
