/** Which reflections and turns about the origin leave a kernel as it is, or only change its sign. */
import { equals, negative, ZERO } from "../../numbers/rational.ts";
import { trim } from "../algebra.ts";
import { flatIndex } from "../grid.ts";
import type { Kernel } from "../kernel.ts";

/** `both` for zeros only. */
export type Parity = "even" | "odd" | "both" | "none";

export interface Symmetry {
  /** About the origin, all axes reversed: even kernels shift no phase, odd ones all of it by a quarter. */
  readonly point: Parity;
  /** Each axis reversed alone. */
  readonly axes: readonly Parity[];
  /** About the middle of the grid, whatever the origin: with it the phase is linear. */
  readonly middle: Parity;
  /** Both axes exchanged, in 2-D: "even" where k = kᵀ. */
  readonly transpose: Parity | null;
  /** The axes exchanged about the other diagonal. */
  readonly antitranspose: Parity | null;
  /** Fewest quarter turns that leave it as it is, in 2-D: 1, 2 or 4. */
  readonly quarters: 1 | 2 | 4 | null;
}

/** What is read at a place: along each axis the place of `order[axis]`, reversed where the sign is −1. */
interface Move {
  readonly order: readonly number[];
  readonly signs: readonly (1 | -1)[];
}

/** Fractions are compared exactly; floats to 2^-40 of the largest. */
export function symmetryOf(k: Kernel): Symmetry {
  const plane = k.shape.length === 2;
  const order = k.shape.map((_, axis) => axis);
  const signs = (of: (axis: number) => boolean) => order.map((axis): 1 | -1 => (of(axis) ? -1 : 1));
  const swapped = (down: 1 | -1, right: 1 | -1): Parity =>
    parity(k, { order: [1, 0], signs: [down, right] });
  const half = parity(k, { order, signs: signs(() => true) });
  const isEven = (p: Parity) => p === "even" || p === "both";
  return {
    point: half,
    axes: order.map((axis) => parity(k, { order, signs: signs((i) => i === axis) })),
    middle: middleOf(k),
    transpose: plane ? swapped(1, 1) : null,
    antitranspose: plane ? swapped(-1, -1) : null,
    quarters: plane ? (isEven(swapped(-1, 1)) ? 1 : isEven(half) ? 2 : 4) : null,
  };
}

/** About the middle of the grid, which may lie between two taps. */
const middleOf = (k: Kernel): Parity =>
  parity(
    { ...k, origin: k.shape.map((extent) => (extent - 1) / 2) },
    { order: k.shape.map((_, axis) => axis), signs: k.shape.map(() => -1) },
  );

/**
 * Twice the place a kernel is to be looked at from: the middle of its grid where it is even or odd
 * about that (a whole number of halves), else its origin.
 */
export function centreOf(whole: Kernel): number[] {
  if (whole.values.every((v) => v === 0)) return whole.origin.map((o) => 2 * o);
  const k = trim(whole);
  // `trim` moves the origin by what it cut off in front.
  const cut = whole.origin.map((o, axis) => o - k.origin[axis]);
  return middleOf(k) === "none"
    ? whole.origin.map((o) => 2 * o)
    : k.shape.map((extent, axis) => extent - 1 + 2 * cut[axis]);
}

/** How a kernel compares with itself moved about its origin. */
function parity({ shape, origin, values, exact }: Kernel, { order, signs }: Move): Parity {
  const size = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const place = shape.map(() => 0);
  const other = shape.map(() => 0);
  let [even, odd] = [true, true];
  for (let i = 0; i < values.length && (even || odd); i++) {
    order.forEach((from, axis) => {
      other[axis] = signs[axis] * (place[from] - origin[from]) + origin[axis];
    });
    const j = flatIndex(shape, other);
    if (exact !== null) {
      const moved = j < 0 ? ZERO : exact[j];
      even &&= equals(exact[i], moved);
      odd &&= equals(exact[i], negative(moved));
    } else {
      const moved = j < 0 ? 0 : values[j];
      even &&= Math.abs(values[i] - moved) <= 2 ** -40 * size;
      odd &&= Math.abs(values[i] + moved) <= 2 ** -40 * size;
    }
    for (let axis = shape.length - 1; axis >= 0 && ++place[axis] === shape[axis]; axis--)
      place[axis] = 0;
  }
  return even ? (odd ? "both" : "even") : odd ? "odd" : "none";
}
