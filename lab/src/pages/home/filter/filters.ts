/** Compiled filters, the last few kept: each owns its memory, which must be given back. */
import {
  compileImage,
  type ImageExecutable,
  type ImageOptions,
  type ImagePlan,
  imageFilter,
} from "convoke/images";
import type { Bands } from "./bands.ts";
import type { Planes } from "./planes.ts";

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
  /** For a band and the rows around it. */
  readonly band: ImageExecutable;
  /** Milliseconds that planning and compiling took. */
  readonly made: number;
}

const MOST = 8;
const kept = new Map<string, Filter>();

const optionsOf = (
  { kernel, scale, offset, border, threads }: Setting,
  { width, height, channels }: Planes,
): ImageOptions => ({ width, height, channels, kernel, scale, offset, border, threads });

export async function filterFor(setting: Setting, planes: Planes, bands: Bands): Promise<Filter> {
  const key = JSON.stringify([setting, planes.width, planes.height]);
  const found = kept.get(key);
  kept.delete(key);
  const filter = found ?? (await made(setting, planes, bands));
  kept.set(key, filter);
  for (const [old, { band }] of kept) {
    if (kept.size <= MOST) break;
    kept.delete(old);
    band[Symbol.dispose]();
  }
  return filter;
}

/** A band takes the picture's algorithm, so that results do not depend on bands. */
async function made(setting: Setting, planes: Planes, bands: Bands): Promise<Filter> {
  const start = performance.now();
  const options = optionsOf(setting, planes);
  const plan = imageFilter(options);
  const height = bands.height + setting.kernel.rows - 1;
  const band = await compileImage(imageFilter({ ...options, height, algorithm: plan.algorithm }));
  return { plan, band, made: performance.now() - start };
}
