/**
 * How far a 2-D kernel is from treating all directions alike. What it estimates, P(∂), has an ideal
 * response p(ω) = P(iω) = (iρ)^d q(θ): constant over the angle for a blur and for the Laplacian,
 * cos θ for a slope along x. On each circle |f| = ρ the response is compared with the multiple of q
 * that is nearest to it; what is left over is the anisotropy. A kernel that is symmetric about the
 * middle of its grid is looked at from there: half a sample of delay is no lack of roundness.
 */
import { guard, OptionError } from "../../errors.ts";
import type { Complex } from "../../numbers/roots.ts";
import type { Kernel } from "../kernel.ts";
import type { Estimate } from "./estimate.ts";
import { responseAt } from "./response.ts";
import { centreOf } from "./symmetry.ts";

export interface Isotropy {
  /** Cycles a sample. */
  readonly radii: Float64Array;
  /** |c(ρ)|: the nearest multiple of q, over the ideal gain (2πρ)^d; 1 where the estimate is exact. */
  readonly gain: Float64Array;
  /** Root mean square over the angle of H − c q, over that of H: 0 to 1. */
  readonly deviation: Float64Array;
  /** The largest |H − c q| over the angle, over the root mean square of H: never less than `deviation`. */
  readonly worst: Float64Array;
  /** The harmonic of the angle that differs the most: 4 for a square grid's own anisotropy. */
  readonly harmonic: Uint8Array;
}

const ANGLES = 48;

/**
 * @param radii cycles a sample, above 0, at most 1/2.
 * @throws OptionError for other radii.
 */
export function isotropyOf(k: Kernel, estimate: Estimate, radii: readonly number[]): Isotropy {
  const bad = radii.find((r) => !(r > 0 && r <= 0.5));
  guard(bad === undefined, OptionError, () => ({
    name: "radii",
    expected: "numbers above 0, at most 0.5 (cycles a sample)",
    got: bad,
  }));
  const centred = { ...k, origin: centreOf(k).map((twice) => twice / 2) };
  const angles = Array.from({ length: ANGLES }, (_, i) => (2 * Math.PI * i) / ANGLES);
  const form = angles.map((theta) => formAt(estimate, theta));
  const energy = form.reduce((sum, q) => sum + q * q, 0);
  // i^d: real, imaginary, real, imaginary.
  const turn = [1, 0, -1, 0].map((re, i) => ({ re, im: [0, 1, 0, -1][i] }))[estimate.order % 4];
  const rows = radii.map((radius) => {
    // Real values: opposite points of a circle are conjugates of each other.
    const half = angles.slice(0, ANGLES / 2).map((theta): Complex => {
      const { re, im } = responseAt(centred, [radius * Math.sin(theta), radius * Math.cos(theta)]);
      // Over i^d: what is left is real for a kernel that has the symmetry of what it estimates.
      return { re: re * turn.re + im * turn.im, im: im * turn.re - re * turn.im };
    });
    // Over i^d, the conjugate has the sign of (−1)^d too.
    const sign = estimate.order % 2 === 0 ? 1 : -1;
    const waves = [...half, ...half.map(({ re, im }) => ({ re: sign * re, im: -sign * im }))];
    const c = {
      re: waves.reduce((sum, w, i) => sum + w.re * form[i], 0) / energy,
      im: waves.reduce((sum, w, i) => sum + w.im * form[i], 0) / energy,
    };
    const size = Math.hypot(c.re, c.im);
    const rest = waves.map((w, i) => ({ re: w.re - c.re * form[i], im: w.im - c.im * form[i] }));
    const norms = rest.map((w) => Math.hypot(w.re, w.im));
    const sizes = waves.map((w) => Math.hypot(w.re, w.im));
    const squares = (list: readonly number[]) => list.reduce((sum, v) => sum + v * v, 0);
    return {
      gain: size / (2 * Math.PI * radius) ** estimate.order,
      deviation: share(Math.sqrt(squares(norms)), Math.sqrt(squares(sizes))),
      worst: share(Math.max(...norms), Math.sqrt(squares(sizes) / ANGLES)),
      harmonic: strongest(rest),
    };
  });
  const series = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  return {
    radii: Float64Array.from(radii),
    gain: series((r) => r.gain),
    deviation: series((r) => r.deviation),
    worst: series((r) => r.worst),
    harmonic: Uint8Array.from(rows, (r) => r.harmonic),
  };
}

/** Nothing of nothing is nothing. */
const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);

/** q(θ): P on the unit vector at an angle from x towards y. */
const formAt = ({ terms }: Estimate, theta: number): number =>
  terms.reduce(
    (sum, { powers: [down, right], coefficient }) =>
      sum + coefficient.value * Math.sin(theta) ** down * Math.cos(theta) ** right,
    0,
  );

/** The n of the largest Σ rest e^(−inθ), n from 0 to half the number of angles. */
function strongest(rest: readonly Complex[]): number {
  let [best, most] = [0, -1];
  for (let n = 0; n <= ANGLES / 2; n++) {
    let [re, im] = [0, 0];
    rest.forEach((w, i) => {
      const [c, s] = [
        Math.cos((2 * Math.PI * n * i) / ANGLES),
        Math.sin((2 * Math.PI * n * i) / ANGLES),
      ];
      re += w.re * c + w.im * s;
      im += w.im * c - w.re * s;
    });
    const size = Math.hypot(re, im);
    if (size > most * (1 + 1e-9)) [best, most] = [n, size];
  }
  return best;
}
