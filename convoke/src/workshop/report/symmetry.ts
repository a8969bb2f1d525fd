/** Which reflections and turns about the origin leave a kernel as it is, or only change its sign. */
import { equals, negative } from "../../numbers/rational.ts";
import { trim } from "../algebra.ts";
import { flatIndex, placesOf } from "../grid.ts";
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

type Place = readonly number[];

/** Fractions are compared exactly; floats to 2^-40 of the largest. */
export function symmetryOf(k: Kernel): Symmetry {
  const plane = k.shape.length === 2;
  const half = parity(k, (place) => place.map((i) => -i));
  const isEven = (p: Parity) => p === "even" || p === "both";
  return {
    point: half,
    axes: k.shape.map((_, axis) =>
      parity(k, (place) => place.map((v, i) => (i === axis ? -v : v))),
    ),
    middle: middleOf(k),
    transpose: plane ? parity(k, ([y, x]) => [x, y]) : null,
    antitranspose: plane ? parity(k, ([y, x]) => [-x, -y]) : null,
    quarters: plane ? (isEven(parity(k, ([y, x]) => [-x, y])) ? 1 : isEven(half) ? 2 : 4) : null,
  };
}

const middleOf = (k: Kernel): Parity =>
  parity({ ...k, origin: k.shape.map(() => 0) }, (place) =>
    place.map((i, axis) => k.shape[axis] - 1 - i),
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

/** How a kernel compares with itself moved; `to` maps places counted from the origin. */
function parity(k: Kernel, to: (place: Place) => Place): Parity {
  const { shape, origin, values, exact } = k;
  const size = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  let [even, odd] = [true, true];
  placesOf(shape).forEach((place, i) => {
    if (!even && !odd) return;
    const other = to(place.map((v, axis) => v - origin[axis])).map((v, axis) => v + origin[axis]);
    const j = flatIndex(shape, other);
    if (exact !== null) {
      const zero = j < 0;
      if (even) even = zero ? exact[i].over === 0n : equals(exact[i], exact[j]);
      if (odd) odd = zero ? exact[i].over === 0n : equals(exact[i], negative(exact[j]));
      return;
    }
    const v = j < 0 ? 0 : values[j];
    if (even) even = Math.abs(values[i] - v) <= 2 ** -40 * size;
    if (odd) odd = Math.abs(values[i] + v) <= 2 ** -40 * size;
  });
  return even ? (odd ? "both" : "even") : odd ? "odd" : "none";
}
