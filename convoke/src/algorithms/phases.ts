/**
 * A transposed convolution taken apart by phases, one axis at a time. Input i reaches the output
 * through tap k at P = i·s + k·d, counted before the crop. Outputs with the same P mod s, a phase,
 * are met by the same taps, every (s / gcd(s, d))-th of the kernel, and from one output of a phase
 * to the next the input moves by one: each phase is a correlation of stride 1 of its own.
 *
 *     s = 2, d = 1, k = 3     P     0   1   2   3   4   5          taps of phase 0: 0 and 2
 *                             taps 0,2  1  0,2  1  0,2  1          taps of phase 1: 1
 *
 * No product with a zero that stands between the inputs is left. Source: Shi et al., "Is the
 * deconvolution layer the same as a convolutional layer?", 2016.
 */
import { gcd } from "../numbers/whole.ts";
import { borderMap, type IndexMap } from "../semantics/index-map.ts";
import type { Axis, Problem } from "../semantics/problem.ts";
import { weightStrides } from "../semantics/shapes.ts";
import { type FloatArray, sizeOf } from "../tensor/tensor.ts";

/** What one phase of an axis reads. */
interface Phase {
  /** Its elements of the weight, by rising input index. */
  readonly taps: readonly number[];
  /** Input index that the first tap of the first output reads; may lie outside. */
  readonly first: number;
}

interface PhasedAxis {
  /** Outputs of each phase, the last one's surplus included. */
  readonly count: number;
  /** Inputs between two taps of a phase. */
  readonly dilation: number;
  /** By output position modulo the stride; null where no tap arrives. */
  readonly phases: readonly (Phase | null)[];
}

function phasedAxis(axis: Axis, orientation: Problem["orientation"]): PhasedAxis {
  const { kernel, stride, dilation, before, output } = axis;
  const common = gcd(stride, dilation);
  const [every, step] = [stride / common, dilation / common];
  const phases = Array.from({ length: Math.min(stride, output) }, (_, f): Phase | null => {
    const residue = (((before + f) % stride) + stride) % stride;
    const lowest = Array.from({ length: every }, (_, k) => k).find(
      (k) => (k * dilation) % stride === residue,
    );
    if (lowest === undefined || lowest >= kernel) return null;
    const taps: number[] = [];
    // The further a tap, the earlier the input it meets.
    for (let k = lowest; k < kernel; k += every)
      taps.unshift(orientation === "correlation" ? k : kernel - 1 - k);
    const nearest = (before + f - lowest * dilation) / stride;
    return { taps, first: nearest - (taps.length - 1) * step };
  });
  return { count: Math.ceil(output / stride), dilation: step, phases };
}

/** Phases of a problem that read the same inputs, as one problem of stride 1. */
export interface Part {
  /** Its input is the source; its output channels are, in every group, image by image. */
  readonly problem: Problem;
  readonly images: readonly {
    /** Number of the phase, the last axis running fastest. */
    readonly phase: number;
    /** By axis: the elements of the weight that its taps are. */
    readonly taps: readonly (readonly number[])[];
  }[];
}

export interface Decomposition {
  readonly parts: readonly Part[];
  /** How many phases there are, those without taps included. */
  readonly phases: number;
  /** Outputs of a phase by axis. */
  readonly counts: readonly number[];
  /** By axis where the source lies on the input; null: the input is the source. */
  readonly maps: readonly IndexMap[] | null;
}

export function decompose(problem: Problem): Decomposition {
  const axes = problem.axes.map((axis) => phasedAxis(axis, problem.orientation));
  const reaches = axes.map(reachOf);
  const inside = problem.axes.every(({ input }, a) => {
    const reach = reaches[a];
    return reach === null || (reach[0] >= 0 && reach[1] < input);
  });
  const none = reaches.some((reach) => reach === null);
  const asIs = none || (inside && problem.dataLayout === "nchw");
  const parts = none ? [] : partsOf(problem, axes, asIs ? null : reaches.map((r) => r!));
  return {
    parts,
    phases: sizeOf(axes.map((a) => a.phases.length)),
    counts: axes.map((a) => a.count),
    maps: asIs
      ? null
      : reaches.map((reach, a) => {
          const [from, to] = reach!;
          return borderMap({ kind: "zero" }, problem.axes[a].input, from, to - from + 1);
        }),
  };
}

/** Every choice of one class of phases an axis. */
function partsOf(
  problem: Problem,
  axes: readonly PhasedAxis[],
  source: readonly (readonly [number, number])[] | null,
): Part[] {
  let choices: number[][][] = [[]];
  for (const axis of axes)
    choices = choices.flatMap((choice) => alike(axis).map((phases) => [...choice, phases]));
  const { outChannels } = problem;
  return choices.map((choice): Part => {
    let images: Part["images"] = [{ phase: 0, taps: [] }];
    choice.forEach((phases, a) => {
      images = images.flatMap(({ phase, taps }) =>
        phases.map((f) => ({
          phase: phase * axes[a].phases.length + f,
          taps: [...taps, axes[a].phases[f]!.taps],
        })),
      );
    });
    const windows = choice.map((phases, a): Axis => {
      const { dilation, count, phases: all } = axes[a];
      const { first, taps } = all[phases[0]]!;
      const [begin, input] = source
        ? [source[a][0], source[a][1] - source[a][0] + 1]
        : [0, problem.axes[a].input];
      const before = begin - first;
      const reach = (taps.length - 1) * dilation + 1;
      return {
        input,
        kernel: taps.length,
        stride: 1,
        dilation,
        before,
        after: count - 1 + reach - input - before,
        outputPadding: 0,
        output: count,
      };
    });
    return {
      problem: {
        ...problem,
        op: "conv",
        outChannels: outChannels * images.length,
        axes: windows,
        border: { kind: "zero" },
        orientation: "correlation",
        bias: false,
        activation: { kind: "identity" },
        dataLayout: "nchw",
        weightLayout: "oihw",
      },
      images,
    };
  });
}

/** The weight of a part, in its problem's layout. */
export function packPart(problem: Problem, part: Part, weight: FloatArray): Float32Array {
  const { groups, inChannels, outChannels } = problem;
  const [inputs, outputs] = [inChannels / groups, outChannels / groups];
  const strides = weightStrides(problem);
  const values: number[] = [];
  for (let g = 0; g < groups; g++) {
    for (const { taps } of part.images) {
      let offsets = [0];
      taps.forEach((own, a) => {
        offsets = offsets.flatMap((at) => own.map((tap) => at + tap * strides.spatial[a]));
      });
      for (let m = 0; m < outputs; m++) {
        for (let c = 0; c < inputs; c++) {
          const at = m * strides.out + (g * inputs + c) * strides.in;
          for (const offset of offsets) values.push(weight[at + offset]);
        }
      }
    }
  }
  return Float32Array.from(values);
}

/** Phases that read the same inputs: they can share one product. */
function alike({ phases }: PhasedAxis): number[][] {
  const classes = new Map<string, number[]>();
  phases.forEach((phase, f) => {
    if (!phase) return;
    const key = `${phase.first} ${phase.taps.length}`;
    classes.set(key, [...(classes.get(key) ?? []), f]);
  });
  return [...classes.values()];
}

/** First and last input index that some phase reads, in or out of the input; null for none. */
function reachOf({ phases, count, dilation }: PhasedAxis): [number, number] | null {
  const reads = phases.filter((p) => p !== null);
  if (reads.length === 0) return null;
  return [
    Math.min(...reads.map((p) => p.first)),
    Math.max(...reads.map((p) => p.first + (p.taps.length - 1) * dilation)) + count - 1,
  ];
}
