/**
 * Kernels by name: one table. Every entry knows what it is for, its formula and its source, and its
 * parameters with their rules. All are written for cross-correlation, as layers compute it: what
 * stands at the right is multiplied with the neighbour at the right.
 */
import { GAUSSIANS, MEANS, MOTION, UNSHARP } from "./blurs.ts";
import { COMPASS } from "./compass.ts";
import { SCALED } from "./derivatives.ts";
import type { CatalogueEntry } from "./entry.ts";
import { CLASSIC_GAUSSIAN, IDENTITY, LAPLACIANS, SHARPENERS, SLOPES } from "./fixed.ts";
import { PASSES } from "./passes.ts";

export const CATALOGUE = {
  ...IDENTITY,
  ...LAPLACIANS,
  ...SLOPES,
  ...COMPASS,
  ...MEANS,
  ...GAUSSIANS,
  ...CLASSIC_GAUSSIAN,
  ...SCALED,
  ...SHARPENERS,
  ...UNSHARP,
  ...MOTION,
  ...PASSES,
} as const satisfies Record<string, CatalogueEntry>;

export type CatalogueName = keyof typeof CATALOGUE;
export const CATALOGUE_NAMES = Object.keys(CATALOGUE) as CatalogueName[];
