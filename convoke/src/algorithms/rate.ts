/**
 * The cost model of the register tile, in cycles of one core. Two multiply-adds and two loads can
 * start in a cycle; a vector is a pair of 128-bit ones where the revectorizer is on, and four floats
 * where there is no SIMD. `Machine.speed` says how long a cycle is.
 */
import { type Machine, type Speed, USUAL_SPEED } from "../plan/machine.ts";

/** Cycles until a sum can be added to again. */
const LATENCY = 4;

/** Cycles of one step of an mr × nv tile. */
export function tileCycles(mr: number, nv: number, machine: Machine): number {
  const vectors = machine.wide ? Math.ceil(nv / 2) : machine.simd ? nv : 4 * nv;
  const products = mr * vectors * (machine.fma ? 1 : 2);
  const loads = vectors + mr;
  // A chain of dependent sums takes 4 cycles a link: few accumulators leave the units idle.
  return Math.max(products / 2, loads / 2, LATENCY);
}

/** Cycles to move `bytes` in short pieces, as packing does: half as fast as a plain copy. */
export const copyCycles = (
  bytes: number,
  { clock, copy }: Speed = USUAL_SPEED,
  reach: keyof Speed["copy"] = "near",
): number => ((2 * bytes) / copy[reach]) * clock;

/**
 * The tile that fits the registers: 12 accumulators of a pair, 12 of a vector, or 12 floats. Without
 * fused multiply-add a splat is dear, so each is used on four vectors: measured on Node 20, a few
 * per cent over 5 × 2.
 */
export function bestTile(rows: number, machine: Machine): { mr: number; nv: number } {
  const [most, nv] = machine.wide ? [6, 4] : !machine.simd ? [3, 1] : machine.fma ? [6, 2] : [3, 4];
  return { mr: Math.max(1, Math.min(rows, most)), nv };
}
