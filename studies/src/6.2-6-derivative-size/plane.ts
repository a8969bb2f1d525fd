/** Derivatives in the plane that look the same in all directions: how many taps they take. */
import { type Kernel, kernelOf, laplacian, power, rankOfKernel } from "convoke/workshop";

export type Point = readonly [x: number, y: number];

/** ∇^d for even d: the Laplacian of three by three, d/2 times. */
export const isotropic = (derivative: number): Kernel => power(laplacian(2), derivative / 2);

/** Σ value · x^i · y^j about the origin: what the kernel makes of x^i y^j. Whole kernels only. */
export function momentOf({ shape: [, width], origin, values }: Kernel, i: number, j: number) {
  return values.reduce((sum, value, at) => {
    const [x, y] = [(at % width) - origin[1], Math.floor(at / width) - origin[0]];
    return sum + value * x ** i * y ** j;
  }, 0);
}

/** What ∇^d makes of x^i y^j at 0, i + j ≤ d: C(d/2, i/2) i! j! where i + j = d and both are even. */
export function wantedMoment(derivative: number, i: number, j: number): number {
  if (i + j !== derivative || i % 2 === 1) return 0;
  return choose(derivative / 2, i / 2) * factorial(i) * factorial(j);
}

/** Taps that are not 0. */
export const tapsOf = ({ values }: Kernel): number => values.filter((v) => v !== 0).length;

/**
 * Whether weights on these points can make ∇²: 0 of 1, x, y and xy, 2 of x² and y². Six equations, which
 * have a solution exactly where the wanted column adds no rank.
 */
export function canMakeLaplacian(points: readonly Point[]): boolean {
  const powers = [
    [0, 0],
    [1, 0],
    [0, 1],
    [2, 0],
    [1, 1],
    [0, 2],
  ] as const;
  const wanted = [0, 0, 0, 2, 0, 2];
  const conditions = powers.map(([i, j]) => points.map(([x, y]) => x ** i * y ** j));
  const rank = (rows: readonly (readonly number[])[]) =>
    rankOfKernel(kernelOf([rows.length, rows[0].length], Float64Array.from(rows.flat())));
  return rank(conditions) === rank(conditions.map((row, r) => [...row, wanted[r]]));
}

/** All points of a square grid about 0. */
export const gridOf = (reach: number): Point[] =>
  Array.from({ length: (2 * reach + 1) ** 2 }, (_, i): Point => {
    const side = 2 * reach + 1;
    return [(i % side) - reach, Math.floor(i / side) - reach];
  });

/** Every choice of `count` of the items. */
export function* choicesOf<T>(items: readonly T[], count: number, from = 0): Generator<T[]> {
  if (count === 0) yield [];
  else
    for (let i = from; i <= items.length - count; i++)
      for (const rest of choicesOf(items, count - 1, i + 1)) yield [items[i], ...rest];
}

export const choose = (n: number, k: number): number =>
  k === 0 ? 1 : Math.round((choose(n, k - 1) * (n - k + 1)) / k);

export const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
