/**
 * The frequency response: what a kernel makes of a wave. At ω radians a sample along each axis
 *
 *   H(ω) = Σ k[i] e^(i ω·(i − origin))        so that e^(iω·x) becomes H(ω) e^(iω·x)
 *
 * Frequencies are given in cycles a sample, f = ω / 2π, from −1/2 to 1/2; the response of real values
 * at −f is the conjugate of that at f.
 */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import type { Complex } from "../../numbers/roots.ts";
import { turned } from "../contract.ts";
import type { Kernel } from "../kernel.ts";
import { projected } from "../projection.ts";

/** Samples of |H| and arg H (radians, −π to π). */
export interface ResponseSamples {
  readonly magnitude: Float64Array;
  readonly phase: Float64Array;
}

/** Along a direction: H at frequencies[i] · direction. */
export interface ResponseLine extends ResponseSamples {
  readonly frequencies: Float64Array;
  /** Of length 1, outermost axis first. */
  readonly direction: readonly number[];
}

/** Of a 2-D kernel: row-major, frequencies[row] along y, frequencies[column] along x. */
export interface ResponseGrid extends ResponseSamples {
  readonly frequencies: Float64Array;
}

export const MOST_POINTS = 1025;

/** @param frequency cycles a sample along each axis, outermost first. */
export const responseAt = (
  { values, shape, origin }: Pick<Kernel, "values" | "shape" | "origin">,
  frequency: readonly number[],
): Complex =>
  turned(
    values,
    { shape, origin },
    frequency.map((f) => 2 * Math.PI * f),
  );

/**
 * From 0 to 1/2 cycles a sample along a direction, by default the last axis.
 *
 * @throws OptionError for a number of points out of range, or a direction of length 0.
 */
export function responseLine(
  k: Kernel,
  points: number,
  direction: readonly number[] = k.shape.map((_, axis) => (axis === k.shape.length - 1 ? 1 : 0)),
): ResponseLine {
  checkPoints(points);
  const length = Math.hypot(...direction);
  guard(
    direction.length === k.shape.length && length > 0 && length < Infinity,
    OptionError,
    () => ({
      name: "direction",
      expected: `${k.shape.length} numbers, not all 0`,
      got: direction,
    }),
  );
  const unit = direction.map((v) => v / length);
  const frequencies = Float64Array.from({ length: points }, (_, i) => i / (2 * (points - 1)));
  // Along an axis only the sums over the others count.
  const axis = unit.indexOf(1);
  const [own, across] = axis < 0 ? [k, unit] : [projected(k, axis), [1]];
  const samples = Array.from(frequencies, (f) =>
    responseAt(
      own,
      across.map((u) => f * u),
    ),
  );
  return { frequencies, direction: unit, ...polar(samples) };
}

/**
 * The whole plane from −1/2 to 1/2, rows first along x, then along y.
 *
 * @param points along each axis; odd ones have 0 in the middle.
 * @throws ShapeError for a kernel that is not 2-D; OptionError for a number of points out of range.
 */
export function responseGrid(k: Kernel, points: number): ResponseGrid {
  guard(k.shape.length === 2, ShapeError, () => ({
    name: "a kernel whose response is a picture",
    expected: "two axes",
    got: k.shape,
  }));
  checkPoints(points);
  const frequencies = Float64Array.from({ length: points }, (_, i) => i / (points - 1) - 0.5);
  // Rows are summed once for each frequency along x, and then along y.
  const [rows, columns] = k.shape;
  const waves = (extent: number, origin: number) =>
    Array.from(frequencies, (f) => {
      const angles = Array.from({ length: extent }, (_, i) => 2 * Math.PI * f * (i - origin));
      return { cos: angles.map(Math.cos), sin: angles.map(Math.sin) };
    });
  const [down, right] = [waves(rows, k.origin[0]), waves(columns, k.origin[1])];
  const byRow = Array.from({ length: rows }, (_, y) =>
    right.map(({ cos, sin }) => {
      let [re, im] = [0, 0];
      for (let x = 0, at = y * columns; x < columns; x++, at++) {
        re += k.values[at] * cos[x];
        im += k.values[at] * sin[x];
      }
      return { re, im };
    }),
  );
  const samples = down.flatMap(({ cos, sin }) =>
    right.map((_, column) => {
      let [re, im] = [0, 0];
      byRow.forEach((row, y) => {
        const v = row[column];
        re += v.re * cos[y] - v.im * sin[y];
        im += v.re * sin[y] + v.im * cos[y];
      });
      return { re, im };
    }),
  );
  return { frequencies, ...polar(samples) };
}

function polar(samples: readonly Complex[]): ResponseSamples {
  return {
    magnitude: Float64Array.from(samples, ({ re, im }) => Math.hypot(re, im)),
    phase: Float64Array.from(samples, ({ re, im }) => Math.atan2(im, re)),
  };
}

function checkPoints(points: number): void {
  guard(Number.isInteger(points) && points >= 2 && points <= MOST_POINTS, OptionError, () => ({
    name: "points",
    expected: `a whole number from 2 to ${MOST_POINTS}`,
    got: points,
  }));
}
