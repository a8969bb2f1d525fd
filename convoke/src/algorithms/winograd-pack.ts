/** The weight, transformed: G g Gᵀ of every pair of channels, in double precision, rounded once, or in a run. */
import { floatBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Transforms } from "../kernels/toom-cook.ts";
import { type Taps, weightPlane } from "../kernels/winograd-weights.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { toDouble } from "../numbers/rational.ts";
import type { Part } from "../plan/program.ts";
import type { FloatArray } from "../tensor/tensor.ts";
import type { Frame } from "./frame.ts";
import { packTiles } from "./pack.ts";
import { rearranged, sourcesOf } from "./packing.ts";
import { integers } from "./tables.ts";

/**
 * Packed by [group][product][row tile][c][mr], products `weightPlane` apart, a last row tile with its own height.
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
  const plane = weightPlane(outputs * inputs);
  const packed = new Float32Array(groups * products * plane);
  // The index is linear: one step a channel and a tap.
  const first = weightIndex(0, 0, 0, [0, 0, 0]);
  const stepOut = weightIndex(0, 1, 0, [0, 0, 0]) - first;
  const stepY = weightIndex(0, 0, 0, [0, 1, 0]) - first;
  const stepX = weightIndex(0, 0, 0, [0, 0, 1]) - first;
  const [gy, gx] = [flat(y.g), flat(x.g)];
  const half = new Float64Array(y.alpha * x.r);
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

/** The problem's weight as a run finds it, and where the taps of its pairs are. */
interface Given extends Part {
  readonly taps: Taps;
}

/** Taps of a pair that do not lie side by side are brought there first. */
export function givenTaps(base: Base, mr: number, threads: number): Given {
  const { groups, inputs, outputs, kernel } = base.geometry;
  const size = groups * outputs * inputs * kernel[1] * kernel[2];
  const weight = floatBuffer("given-weight", [size], 4);
  const order = tapOrder(base, kernel[1], kernel[2]);
  const { taps, allocations, steps } = order
    ? neighbouringTaps(base, mr, weight, order)
    : broughtTogether(base, mr, weight, threads);
  const given = { buffer: weight, role: "weight", contents: null } as const;
  return { taps, allocations: [given, ...allocations], steps };
}

type Base = Pick<Frame, "geometry" | "weightIndex">;

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
  { geometry, weightIndex }: Base,
  mr: number,
  weight: Buffer,
  order: readonly number[],
): Given {
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
    taps: { from: weight, bases: bases.buffer, order },
    allocations: [bases],
    steps: [],
  };
}

function broughtTogether(base: Base, mr: number, weight: Buffer, threads: number): Given {
  const { inputs, outputs, kernel } = base.geometry;
  const count = kernel[1] * kernel[2];
  const [size] = weight.shape;
  const together = floatBuffer("taps", [size], 4);
  const sources = () => sourcesOf((values) => packTiles(base, 1, inputs, values), size);
  const moved = rearranged("packing", sources, weight, together, threads);
  const order = Array.from({ length: count }, (_, t) => t);
  const weightIndex: Frame["weightIndex"] = (g, m, c) => ((g * outputs + m) * inputs + c) * count;
  const { taps, allocations } = neighbouringTaps({ ...base, weightIndex }, mr, together, order);
  return {
    taps,
    allocations: [
      { buffer: together, role: "scratch", contents: null },
      ...moved.allocations,
      ...allocations,
    ],
    steps: moved.steps,
  };
}

const flat = (matrix: Matrix): Float64Array =>
  Float64Array.from(matrix.flatMap((row) => row.map(toDouble)));
