/**
 * Moments of a kernel about its origin, exact where it is: μ_m = Σ k[i] Π (i − origin)^m. They are what
 * it makes of polynomials, and so of everything smooth, by Taylor's series:
 *
 *   Σ k[i] f(x + (i − origin) h) = Σ μ_m / m! · h^|m| · ∂^m f(x)        m over all powers of the axes
 */
import { type Field, FLOATS, RATIONALS } from "../../numbers/field.ts";
import { quotient, type Rational, rational } from "../../numbers/rational.ts";
import type { Kernel } from "../kernel.ts";
import { type Quantity, quantity, wholeValues } from "../quantity.ts";

export interface Moment {
  /** One for each axis, outermost first, as in the kernel's shape. */
  readonly powers: readonly number[];
  readonly value: Quantity;
  /** Σ |k[i]| Π |i − origin|^m: what a moment of floats is small against when it is rounding only. */
  readonly size: number;
}

/** Floats: a moment below this share of its size counts as 0. */
export const ROUNDING = 2 ** -40;

/** A moment of fractions is 0 or not; one of floats may be so small that rounding alone made it. */
export const vanishes = ({ value: { value, exact }, size }: Moment): boolean =>
  exact === null ? Math.abs(value) <= ROUNDING * size : exact.over === 0n;

/**
 * Reads any moment of a kernel; sums over inner axes are kept, so that many are hardly more than one.
 *
 * @param centre where they are taken about, in half taps from the first one: twice the origin.
 */
export function momentsOf(
  k: Kernel,
  centre: readonly number[] = k.origin.map((o) => 2 * o),
): (powers: readonly number[]) => Moment {
  // Distances are counted in whole or in half taps: both are whole numbers.
  const halves = centre.some((c) => c % 2 !== 0);
  const grid: Grid = {
    shape: k.shape,
    distances: k.shape.map((extent, axis) =>
      Array.from({ length: extent }, (_, i) =>
        halves ? 2 * i - centre[axis] : i - centre[axis] / 2,
      ),
    ),
  };
  const unitOf = (powers: readonly number[]) =>
    halves ? 2 ** powers.reduce((sum, p) => sum + p, 0) : 1;
  const absolute = { ...grid, distances: grid.distances.map((list) => list.map(Math.abs)) };
  const sizes = reader(FLOATS, absolute, [...k.values].map(Math.abs));
  const sizeOf = (powers: readonly number[]) => sizes(powers) / unitOf(powers);
  if (k.exact === null) {
    const sums = reader(FLOATS, grid, [...k.values]);
    return (powers) => ({
      powers,
      value: quantity(sums(powers) / unitOf(powers)),
      size: sizeOf(powers),
    });
  }
  const { over, under } = wholeValues(k);
  const sums = reader(
    RATIONALS,
    grid,
    over.map((v): Rational => ({ over: v, under: 1n })),
  );
  return (powers) => ({
    powers,
    value: quantity(quotient(sums(powers), rational(under * BigInt(unitOf(powers))))),
    size: sizeOf(powers),
  });
}

/** All moments of one order, those of the outermost axis' highest power first. */
export const momentsOfOrder = (
  read: (powers: readonly number[]) => Moment,
  axes: number,
  order: number,
): Moment[] => powersOf(axes, order).map(read);

/** All ways to share an order out to the axes. */
export function powersOf(axes: number, order: number): number[][] {
  if (axes === 1) return [[order]];
  return Array.from({ length: order + 1 }, (_, i) => order - i).flatMap((first) =>
    powersOf(axes - 1, order - first).map((rest) => [first, ...rest]),
  );
}

interface Grid {
  readonly shape: readonly number[];
  /** Of each tap along each axis. */
  readonly distances: readonly (readonly number[])[];
}

function reader<T>(
  field: Field<T>,
  { shape, distances }: Grid,
  values: readonly T[],
): (powers: readonly number[]) => T {
  const kept = new Map<string, readonly T[]>([["", values]]);
  const sums = (powers: readonly number[]): readonly T[] => {
    const key = powers.join();
    const found = kept.get(key);
    if (found !== undefined) return found;
    const inner = sums(powers.slice(1));
    const axis = shape.length - powers.length;
    const extent = shape[axis];
    const weights = distances[axis].map((distance) => {
      const x = field.of(distance);
      let weight = field.one;
      for (let n = 0; n < powers[0]; n++) weight = field.times(weight, x);
      return weight;
    });
    const result = Array.from({ length: inner.length / extent }, (_, row) => {
      let sum = field.zero;
      for (let i = 0; i < extent; i++) {
        const v = inner[row * extent + i];
        if (!field.equals(v, field.zero)) sum = field.plus(sum, field.times(v, weights[i]));
      }
      return sum;
    });
    kept.set(key, result);
    return result;
  };
  return (powers) => sums(powers)[0];
}
