/**
 * What a machine can do at the most, and which of the two ends limits a layer.
 *
 * Source: Williams, Waterman and Patterson, "Roofline: an insightful visual performance model for
 * multicore architectures", 2009.
 */
import { bestTile, tileCycles } from "../algorithms/rate.ts";
import type { Machine } from "../plan/machine.ts";

export interface Peak {
  /** Floating-point operations a second: the best register tile, out of the first-level cache. */
  readonly flops: number;
  /** Bytes a second, read and written together, of a copy over 16 MiB. */
  readonly bandwidth: number;
}

/**
 * The two peaks of a machine, as `measureMachine()` has measured them, or as is usual until then. Every
 * thread has arithmetic of its own; the memory is shared, and taken to be as fast as one core finds it.
 */
export function peakOf(machine: Machine, threads = 1): Peak {
  const { clock, copy } = machine.speed;
  const { mr, nv } = bestTile(Infinity, machine);
  const each = (2 * mr * 4 * nv) / tileCycles(mr, nv, machine);
  return { flops: 1e9 * clock * each * threads, bandwidth: 2e9 * copy.far };
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
