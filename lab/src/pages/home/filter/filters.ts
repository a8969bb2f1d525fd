/** Compiled filters, the last few kept: each owns its memory, which must be given back. */
import {
  compileImage,
  type ImageExecutable,
  type ImageOptions,
  type ImagePlan,
  imageFilter,
} from "convoke/images";
import type { Planes } from "./planes.ts";
import type { Tiles } from "./tiles.ts";

/** What a picture is filtered with; plain values, as a page sends them. */
export interface Setting {
  /** Row-major, odd extents, about the middle. */
  readonly kernel: ImageOptions["kernel"];
  readonly scale: number;
  readonly offset: number;
  readonly border: NonNullable<ImageOptions["border"]>;
  readonly gray: boolean;
  readonly threads: number;
}

export interface Filter {
  /** For the picture as one: what the page tells of. */
  readonly plan: ImagePlan;
  /** For a tile and its ring. */
  readonly tile: ImageExecutable;
  /** Milliseconds that planning and compiling took. */
  readonly made: number;
}

const MOST = 8;
const kept = new Map<string, Filter>();

export const optionsOf = (
  { kernel, scale, offset, border, threads }: Setting,
  { width, height, channels }: Planes,
): ImageOptions => ({ width, height, channels, kernel, scale, offset, border, threads });

export async function filterFor(setting: Setting, planes: Planes, tiles: Tiles): Promise<Filter> {
  const key = JSON.stringify([setting, planes.width, planes.height]);
  const found = kept.get(key);
  kept.delete(key);
  const filter = found ?? (await made(setting, planes, tiles));
  kept.set(key, filter);
  for (const [old, { tile }] of kept) {
    if (kept.size <= MOST) break;
    kept.delete(old);
    tile[Symbol.dispose]();
  }
  return filter;
}

/** The tile takes the picture's algorithm, so that results do not depend on tiles. */
async function made(setting: Setting, planes: Planes, tiles: Tiles): Promise<Filter> {
  const start = performance.now();
  const options = optionsOf(setting, planes);
  const plan = imageFilter(options);
  const tile = await compileImage(
    imageFilter({
      ...options,
      width: tiles.width + setting.kernel.columns - 1,
      height: tiles.height + setting.kernel.rows - 1,
      algorithm: plan.algorithm,
    }),
  );
  return { plan, tile, made: performance.now() - start };
}
