/**
 * How far a result is from what was expected. `compare` gives the facts, `judge` the verdict: the
 * same record serves tests that demand equality and tests that allow a stated bound.
 */
import { fault, guard, ShapeError } from "../errors.ts";
import type { FloatArray, Tensor } from "./tensor.ts";

/** One element, where it stands and what stands there. */
export interface Difference {
  readonly index: readonly number[];
  readonly actual: number;
  readonly expected: number;
  /** |actual − expected|; Infinity where only one of them is NaN or they are unlike infinities. */
  readonly error: number;
}

export interface Comparison {
  /** Elements compared, and how many of them differ; −0 equals 0, and NaN equals NaN. */
  readonly count: number;
  readonly differing: number;
  readonly maxError: number;
  /** Most float32 steps between a value and the expected one, both rounded to float32. */
  readonly maxUlps: number;
  /** Largest error as a share of its bound; null without bounds. */
  readonly shareOfBound: number | null;
  /** The largest error, or the largest share where there are bounds; null when nothing differs. */
  readonly worst: Difference | null;
}

/**
 * `bound` has one value an element: the most that its error may be.
 *
 * @throws ShapeError when the shapes differ, or there are not as many values or bounds.
 */
export function compare(
  actual: Tensor<FloatArray>,
  expected: Tensor<FloatArray>,
  bound: Float64Array | null = null,
): Comparison {
  guard(actual.shape.join() === expected.shape.join(), ShapeError, () => ({
    name: "the shape to compare",
    expected: `[${expected.shape.join(", ")}]`,
    got: actual.shape,
  }));
  const count = expected.data.length;
  for (const [name, data] of Object.entries({ values: actual.data, bounds: bound })) {
    if (data === null || data.length === count) continue;
    throw fault(ShapeError, { name, expected: `${count} numbers`, got: data.length });
  }

  let [differing, maxError, maxUlps, most, worst] = [0, 0, 0, 0, -1];
  for (let i = 0; i < count; i++) {
    const error = distance(actual.data[i], expected.data[i]);
    if (error === 0) continue;
    differing++;
    maxError = Math.max(maxError, error);
    maxUlps = Math.max(maxUlps, ulps(actual.data[i], expected.data[i]));
    const badness = bound ? error / bound[i] : error;
    if (worst < 0 || badness > most) [most, worst] = [badness, i];
  }
  return {
    count,
    differing,
    maxError,
    maxUlps,
    shareOfBound: bound && most,
    worst: worst < 0 ? null : difference(worst, actual, expected),
  };
}

/** Null when the record meets the demand, else the worst element in one sentence. */
export function judge(record: Comparison, demand: "equal" | "within bound"): string | null {
  const { worst, differing, count, shareOfBound } = record;
  if (worst === null) return null;
  const at = `${worst.actual} instead of ${worst.expected} at [${worst.index.join(", ")}]`;
  if (demand === "equal") return `${differing} of ${count} values differ, the worst is ${at}`;
  // Written so that a share of NaN, from a bound of NaN, fails too.
  if (shareOfBound !== null && shareOfBound <= 1) return null;
  return `an error ${shareOfBound === null ? "without" : `of ${shareOfBound} times its`} bound: ${at}`;
}

/** Float32 steps from `a` to `b`, both rounded to float32; Infinity when only one is NaN. */
export function ulps(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  return Math.abs(ordinal(a) - ordinal(b));
}

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** Float32 values numbered in their order, zero at 0. */
function ordinal(x: number): number {
  floats[0] = Math.abs(x);
  return x < 0 ? -bits[0] : bits[0];
}

function distance(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  const error = Math.abs(a - b);
  return Number.isNaN(error) ? Infinity : error;
}

function difference(
  flat: number,
  actual: Tensor<FloatArray>,
  expected: Tensor<FloatArray>,
): Difference {
  let rest = flat;
  const index = expected.shape
    .toReversed()
    .map((extent) => {
      const i = rest % extent;
      rest = Math.floor(rest / extent);
      return i;
    })
    .reverse();
  const [a, b] = [actual.data[flat], expected.data[flat]];
  return { index, actual: a, expected: b, error: distance(a, b) };
}
