/**
 * What a kernel does to four signals that vary along one axis: a constant, a ramp, a step and a line.
 * Nothing is looked up: each is filtered, exactly where the kernel is exact.
 */
import { guard, OptionError } from "../../errors.ts";
import { minus, type Rational, rational, times } from "../../numbers/rational.ts";
import { applied } from "../apply.ts";
import { approximately, type Kernel, kernel, kernelOf } from "../kernel.ts";
import { projected } from "../projection.ts";
import { type Quantity, quantity, wholeValues } from "../quantity.ts";

/** A response, place by place: a 1-D kernel whose origin is where the signal's own 0 lies. */
export type Profile = Kernel;

export interface Effect {
  /** Along which the signals vary; the last one is x. */
  readonly axis: number;
  /** What 1 everywhere becomes. */
  readonly constant: Quantity;
  /** What x becomes: slope · x + offset. */
  readonly ramp: { readonly slope: Quantity; readonly offset: Quantity };
  /** What 0, 0, …, 1, 1, … becomes, the first 1 at place 0, from where it is still constant on. */
  readonly step: Profile;
  /** What a line of 1 at place 0, one pixel wide, becomes. */
  readonly line: Profile;
}

/** Longer kernels are filtered in doubles: fractions would take seconds. */
const MOST_EXACT = 129;

/** One for each axis. */
export const effectsOf = (k: Kernel): Effect[] => k.shape.map((_, axis) => effectAlong(k, axis));

/** @throws OptionError for an axis that the kernel does not have. */
export function effectAlong(k: Kernel, axis: number): Effect {
  guard(Number.isInteger(axis) && axis >= 0 && axis < k.shape.length, OptionError, () => ({
    name: "axis",
    expected: `an axis from 0 to ${k.shape.length - 1}`,
    got: axis,
  }));
  const own = projected(k, axis);
  const line = own.shape[0] > MOST_EXACT ? approximately(own) : own;
  // Whole numbers over one denominator: sums of them are cheap.
  const { over, under } = wholeValues(line);
  const exact = line.exact !== null;
  const taps = exact
    ? kernelOf(
        line.shape,
        over.map((v) => rational(v)),
        line.origin,
      )
    : line;
  const n = taps.shape[0];
  const run = (signal: readonly number[], zero: number): Kernel => {
    const result = applied(kernel(signal, { origin: [zero] }), taps);
    const values = result.exact?.map((v) => times(v, rational(1, under))) ?? result.values;
    return kernelOf(result.shape, values, result.origin);
  };
  const range = (length: number, of: (i: number) => number) =>
    Array.from({ length }, (_, i) => of(i));
  const [flat] = valuesOf(
    run(
      range(n, () => 1),
      0,
    ),
  );
  // Two outputs: the kernel's origin lies on places 0 and 1.
  const [first, second] = valuesOf(
    run(
      range(n + 1, (i) => i - taps.origin[0]),
      taps.origin[0],
    ),
  );
  return {
    axis,
    constant: quantity(flat),
    ramp: { slope: quantity(difference(second, first)), offset: quantity(first) },
    step: run(
      range(2 * n, (i) => (i < n ? 0 : 1)),
      n,
    ),
    line: run(
      range(2 * n - 1, (i) => (i === n - 1 ? 1 : 0)),
      n - 1,
    ),
  };
}

const valuesOf = (k: Kernel): readonly (Rational | number)[] => k.exact ?? [...k.values];

const difference = (a: Rational | number, b: Rational | number): Rational | number =>
  typeof a === "number" || typeof b === "number" ? Number(a) - Number(b) : minus(a, b);

/** What a step response shows at a glance. */
export interface StepFeatures {
  readonly from: number;
  readonly to: number;
  /** Places over which it changes: from the last at its first value to the first at its last one. */
  readonly samples: number;
  /** How far it goes beyond both ends, at most; 0 where it does not. */
  readonly overshoot: number;
  /**
   * Where it changes sign, in samples from the edge (which lies at −1/2, between the last 0 and the
   * first 1), between places by a straight line; of a run of zeros the middle.
   */
  readonly crossings: readonly number[];
}

/** Differences below 2^-40 of the largest value are rounding. */
export function stepFeatures(step: Profile): StepFeatures {
  const v = step.values;
  const size = v.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
  const same = (a: number, b: number) => Math.abs(a - b) <= 2 ** -40 * size;
  const [from, to] = [v[0], v[v.length - 1]];
  let [first, last] = [0, v.length - 1];
  while (first < last && same(v[first + 1], from)) first++;
  while (last > first && same(v[last - 1], to)) last--;
  const beyond = v.reduce((m, x) => Math.max(m, x - Math.max(from, to), Math.min(from, to) - x), 0);
  return {
    from,
    to,
    samples: last - first,
    overshoot: same(beyond, 0) ? 0 : beyond,
    crossings: signChanges([...v].map((x) => (same(x, 0) ? 0 : x))).map((i) => i - step.origin[0]),
  };
}

/** Places, between two of them by a straight line, where a row changes its sign. */
export function signChanges(values: readonly number[]): number[] {
  const found: number[] = [];
  let before = -1;
  values.forEach((v, i) => {
    if (v === 0) return;
    if (before >= 0 && values[before] < 0 !== v < 0) {
      const b = values[before];
      found.push(i === before + 1 ? before + b / (b - v) : (before + i) / 2);
    }
    before = i;
  });
  return found;
}
