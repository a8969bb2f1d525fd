/**
 * What a machine can do at the most, and which of the two ends limits a layer.
 *
 * Source: Williams, Waterman and Patterson, "Roofline: an insightful visual performance model for
 * multicore architectures", 2009.
 */
import { bestTile, tileCycles } from "../algorithms/rate.ts";
import type { Machine } from "../plan/machine.ts";
import { detectMachine } from "../planner/detect.ts";
import { copyRate, FAR, tileRate } from "../planner/speed.ts";

export interface Peak {
  /** Floating-point operations a second: the best register tile, out of the first-level cache. */
  readonly flops: number;
  /** Bytes a second, read and written together, of a copy over 16 MiB. */
  readonly bandwidth: number;
}

/**
 * The two peaks as a machine's speed has them, measured or usual; a pinned one gives the same always.
 * Every thread has arithmetic of its own; the memory is shared, and taken to be as fast as one core
 * finds it.
 */
export function peakOf(machine: Machine, threads = 1): Peak {
  const { clock, copy } = machine.speed;
  const { mr, nv } = bestTile(Infinity, machine);
  const each = (2 * mr * 4 * nv) / tileCycles(mr, nv, machine);
  return { flops: 1e9 * clock * each * threads, bandwidth: 2e9 * copy.far };
}

/** Tiles that may be the quickest: of vectors, and of pairs of them. */
const TILES = [
  { mr: 3, nv: 4 },
  { mr: 5, nv: 2 },
  { mr: 6, nv: 2 },
] as const;
const WIDE_TILES = [
  { mr: 4, nv: 4 },
  { mr: 5, nv: 4 },
  { mr: 6, nv: 4 },
] as const;
const EFFORT = { warmUp: 40, windows: 60 };

const answers = new Map<boolean, Peak>();

/**
 * What one core of this machine does at the most, measured in 150 ms: the quickest window of the best of
 * three register tiles, and of a copy. More patient than `measureMachine`, whose speed plans depend on.
 * The first call measures, later ones remember.
 */
export function measurePeak(): Peak {
  const machine = detectMachine();
  const known = answers.get(machine.wide);
  if (known) return known;
  const tiles = machine.wide ? WIDE_TILES : TILES;
  const rates = tiles.map((tile) => 8 * tile.mr * tile.nv * tileRate(machine, tile, EFFORT));
  const copied = copyRate(machine, FAR, { warmUp: 0, windows: 24 });
  const peak = { flops: 1e9 * Math.max(...rates), bandwidth: 2e9 * copied };
  answers.set(machine.wide, peak);
  return peak;
}

export interface Roofline {
  /** FLOP/byte of the work, and of the machine: where both ends take the same time. */
  readonly intensity: number;
  readonly ridge: number;
  readonly bound: "arithmetic" | "memory";
  /** Most FLOP/s at this intensity: min(peak, intensity · bandwidth). */
  readonly attainable: number;
  /** Least milliseconds: the longer of arithmetic and traffic. */
  readonly milliseconds: number;
}

/** @param work floating-point operations, and bytes that go through memory. */
export function roofline(
  work: { readonly flops: number; readonly bytes: number },
  peak: Peak,
): Roofline {
  const intensity = work.flops / work.bytes;
  const ridge = peak.flops / peak.bandwidth;
  return {
    intensity,
    ridge,
    bound: intensity < ridge ? "memory" : "arithmetic",
    attainable: Math.min(peak.flops, intensity * peak.bandwidth),
    milliseconds: 1000 * Math.max(work.flops / peak.flops, work.bytes / peak.bandwidth),
  };
}
