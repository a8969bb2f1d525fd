/** What one may mean by "the σ of a kernel", each computed. */
import type { EquivalentSigma, Kernel } from "convoke/workshop";

export interface Reading {
  /** In symbols: k the kernel along a row through its middle, g a Gaussian. */
  readonly name: string;
  /** Null where the kernel has no such σ. */
  readonly sigma: number | null;
}

/**
 * @param of the moments and the least squares; null for a kernel that is no blur.
 */
export function readingsOf(k: Kernel, of: EquivalentSigma | null): Reading[] {
  const [rows, columns] = k.shape;
  const total = k.values.reduce((sum, v) => sum + v, 0);
  const at = (distance: number): number =>
    k.values[Math.floor(rows / 2) * columns + Math.floor(columns / 2) + distance] / total;
  const ratios = [1, 2].filter((d) => d <= Math.floor((columns - 1) / 2));
  return [
    { name: "min Σ (k − a·g)²", sigma: of?.fitted?.sigma ?? null },
    { name: "σ² = Σ x² k / Σ k", sigma: of ? of.moment[1] : null },
    // exp(−d²/2σ²) = k(d)/k(0).
    ...ratios.map((d) => ({ name: `k(${d}) / k(0)`, sigma: fromRatio(at(d) / at(0), d) })),
    // The peak of a Gaussian of volume 1.
    { name: "k(0) = 1 / 2πσ²", sigma: at(0) > 0 ? Math.sqrt(1 / (2 * Math.PI * at(0))) : null },
  ];
}

const fromRatio = (ratio: number, distance: number): number | null =>
  ratio > 0 && ratio < 1 ? Math.sqrt(distance ** 2 / (-2 * Math.log(ratio))) : null;

/** How far the nearest multiple of a sampled Gaussian is from the kernel, as a share of the kernel. */
export function distanceTo(k: Kernel, sigma: number): number {
  const columns = k.shape[1];
  const g = Array.from(k.values, (_, i) => {
    const [y, x] = [Math.floor(i / columns) - k.origin[0], (i % columns) - k.origin[1]];
    return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
  });
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  };
  const amplitude = dot(k.values, g) / dot(g, g);
  const left = k.values.map((v, i) => v - amplitude * g[i]);
  return Math.sqrt(dot(left, left) / dot(k.values, k.values));
}

/** Least and greatest of the σ, in steps, for which peak · exp(−r²/2σ²) rounds to these whole numbers. */
export function sigmasOf(
  values: readonly number[],
  columns: number,
  step = 0.001,
): readonly [number, number] | null {
  const middle = (columns - 1) / 2;
  const peak = Math.max(...values);
  const fits = Array.from({ length: 3000 }, (_, i) => 0.3 + i * step).filter((sigma) =>
    values.every((v, i) => {
      const r2 = (Math.floor(i / columns) - middle) ** 2 + ((i % columns) - middle) ** 2;
      return Math.round(peak * Math.exp(-r2 / (2 * sigma * sigma))) === v;
    }),
  );
  return fits.length === 0 ? null : [fits[0], fits[fits.length - 1]];
}
