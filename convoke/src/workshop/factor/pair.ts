/**
 * The two kernels of given sizes whose convolution is nearest to a kernel: least squares in both at
 * once, by damped Gauss–Newton steps (Levenberg, Marquardt) from several starts. The best that was
 * found: such a problem may have other valleys.
 */
import { guard, ShapeError } from "../../errors.ts";
import { solvePositive } from "../../numbers/cholesky.ts";
import { lengthOf } from "../../numbers/low-rank.ts";
import { singularTerms } from "../../numbers/svd.ts";
import { random } from "../../tensor/random.ts";
import { type Kernel, kernelOf } from "../kernel.ts";

export interface Pair {
  readonly first: Kernel;
  readonly second: Kernel;
  /** ‖k − first ∗ second‖ / ‖k‖, in the root of the sum of squares. */
  readonly residual: number;
}

type Size = readonly [rows: number, columns: number];

/** Values of both factors: a step takes their cube. */
const MOST_UNKNOWNS = 128;
/** Of 18 unknowns, 3 ∗ 3; larger pairs have fewer, for each takes longer. */
const STARTS = 40;
const MOST_STEPS = 200;
/** Residuals below this are rounding, and no other start can better them. */
const NOTHING = 1e-14;

/**
 * @param size of the first factor; the second is as large as the rest needs, k − size + 1.
 * @throws ShapeError unless the kernel is 2-D and not smaller than the factor, and both factors have at
 *   most 128 values.
 */
export function nearestPair(k: Kernel, size: Size): Pair {
  guard(
    k.shape.length === 2 && size.every((n, axis) => n >= 1 && n <= k.shape[axis]),
    ShapeError,
    () => ({
      name: "the size of a factor",
      expected: `two extents from 1 to those of a 2-D kernel, [${k.shape.join(", ")}]`,
      got: size,
    }),
  );
  const [rows, columns] = k.shape;
  const other: Size = [rows - size[0] + 1, columns - size[1] + 1];
  const unknowns = size[0] * size[1] + other[0] * other[1];
  guard(unknowns <= MOST_UNKNOWNS, ShapeError, () => ({
    name: "two factors to be fitted",
    expected: `at most ${MOST_UNKNOWNS} values in both`,
    got: unknowns,
  }));
  const norm = lengthOf(k.values);
  if (norm === 0) {
    const zeros = (s: Size) => kernelOf(s, new Float64Array(s[0] * s[1]));
    return { first: zeros(size), second: zeros(other), residual: 0 };
  }
  const goal = Float64Array.from(k.values, (v) => v / norm);
  let best: { a: Float64Array; b: Float64Array; error: number } | null = null;
  for (const start of starts(k, size, other)) {
    const end = descend(goal, columns, size, other, start);
    if (best === null || end.error < best.error) best = end;
    if (best.error < NOTHING) break;
  }
  const { a, b, error } = best!;
  return {
    first: kernelOf(size, a, k.origin),
    second: kernelOf(
      other,
      b.map((v) => v * norm),
      [0, 0],
    ),
    residual: error,
  };
}

/** Lines of the largest singular term, cut to size, and then random numbers from a fixed seed. */
function* starts(k: Kernel, size: Size, other: Size): Generator<[Float64Array, Float64Array]> {
  const [rows, columns] = k.shape;
  const { u, v } = singularTerms(k.values, rows, columns)[0];
  const cut = ([h, w]: Size) =>
    Float64Array.from({ length: h * w }, (_, i) => u[Math.floor(i / w)] * v[i % w] + 0.01);
  yield [cut(size), cut(other)];
  const next = random(1);
  const drawn = ([h, w]: Size) => Float64Array.from({ length: h * w }, () => 2 * next() - 1);
  const unknowns = size[0] * size[1] + other[0] * other[1];
  const count = Math.max(3, Math.round(STARTS * Math.min(1, (18 / unknowns) ** 2)));
  for (let i = 1; i < count; i++) yield [drawn(size), drawn(other)];
}

function descend(
  goal: Float64Array,
  columns: number,
  size: Size,
  other: Size,
  start: readonly [Float64Array, Float64Array],
) {
  let [a, b] = balanced(start[0], start[1]);
  const residual = (x: Float64Array, y: Float64Array) => {
    const rest = goal.slice();
    each(x.length, y.length, size, other, columns, (i, j, at) => {
      rest[at] -= x[i] * y[j];
    });
    return rest;
  };
  let rest = residual(a, b);
  let error = Math.hypot(...rest);
  let damping = 1e-3;
  const n = a.length + b.length;
  for (let step = 0; step < MOST_STEPS && error > NOTHING && damping < 1e12; step++) {
    const { normal, right } = normalEquations(a, b, rest, size, other, columns);
    for (let i = 0; i < n; i++) normal[i * n + i] += damping * (normal[i * n + i] + 1e-12);
    const move = solvePositive(normal, right);
    if (move !== null) {
      const x = a.map((v, i) => v + move[i]);
      const y = b.map((v, i) => v + move[a.length + i]);
      const left = residual(x, y);
      const next = Math.hypot(...left);
      if (next < error) {
        const small = error - next < 1e-13 * error;
        [[a, b], rest, error] = [balanced(x, y), left, next];
        damping = Math.max(1e-12, damping / 5);
        if (small) break;
        continue;
      }
    }
    damping *= 4;
  }
  return { a, b, error };
}

/** JᵀJ and Jᵀr for J = ∂(a ∗ b)/∂(a, b). */
function normalEquations(
  a: Float64Array,
  b: Float64Array,
  rest: Float64Array,
  size: Size,
  other: Size,
  columns: number,
) {
  const n = a.length + b.length;
  const jacobian = Array.from({ length: rest.length }, () => new Float64Array(n));
  each(a.length, b.length, size, other, columns, (i, j, at) => {
    jacobian[at][i] += b[j];
    jacobian[at][a.length + j] += a[i];
  });
  const normal = new Float64Array(n * n);
  const right = new Float64Array(n);
  jacobian.forEach((row, at) => {
    for (let i = 0; i < n; i++) {
      if (row[i] === 0) continue;
      right[i] += row[i] * rest[at];
      for (let j = 0; j <= i; j++) normal[i * n + j] += row[i] * row[j];
    }
  });
  return { normal, right };
}

/** All products of a convolution of two grids, and where in the result they go. */
function each(
  na: number,
  nb: number,
  [, wa]: Size,
  [, wb]: Size,
  columns: number,
  visit: (i: number, j: number, at: number) => void,
): void {
  for (let i = 0; i < na; i++) {
    for (let j = 0; j < nb; j++) {
      const y = Math.floor(i / wa) + Math.floor(j / wb);
      visit(i, j, y * columns + (i % wa) + (j % wb));
    }
  }
}

/** Both of one length: a product has a scale to give away. */
function balanced(a: Float64Array, b: Float64Array): [Float64Array, Float64Array] {
  const factor = Math.sqrt(Math.hypot(...b) / Math.hypot(...a)) || 1;
  return [a.map((v) => v * factor), b.map((v) => v / factor)];
}
