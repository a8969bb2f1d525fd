/**
 * A convolution with a stride or a dilation as a dense one over the residues of its input. Output o
 * meets tap k at position o·s + k·d of the padded input. Dilated, outputs o = q·d + p see one
 * position in d: residue p is an image of its own. Strided, taps k = j·s + r see one in s: residue
 * r is a channel of its own, with every s-th tap.
 *
 *     d = 2   taps at 0, 2, 4    a . b . c .  →  image 0  a b c       (space to batch)
 *                                . A . B . C     image 1  A B C
 *     s = 2   taps 0, 1, 2       a A b A c A  →  channel 0  a b c     taps 0 and 2
 *             outputs at 0, 2                    channel 1  A B C     tap 1, and zero
 *
 * With both, of common divisor g, it is s/g channels or d/g images; one of them has to be 1.
 * Source: Vaidyanathan, "Multirate Systems and Filter Banks", 1993, section 4.3 (polyphase).
 */
import type { Triple } from "../kernels/geometry.ts";
import { gcd } from "../numbers/whole.ts";
import { extended, type IndexMap } from "../semantics/index-map.ts";
import type { Axis, Problem } from "../semantics/problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { type WalkAxis, walkAxes } from "./axes.ts";

/** An axis of the dense problem. Residue f is image f, or channel f: one of the two counts is 1. */
export interface ResidueAxis {
  readonly images: number;
  readonly channels: number;
  /** Positions between two residues that are read, and between two elements of a residue. */
  readonly apart: number;
  readonly step: number;
  readonly kernel: number;
  /** Outputs of an image, and elements of a residue: what they need, filled up to whole tiles. */
  readonly count: number;
  readonly length: number;
  /** The padded input, `step · length` positions of it. */
  readonly positions: IndexMap;
}

export interface Residues {
  readonly axes: readonly [ResidueAxis, ResidueAxis, ResidueAxis];
  /** Images made of one image, channels made of one channel. */
  readonly images: number;
  readonly channels: number;
  /**
   * Stride 1, dilation 1, nothing outside. Its batch is [batch, images over z, y, x], its channels
   * [groups, channels over z, y, x, channels of a group].
   */
  readonly problem: Problem;
}

/** Why the residues of an axis are neither images alone nor channels alone; null if they are. */
export function mixed({ axes }: Problem): string | null {
  const axis = axes.find(({ stride: s, dilation: d }) => s % d !== 0 && d % s !== 0);
  return axis
    ? `stride ${axis.stride} and dilation ${axis.dilation} of one axis do not divide each other`
    : null;
}

const made = new WeakMap<Problem, Map<string, Residues>>();

/** @param cover outputs of a tile: the input goes on, with what is outside, for whole tiles. */
export function residues(problem: Problem, cover: Triple): Residues {
  const known = made.get(problem) ?? new Map<string, Residues>();
  made.set(problem, known);
  const one = known.get(`${cover}`) ?? makeResidues(problem, cover);
  known.set(`${cover}`, one);
  return one;
}

function makeResidues(problem: Problem, cover: Triple): Residues {
  const axes = walkAxes(problem).map((axis, a) =>
    residueAxis(axis, cover[a]),
  ) as unknown as Residues["axes"];
  const images = sizeOf(axes.map((a) => a.images));
  const channels = sizeOf(axes.map((a) => a.channels));
  return {
    axes,
    images,
    channels,
    problem: {
      ...problem,
      batch: problem.batch * images,
      inChannels: problem.inChannels * channels,
      axes: axes.slice(-problem.axes.length).map(
        ({ length, kernel, count }): Axis => ({
          input: length,
          kernel,
          stride: 1,
          dilation: 1,
          before: 0,
          after: count + kernel - 1 - length,
          outputPadding: 0,
          output: count,
        }),
      ),
      border: { kind: "zero" },
      orientation: "correlation",
      dataLayout: "nchw",
      weightLayout: "oihw",
    },
  };
}

function residueAxis(axis: WalkAxis, cover: number): ResidueAxis {
  const { stride, dilation, out, kernel, source } = axis;
  const apart = gcd(stride, dilation);
  const [channels, images] = [stride / apart, dilation / apart];
  const step = apart * images * channels;
  const taps = Math.ceil(kernel / channels);
  const count = Math.ceil(out / images);
  const length = Math.ceil(count / cover) * cover + taps - 1;
  const positions = extended(source, step * length);
  return { images, channels, apart, step, kernel: taps, count, length, positions };
}

/** Where the pieces of one image and channel lie in the input of the dense problem. */
export interface Places {
  /** Elements from one image of the problem, group, and channel of a group to the next. */
  readonly batch: number;
  readonly group: number;
  readonly channel: number;
  /** By axis and residue: elements from the place of residue 0. */
  readonly residues: readonly (readonly number[])[];
  /** By axis: elements from one element of a residue to the next. */
  readonly steps: Triple;
}

export function placesOf({ groups, inChannels }: Problem, over: Residues): Places {
  const [{ length: depth }, { length: height }, { length: width }] = over.axes;
  const channel = depth * height * width;
  const block = (inChannels / groups) * channel;
  const image = inChannels * over.channels * channel;
  const below = (a: number, count: (axis: ResidueAxis) => number) =>
    sizeOf(over.axes.slice(a + 1).map(count));
  return {
    batch: over.images * image,
    group: over.channels * block,
    channel,
    residues: over.axes.map(({ images, channels }, a) => {
      const step =
        images > 1 ? image * below(a, (x) => x.images) : block * below(a, (x) => x.channels);
      return Array.from({ length: images * channels }, (_, f) => f * step);
    }),
    steps: [height * width, width, 1],
  };
}
