/** The weight, transformed: G g Gᵀ of every pair of channels, in double precision, rounded once, or in a run. */
import { floatBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { type Transforms, toomCook } from "../kernels/toom-cook.ts";
import {
  gatheredSize,
  type NeighbouringTaps,
  stageSize,
  type Taps,
  transformTasks,
  transformWeights,
} from "../kernels/winograd-weights.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { toNumber } from "../numbers/rational.ts";
import type { Allocation, Program } from "../plan/program.ts";
import type { FloatArray } from "../tensor/tensor.ts";
import type { Frame } from "./frame.ts";
import { rearranged, sourcesOf } from "./packing.ts";
import { integers } from "./tables.ts";

/**
 * Packed by [group][product][row tile][c][mr], a last row tile with its own height.
 * 65,536 kernels of 3×3 take F(4×4) about 20 ms.
 */
export function packTransformed(
  { geometry, weightIndex }: Pick<Frame, "geometry" | "weightIndex">,
  { y, x }: { readonly y: Transforms; readonly x: Transforms },
  mr: number,
  weight: FloatArray,
): Float32Array {
  const { groups, inputs, outputs } = geometry;
  const products = y.alpha * x.alpha;
  const packed = new Float32Array(groups * products * outputs * inputs);
  // The index is linear: one step a channel and a tap.
  const first = weightIndex(0, 0, 0, [0, 0, 0]);
  const stepOut = outputs > 1 ? weightIndex(0, 1, 0, [0, 0, 0]) - first : 0;
  const stepY = y.r > 1 ? weightIndex(0, 0, 0, [0, 1, 0]) - first : 0;
  const stepX = x.r > 1 ? weightIndex(0, 0, 0, [0, 0, 1]) - first : 0;
  const [gy, gx] = [flat(y.g), flat(x.g)];
  const half = new Float64Array(y.alpha * x.r);
  const plane = outputs * inputs;
  for (let g = 0; g < groups; g++) {
    for (let m0 = 0; m0 < outputs; m0 += mr) {
      const rows = Math.min(mr, outputs - m0);
      for (let c = 0; c < inputs; c++) {
        const from = weightIndex(g, m0, c, [0, 0, 0]);
        const to = g * products * plane + m0 * inputs + c * rows;
        for (let m = 0; m < rows; m++) transform(from + m * stepOut, to + m);
      }
    }
  }
  return packed;

  function transform(from: number, to: number): void {
    for (let i = 0; i < y.alpha; i++) {
      for (let kx = 0; kx < x.r; kx++) {
        let sum = 0;
        for (let ky = 0; ky < y.r; ky++)
          sum += gy[i * y.r + ky] * weight[from + ky * stepY + kx * stepX];
        half[i * x.r + kx] = sum;
      }
    }
    for (let i = 0; i < y.alpha; i++) {
      for (let j = 0; j < x.alpha; j++) {
        let sum = 0;
        for (let kx = 0; kx < x.r; kx++) sum += half[i * x.r + kx] * gx[j * x.r + kx];
        packed[to + (i * x.alpha + j) * plane] = sum;
      }
    }
  }
}

/**
 * The same in a run, in single precision. Taps that are neighbours are read as they lie; others are
 * first brought to planes in the order of the result (packed by the identity, F(1, r)).
 */
export function packingSteps(
  base: Pick<Frame, "geometry" | "weightIndex">,
  { y, x }: { readonly y: Transforms; readonly x: Transforms },
  mr: number,
  { weight, packed, threads }: { weight: Buffer; packed: Buffer; threads: number },
): Pick<Program, "allocations" | "steps"> {
  const { groups, inputs, outputs } = base.geometry;
  const plane = inputs * outputs;
  const shape = { threads, groups, plane, y: y.g, x: x.g, packed };
  const scratch = (name: string, size: number): Allocation & { role: "scratch" } => ({
    buffer: floatBuffer(name, [threads * size]),
    role: "scratch",
    contents: null,
  });
  const stage = scratch("weight-stage", stageSize(shape));
  const gathered = scratch("gathered-taps", gatheredSize(shape));
  const order = tapOrder(base, y.r, x.r);
  const {
    taps,
    allocations,
    steps = [],
  } = order
    ? neighbouringTaps(base, mr, weight, order)
    : tapPlanes(base, { y, x }, mr, { weight, threads });
  const config = { ...shape, taps, stage: stage.buffer, gathered: gathered.buffer };
  return {
    allocations: [stage, gathered, ...allocations],
    steps: [...steps, { kernel: transformWeights(config), tasks: transformTasks(config) }],
  };
}

/**
 * The taps of all pairs in the order of a packed weight, with rooms of their own; null where they are
 * no neighbours, or do not fill pairs of vectors.
 */
export function tapsAsGiven(
  base: Pick<Frame, "geometry" | "weightIndex">,
  mr: number,
): (Source & { readonly taps: NeighbouringTaps }) | null {
  const { groups, inputs, outputs, kernel } = base.geometry;
  const order = tapOrder(base, kernel[1], kernel[2]);
  if (!order || inputs % 8 > 0) return null;
  const weight = floatBuffer("weight", [groups * outputs * inputs * order.length], 4);
  return neighbouringTaps(base, mr, weight, order);
}

interface Source extends Pick<Program, "allocations"> {
  readonly taps: Taps;
  readonly steps?: Program["steps"];
}

/** By tap, its place in the weight counted from the pair's first; null where they are no neighbours. */
export function tapOrder(
  { weightIndex }: Pick<Frame, "weightIndex">,
  height: number,
  width: number,
): number[] | null {
  const places = Array.from({ length: height * width }, (_, t) =>
    weightIndex(0, 0, 0, [0, Math.floor(t / width), t % width]),
  );
  const first = Math.min(...places);
  const order = places.map((place) => place - first);
  return Math.max(...order) === order.length - 1 ? order : null;
}

function neighbouringTaps(
  { geometry, weightIndex }: Pick<Frame, "geometry" | "weightIndex">,
  mr: number,
  weight: Buffer,
  order: readonly number[],
): Source & { readonly taps: NeighbouringTaps } {
  const { groups, inputs, outputs } = geometry;
  const size = 4 * Math.ceil((inputs * outputs) / 4);
  const first = order[0];
  const list = () => {
    const bases = new Int32Array(groups * size);
    for (let g = 0; g < groups; g++) {
      let next = g * size;
      for (let m0 = 0; m0 < outputs; m0 += mr)
        for (let c = 0; c < inputs; c++)
          for (let m = m0; m < Math.min(m0 + mr, outputs); m++)
            bases[next++] = weightIndex(g, m, c, [0, 0, 0]) - first;
      bases.fill(bases[next - 1], next, (g + 1) * size);
    }
    return bases;
  };
  const most = { min: 0, max: weight.shape[0] - order.length };
  const bases = integers("weight-pairs", groups * size, most, list);
  return {
    taps: { kind: "neighbours", from: weight, bases: bases.buffer, order },
    allocations: [bases],
  };
}

function tapPlanes(
  base: Pick<Frame, "geometry" | "weightIndex">,
  { y, x }: { readonly y: Transforms; readonly x: Transforms },
  mr: number,
  { weight, threads }: { weight: Buffer; threads: number },
): Source {
  const { groups, inputs, outputs } = base.geometry;
  const plain = { y: toomCook(1, y.r), x: toomCook(1, x.r) };
  const planes = floatBuffer("taps", [groups * y.r * x.r * inputs * outputs], 4);
  const sources = () => sourcesOf((w) => packTransformed(base, plain, mr, w), weight.shape[0]);
  const { allocations, steps } = rearranged("packing", sources, weight, planes, threads);
  return {
    taps: { kind: "planes", from: planes },
    allocations: [{ buffer: planes, role: "scratch", contents: null }, ...allocations],
    steps,
  };
}

const flat = (matrix: Matrix): Float64Array =>
  Float64Array.from(matrix.flatMap((row) => row.map(toNumber)));
