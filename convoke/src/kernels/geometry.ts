/**
 * What the convolution kernels work on: a dense correlation over a *source* in which padding,
 * borders, strides along x and zero-stuffing have already been resolved. Along x the source is
 * split by phase: columns x, x+s, x+2s, … of a row lie side by side, so that a strided
 * convolution reads neighbours, exactly as one of stride 1 does.
 *
 *   y[n, g, m, z, y, x] = Σ w[g, m, c, kz, ky, kx] ·
 *     source[n, g, c, z·sd + kz·dd, y·sh + ky·dh, columns[kx] + x]
 */
import type { Buffer } from "../ir/tree.ts";
import type { Activation } from "../semantics/problem.ts";

/** Extents along depth, height, width; absent axes are 1. */
export type Triple = readonly [depth: number, height: number, width: number];

export interface Source {
  readonly buffer: Buffer;
  /** Elements between neighbours, and where the first one lies. */
  readonly batch: number;
  readonly channel: number;
  readonly plane: number;
  readonly row: number;
  readonly offset: number;
}

export interface Geometry {
  readonly batch: number;
  readonly groups: number;
  /** Channels of one group. */
  readonly inputs: number;
  readonly outputs: number;
  readonly out: Triple;
  readonly kernel: Triple;
  /** Stride along depth and height. */
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Offset in a source row of every kernel column (phase and dilation included). */
  readonly columns: readonly number[];
  readonly source: Source;
}

/** Where results go, and what happens on the way. */
export interface Destination {
  /** Channel-first: [batch, groups · outputs, depth, height, width]. */
  readonly buffer: Buffer;
  /** One value an output channel, or null. */
  readonly bias: Buffer | null;
  readonly activation: Activation;
}

export const positions = ({ out: [d, h, w] }: Geometry): number => d * h * w;
export const taps = ({ kernel: [d, h, w] }: Geometry): number => d * h * w;

/** Offset of one tap relative to the window's first element. */
export function tapOffset(g: Geometry, kz: number, ky: number, kx: number): number {
  return kz * g.dilation[0] * g.source.plane + ky * g.dilation[1] * g.source.row + g.columns[kx];
}

/** Offsets of all taps, in the order of the weight: depth, height, width. */
export function tapOffsets(g: Geometry): number[] {
  const offsets: number[] = [];
  const [kd, kh, kw] = g.kernel;
  for (let kz = 0; kz < kd; kz++) {
    for (let ky = 0; ky < kh; ky++) {
      for (let kx = 0; kx < kw; kx++) offsets.push(tapOffset(g, kz, ky, kx));
    }
  }
  return offsets;
}

/** Offset of the window of output position number `i`. */
export function positionOffset({ out: [, h, w], stride, source }: Geometry, i: number): number {
  const line = Math.floor(i / w);
  return (
    Math.floor(line / h) * stride[0] * source.plane + (line % h) * stride[1] * source.row + (i % w)
  );
}
