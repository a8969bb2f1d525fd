/**
 * What all ways to a weight gradient are made of: a part of a bigger program, the step that makes
 * panels of a tensor, and the one that brings sums to the weight's own layout.
 */
import { floatBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Triple } from "../kernels/geometry.ts";
import { panelBlocks, panels, panelTasks } from "../kernels/panels.ts";
import type { Side } from "../kernels/weight-product.ts";
import type { Allocation, Part, Step } from "../plan/program.ts";
import { borderMap, type IndexMap } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { outputShape, weightShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { elementStrides, type Frame, frame } from "./frame.ts";
import { rearranged } from "./packing.ts";
import { mapped } from "./tables.ts";

/** A part of a bigger program: its tensors are not allocated, but named. */
export interface WeightGradient extends Part {
  /** In the problem's own layouts. */
  readonly x: Buffer;
  readonly dy: Buffer;
  readonly dw: Buffer;
}

/** Elements that may be read behind a tensor: what a vector at its end takes along. */
const SLACK = 32;

/** A gradient that is being put together. */
export interface Parts {
  readonly problem: Problem;
  readonly threads: number;
  readonly base: Frame;
  readonly allocations: Allocation[];
  readonly steps: Step[];
  readonly program: WeightGradient;
  /** Registers an allocation, or a scratch buffer, and gives the buffer back. */
  readonly add: (allocation: Allocation) => Buffer;
  readonly own: (buffer: Buffer) => Buffer;
}

export function partsOf(problem: Problem, threads: number): Parts {
  const base = frame(problem, threads);
  const allocations: Allocation[] = [];
  const steps: Step[] = [];
  const named = (name: string, shape: readonly number[]) =>
    floatBuffer(name, [sizeOf(shape)], SLACK);
  const program = {
    allocations,
    steps,
    x: base.allocations.find(({ role }) => role === "input")!.buffer,
    dy: named("output-gradient", outputShape(problem)),
    dw: named("weight-gradient", weightShape(problem)),
  };
  const add = (allocation: Allocation) => {
    allocations.push(allocation);
    return allocation.buffer;
  };
  const own = (buffer: Buffer) => add({ buffer, role: "scratch", contents: null });
  return { problem, threads, base, allocations, steps, program, add, own };
}

/** Every position its own index. */
export const identity = (size: number): IndexMap => borderMap({ kind: "zero" }, size, 0, size);

export interface Tensor {
  readonly input: Buffer;
  readonly channels: number;
  readonly width: number;
  /** Extents of the tensor, and what each coordinate of its panels is. */
  readonly inner: readonly number[];
  readonly maps: readonly IndexMap[];
  readonly fill: number;
}

/** The step that makes panels of a tensor, and how they are walked. */
export function panelsOf(
  parts: Parts,
  name: string,
  { input, channels, width, inner, maps, fill }: Tensor,
): Omit<Side, "tap"> {
  const { problem, threads, steps, add, own, base } = parts;
  const { batch } = problem;
  const { groups } = base.geometry;
  const extents = triple(maps.map((map) => map.length));
  const shape = { batch, groups, channels, width, extents };
  const blocks = panelBlocks(shape);
  const image = sizeOf(extents) * width;
  // What a vector or a row of splats at the last position takes along is dropped.
  const buffer = own(floatBuffer(`${name}-panels`, [groups * blocks * batch * image], 64));
  const config = {
    ...shape,
    threads,
    input,
    strides: elementStrides(problem, channels * groups, triple(inner)),
    panels: buffer,
    tables: {
      planes: add(mapped(`${name}-planes`, maps[0])),
      rows: add(mapped(`${name}-rows`, maps[1])),
      columns: add(mapped(`${name}-columns`, maps[2])),
    },
    columns: maps[2],
    fill,
  };
  steps.push({ kernel: panels(config), tasks: panelTasks(shape) });
  const [, height, length] = extents;
  return {
    buffer,
    group: blocks * batch * image,
    block: batch * image,
    chunk: null,
    blocks,
    image,
    step: [height * length * width, length * width, width],
  };
}

/** Brings the sums to the weight's own layout. */
export function gather(
  parts: Parts,
  sums: Buffer,
  place: (group: number, o: number, i: number, tap: Triple) => number,
): void {
  const { problem, threads, base, steps, allocations, program } = parts;
  const { groups, inputs, outputs, kernel } = base.geometry;
  const sources = () => {
    const places = new Int32Array(sizeOf(weightShape(problem)));
    for (let g = 0; g < groups; g++)
      for (let o = 0; o < outputs; o++)
        for (let i = 0; i < inputs; i++)
          for (const tap of tapsOf(kernel))
            places[base.weightIndex(g, o, i, tap)] = place(g, o, i, tap);
    return places;
  };
  const moved = rearranged("gradient-places", sources, sums, program.dw, threads);
  allocations.push(...moved.allocations);
  steps.push(...moved.steps);
}

function tapsOf([kd, kh, kw]: Triple): Triple[] {
  return Array.from({ length: kd * kh * kw }, (_, i) => [
    Math.floor(i / (kh * kw)),
    Math.floor(i / kw) % kh,
    i % kw,
  ]);
}

export const triple = (values: readonly number[]): Triple => values as unknown as Triple;
