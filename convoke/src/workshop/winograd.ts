/**
 * Winograd by hand: one tile of F(m, r), every step of it, in fractions and in float32.
 *
 *   y = Aᵀ[(G g) ∘ (Bᵀ d)]            1-D: d of α = m + r − 1 numbers, g of r, y of m
 *   Y = Aᵀ[(G g Gᵀ) ∘ (Bᵀ d B)]A      2-D: the same along both axes
 *
 * @see ../kernels/toom-cook.ts for the transforms and their sources: the engine's own
 */
import { guard, ShapeError } from "../errors.ts";
import { type Transforms, toomCook } from "../kernels/toom-cook.ts";
import { type Field, FLOATS, RATIONALS } from "../numbers/field.ts";
import { type Rational, toNumber } from "../numbers/rational.ts";
import { resolve } from "../semantics/resolve.ts";
import { taps } from "../semantics/taps.ts";

/** What is computed on the way, row-major. */
export interface WinogradSteps<T> {
  /** Bᵀd, or Bᵀd B: α numbers, or α × α. */
  readonly data: readonly T[];
  /** Gg, or G g Gᵀ. */
  readonly weight: readonly T[];
  /** Their products, element by element: all that multiply two numbers that are not known before. */
  readonly products: readonly T[];
  /** The m outputs, or m × m. */
  readonly result: readonly T[];
  /** By the definition: window times kernel, tap after tap. */
  readonly direct: readonly T[];
}

export interface WinogradTile {
  readonly axes: 1 | 2;
  readonly transforms: Transforms;
  readonly exact: WinogradSteps<Rational>;
  /** Rounded to float32 after every operation, sums in the order of the rows; so are coefficients. */
  readonly single: WinogradSteps<number>;
  /** Products of the tile, and of the definition. */
  readonly multiplications: { readonly winograd: number; readonly direct: number };
}

const SINGLE: Field<number> = {
  ...FLOATS,
  plus: (a, b) => Math.fround(a + b),
  minus: (a, b) => Math.fround(a - b),
  times: (a, b) => Math.fround(a * b),
  over: (a, b) => Math.fround(a / b),
};

/**
 * @param d α numbers, or α × α, row-major; `g` r, or r × r.
 * @throws RangeError for an F(m, r) without enough points; ShapeError for another count of numbers.
 */
export function winogradTile(
  { m, r, axes }: { readonly m: number; readonly r: number; readonly axes: 1 | 2 },
  d: readonly Rational[],
  g: readonly Rational[],
): WinogradTile {
  const transforms = toomCook(m, r);
  for (const [name, values, side] of [
    ["d", d, transforms.alpha],
    ["g", g, r],
  ] as const)
    guard(values.length === side ** axes, ShapeError, () => ({
      name,
      expected: `${side ** axes} numbers for F(${m}, ${r})`,
      got: values.length,
    }));
  const single = (value: Rational) => Math.fround(toNumber(value));
  return {
    axes,
    transforms,
    exact: stepsIn(RATIONALS, (value) => value, { transforms, axes }, d, g),
    single: stepsIn(SINGLE, single, { transforms, axes }, d, g),
    multiplications: { winograd: transforms.alpha ** axes, direct: (m * r) ** axes },
  };
}

function stepsIn<T>(
  field: Field<T>,
  take: (value: Rational) => T,
  { transforms, axes }: { readonly transforms: Transforms; readonly axes: 1 | 2 },
  d: readonly Rational[],
  g: readonly Rational[],
): WinogradSteps<T> {
  const { at, bt, g: gm, m, r, alpha } = transforms;
  const through = (matrix: Transforms["at"], values: readonly T[]) => {
    const own = matrix.map((row) => row.map(take));
    const first = times(field, own, values);
    // The second axis is the first of the transpose.
    return axes === 1 ? first : turned(times(field, own, turned(first, own.length)), own.length);
  };
  const [window, kernel] = [d.map(take), g.map(take)];
  const data = through(bt, window);
  const weight = through(gm, kernel);
  const products = data.map((value, i) => field.times(value, weight[i]));
  const problem = resolve({
    input: [1, 1, ...new Array<number>(axes).fill(alpha)],
    weight: [1, 1, ...new Array<number>(axes).fill(r)],
  });
  const flat = (spatial: readonly number[], side: number) =>
    spatial.reduce((index, i) => index * side + i, 0);
  const direct = Array.from({ length: m ** axes }, (_, o) => {
    const spatial = axes === 1 ? [o] : [Math.floor(o / m), o % m];
    return taps(problem, { batch: 0, channel: 0, spatial }).reduce((sum, tap) => {
      const x = window[flat(tap.input.spatial!, alpha)];
      return field.plus(sum, field.times(kernel[flat(tap.weight.spatial, r)], x));
    }, field.zero);
  });
  return { data, weight, products, result: through(at, products), direct };
}

/** matrix · values, the values seen as rows of equal length; zeros of the matrix cost nothing. */
function times<T>(field: Field<T>, matrix: readonly (readonly T[])[], values: readonly T[]): T[] {
  const inner = matrix[0].length;
  const columns = values.length / inner;
  return matrix.flatMap((row) =>
    Array.from({ length: columns }, (_, c) =>
      row.reduce(
        (sum, coefficient, k) =>
          field.equals(coefficient, field.zero)
            ? sum
            : field.plus(sum, field.times(coefficient, values[k * columns + c])),
        field.zero,
      ),
    ),
  );
}

/** Rows and columns exchanged. */
function turned<T>(values: readonly T[], rows: number): T[] {
  const columns = values.length / rows;
  return Array.from(
    { length: values.length },
    (_, i) => values[(i % rows) * columns + Math.floor(i / rows)],
  );
}
