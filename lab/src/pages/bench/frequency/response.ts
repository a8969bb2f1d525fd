/** The kernel that is looked at, its response along an axis, and what a stride folds onto it. */
import { OptionError } from "convoke";
import {
  applied,
  flip,
  type Kernel,
  kernelOf,
  readKernel,
  responseAt,
  responseLine,
} from "convoke/workshop";
import type { Layer } from "../layer.ts";

/** Longer ones are a matter for the page of kernels. */
const LONGEST = 31;

export type AxisName = "x" | "y";

/**
 * What is typed, else the first plane of the layer's kernel, as a correlation of two axes.
 *
 * @throws as `readKernel`, and OptionError for kernels of more axes, or too large ones.
 */
export function kernelOfView(text: string, layer: Layer | null): Kernel | null {
  if (text.trim() === "") return layer && planeOf(layer);
  const read = readKernel(text);
  const plane =
    read.shape.length === 1
      ? kernelOf([1, ...read.shape], read.exact ?? read.values, [0, ...read.origin])
      : read;
  if (plane.shape.length !== 2 || Math.max(...plane.shape) > LONGEST)
    throw new OptionError(
      `expected at most ${LONGEST} × ${LONGEST} numbers for the kernel, got ${read.shape.join(" × ")}`,
    );
  return plane;
}

function planeOf({ w, problem }: Layer): Kernel {
  const [rows, columns] = w.shape.slice(-2);
  const plane = kernelOf([rows, columns], w.data.slice(0, rows * columns));
  return problem.orientation === "convolution" ? flip(plane) : plane;
}

export const directionOf = (axis: AxisName): [number, number] => (axis === "x" ? [0, 1] : [1, 0]);

/** Amplitude and phase, NaN where there is nothing to have a phase. */
export function responseOf(kernel: Kernel, axis: AxisName, points: number) {
  const { frequencies, magnitude, phase } = responseLine(kernel, points, directionOf(axis));
  const most = Math.max(...magnitude);
  return {
    frequencies,
    magnitude,
    phase: phase.map((value, i) => (magnitude[i] > 1e-9 * most ? value / Math.PI : Number.NaN)),
  };
}

/** Amplitude and phase (radians) at one frequency. */
export function waveOf(kernel: Kernel, axis: AxisName, frequency: number) {
  const at = responseAt(
    kernel,
    directionOf(axis).map((d) => d * frequency),
  );
  return { magnitude: Math.hypot(at.re, at.im), phase: Math.atan2(at.im, at.re) };
}

/** Frequency after every s-th sample is kept, in cycles a kept sample: folded into 0 to 1/2. */
export function foldedAt(frequency: number, stride: number): number {
  const turns = frequency * stride;
  return Math.abs(turns - Math.round(turns));
}

/** A part of the band that a stride brings to the same place as the others. */
export interface Band {
  /** In cycles a sample. */
  readonly from: number;
  readonly to: number;
  /** Amplitudes by frequency after the stride, 0 to 1/2. */
  readonly magnitude: Float64Array;
}

/** The band 0 to 1/2 in as many parts as the stride, every second one turned round by the folding. */
export function foldedBands(kernel: Kernel, axis: AxisName, stride: number, points: number) {
  const after = Float64Array.from({ length: points }, (_, i) => i / (2 * (points - 1)));
  const bands = Array.from({ length: stride }, (_, n): Band => {
    const before = (f: number) => (n % 2 === 0 ? n / 2 + f : (n + 1) / 2 - f) / stride;
    return {
      from: n / (2 * stride),
      to: (n + 1) / (2 * stride),
      magnitude: after.map((f) => waveOf(kernel, axis, before(f)).magnitude),
    };
  });
  return { after, bands };
}

export const SIGNALS = ["sine", "step", "ramp"] as const;
export type SignalName = (typeof SIGNALS)[number];

/** A signal along an axis, and what the kernel makes of it where it lies inside: by the library. */
export function filtered(
  kernel: Kernel,
  axis: AxisName,
  signal: (place: number) => number,
  length: number,
): { readonly before: Float64Array; readonly after: Float64Array } {
  const along = axis === "x" ? 1 : 0;
  const [rows, columns] = kernel.shape.map((extent, i) => extent + (i === along ? length - 1 : 0));
  const from = kernel.origin[along];
  const values = Float64Array.from({ length: rows * columns }, (_, i) =>
    signal((axis === "x" ? i % columns : Math.floor(i / columns)) - from),
  );
  const picture = kernelOf([rows, columns], values, [0, 0]);
  const after = applied(picture, kernel).values;
  return { before: Float64Array.from({ length }, (_, i) => signal(i)), after };
}
