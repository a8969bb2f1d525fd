/** What a choice of tile means for a problem. */
import type { Triple } from "../kernels/geometry.ts";
import { type Transforms, toomCook } from "../kernels/toom-cook.ts";
import type { Problem } from "../semantics/problem.ts";

/** Outputs of a tile along height and width. */
export interface TileSize {
  readonly my: number;
  readonly mx: number;
}

/** The transforms of both axes; an axis without kernel has F(1, 1), the identity. */
export function transformsOf(
  { axes }: Problem,
  { my, mx }: TileSize,
): { readonly y: Transforms; readonly x: Transforms } {
  const [height, width] = [1, ...axes.map((a) => a.kernel)].slice(-2);
  return { y: toomCook(my, height), x: toomCook(mx, width) };
}

/** Outputs the source is rounded up to. */
export const coverOf = ({ my, mx }: TileSize): Triple => [1, my, mx];
