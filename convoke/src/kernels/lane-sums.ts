/** Four lanes brought together: by shuffles, in a fixed order, the result in all lanes. */
import { add, float, type KernelBuilder, max, shuffle, splat } from "../ir/build.ts";
import type { Expr, Lanes } from "../ir/tree.ts";

const fold =
  (join: (a: Expr, b: Expr) => Expr) =>
  (k: KernelBuilder, value: Expr): Expr => {
    const v = k.let("v", value);
    const halves = k.let("v", join(v, shuffle(v, v, [2, 3, 0, 1])));
    return k.let("v", join(halves, shuffle(halves, halves, [1, 0, 3, 2])));
  };

/** (a₀ + a₂) + (a₁ + a₃) */
export const sumOfLanes = fold(add);
export const maxOfLanes = fold(max);

/** The first `lanes` lanes of a vector, `fill` in the others. */
export function firstLanes(value: Expr, lanes: number, fill: number): Expr {
  if (lanes === 4) return value;
  const picks = [0, 1, 2, 3].map((lane) => (lane < lanes ? lane : 4 + lane));
  return shuffle(value, splat(float(fill)), picks as unknown as Lanes);
}
