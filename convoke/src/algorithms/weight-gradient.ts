/**
 * The gradient of a problem's weight, W̄[o, c, k] = Σ over images n and positions p of
 * ȳ[n, o, p] · x̂[n, c, p·s + k·d], x̂ the input continued by the border, as a program. Depthwise layers
 * are dot products of rows (`kernels/depthwise-weights.ts`), all others a matrix product over
 * positions for every tap (`kernels/weight-product.ts`).
 *
 * A transposed convolution is the transpose of a convolution: its weight's gradient is that one's,
 * with input and output gradient in each other's places (`semantics/adjoint.ts`).
 */
import { floatBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import {
  DEPTHWISE_SLACK,
  depthwiseWeights,
  depthwiseWeightsTasks,
  lanesOfTask,
  rowsOfTask,
} from "../kernels/depthwise-weights.ts";
import type { Triple } from "../kernels/geometry.ts";
import { pad, padRow, padTasks } from "../kernels/pad.ts";
import { panelBlocks, panels, panelTasks } from "../kernels/panels.ts";
import { productTasks, type Side, taskSums, weightProduct } from "../kernels/weight-product.ts";
import type { Machine } from "../plan/machine.ts";
import type { Allocation, Program, Step } from "../plan/program.ts";
import { inputGradient } from "../semantics/adjoint.ts";
import { areNeighbours, borderMap, type IndexMap } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { outputShape, weightShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { type WalkAxis, walkAxes } from "./axes.ts";
import { elementStrides, type Frame, frame } from "./frame.ts";
import { rearranged } from "./packing.ts";
import { mapped, padTables } from "./tables.ts";
import { type Choice, chooseProduct } from "./weight-gradient-cost.ts";

/** A part of a bigger program: its tensors are not allocated, but named. */
export interface WeightGradient extends Pick<Program, "allocations" | "steps"> {
  /** In the problem's own layouts. */
  readonly x: Buffer;
  readonly dy: Buffer;
  readonly dw: Buffer;
}

/** Elements that may be read behind a tensor: what a vector at its end takes along. */
const SLACK = 32;

/** The same bits for any number of threads. */
export function weightGradient(
  problem: Problem,
  machine: Machine,
  threads: number,
): WeightGradient {
  if (problem.op === "convTranspose") {
    const { x, dy, ...rest } = weightGradient(inputGradient(problem).problem, machine, threads);
    return { ...rest, x: dy, dy: x };
  }
  const parts = partsOf(problem, threads);
  if (sizeOf(weightShape(problem)) === 0) return parts.program;
  const { geometry } = parts.base;
  const depthwise =
    geometry.inputs === 1 &&
    geometry.outputs <= 2 &&
    geometry.out[2] >= 4 &&
    rowsOfTask(geometry) > 0;
  if (depthwise) lowerDepthwise(parts);
  else lowerProduct(parts, chooseProduct(geometry, walkAxes(problem)[2], machine));
  return parts.program;
}

/** Estimated cycles of one core. */
export function weightGradientCycles(problem: Problem, machine: Machine): number {
  if (problem.op === "convTranspose")
    return weightGradientCycles(inputGradient(problem).problem, machine);
  const { geometry } = frame(problem, 1);
  const [kd, kh] = geometry.kernel;
  const { cycles } = chooseProduct(geometry, walkAxes(problem)[2], machine);
  return problem.batch * sizeOf(geometry.out) * geometry.groups * kd * kh * cycles;
}

/** What both kinds are made of. */
interface Parts {
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

function partsOf(problem: Problem, threads: number): Parts {
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
const identity = (size: number): IndexMap => borderMap({ kind: "zero" }, size, 0, size);

function lowerProduct(parts: Parts, choice: Choice): void {
  const { problem, threads, base, steps, own, program } = parts;
  const { geometry: g } = base;
  const { mr, nv, lanes: lanesAre, merged } = choice;
  const axes = flattened(walkAxes(problem));
  const [out, sources] = [axes.map((a) => a.out), axes.map((a) => a.source)];
  const widthOf = (lanes: boolean) => (lanes ? 4 * nv : mr);
  const wideWidth = merged ? g.inputs : widthOf(lanesAre === "wide");
  const { border } = problem;

  const wide = panelsOf(parts, "wide", {
    input: program.x,
    channels: g.inputs,
    width: wideWidth,
    inner: axes.map((a) => a.input),
    maps: sources,
    fill: border.kind === "constant" ? border.value : 0,
  });
  const narrow = panelsOf(parts, "narrow", {
    input: program.dy,
    channels: g.outputs,
    width: widthOf(lanesAre === "narrow"),
    inner: out,
    maps: out.map(identity),
    fill: 0,
  });

  const stride = axes.map((a) => a.stride);
  const dilation = axes.map((a) => a.dilation);
  const scaled = (side: Omit<Side, "tap">, by: readonly number[]) =>
    triple(side.step.map((elements, axis) => elements * by[axis]));
  const columns = merged ? 1 : g.kernel[2];
  const wideSide: Side = {
    ...wide,
    step: scaled(wide, stride),
    tap: scaled(wide, dilation),
    ...(merged
      ? {
          block: widthOf(lanesAre === "wide"),
          blocks: Math.ceil((g.kernel[2] * g.inputs) / widthOf(lanesAre === "wide")),
        }
      : {}),
  };
  const narrowSide: Side = { ...narrow, tap: [0, 0, 0] };
  const [lanes, splats] = lanesAre === "wide" ? [wideSide, narrowSide] : [narrowSide, wideSide];
  const shape = {
    threads,
    batch: problem.batch,
    groups: g.groups,
    out: triple(out),
    kernel: [g.kernel[0], g.kernel[1], columns] as Triple,
    mr,
    nv,
    splats,
    lanes,
  };
  const sums = own(floatBuffer("sums", [productTasks(shape) * taskSums(shape)]));
  steps.push({ kernel: weightProduct({ ...shape, sums }), tasks: productTasks(shape) });

  /** Where the sum of a wide channel i and a narrow channel o at a tap lies. */
  const place = (group: number, o: number, i: number, [kz, ky, kx]: Triple): number => {
    const w = merged ? kx * g.inputs + i : i;
    const [lane, row] = lanesAre === "wide" ? [w, o] : [o, w];
    const block = (index: number, width: number) => Math.floor(index / width);
    const task =
      (((group * g.kernel[0] + kz) * g.kernel[1] + ky) * splats.blocks + block(row, mr)) *
        lanes.blocks +
      block(lane, 4 * nv);
    const column = merged ? 0 : kx;
    return ((task * columns + column) * mr + (row % mr)) * 4 * nv + (lane % (4 * nv));
  };
  gather(parts, sums, place);
}

/** A kernel of one tap that moves by one over the whole input: all positions lie in one row. */
function flattened(axes: readonly WalkAxis[]): readonly WalkAxis[] {
  const whole = ({ kernel, stride, input, source }: WalkAxis) =>
    kernel === 1 && stride === 1 && source.length === input && areNeighbours(source);
  if (!axes.every(whole)) return axes;
  const positions = sizeOf(axes.map((a) => a.out));
  const one = { ...axes[0], input: 1, out: 1, source: identity(1) };
  return [one, one, { ...one, input: positions, out: positions, source: identity(positions) }];
}

interface Tensor {
  readonly input: Buffer;
  readonly channels: number;
  readonly width: number;
  /** Extents of the tensor, and what each coordinate of its panels is. */
  readonly inner: readonly number[];
  readonly maps: readonly IndexMap[];
  readonly fill: number;
}

/** The step that makes panels of a tensor, and how they are walked. */
function panelsOf(
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
    blocks,
    image,
    step: [height * length * width, length * width, width],
  };
}

function lowerDepthwise(parts: Parts): void {
  const { problem, base, steps, allocations, own, program } = parts;
  const { geometry } = base;
  const { kernel } = geometry;
  allocations.push(
    ...base.allocations.filter(({ role }) => role === "table" || role === "scratch"),
  );
  steps.push(...base.before);
  const gradient = problem.dataLayout === "nchw" ? program.dy : planar(parts);
  const tasks = depthwiseWeightsTasks(geometry);
  const lanes = own(floatBuffer("lanes", [tasks * lanesOfTask(geometry)]));
  const sums = own(floatBuffer("sums", [sizeOf(weightShape(problem))]));
  steps.push({
    kernel: depthwiseWeights({ threads: parts.threads, geometry, gradient, lanes, sums }),
    tasks,
  });
  gather(
    parts,
    sums,
    (g, o, _, [kz, ky, kx]) =>
      (((g * geometry.outputs + o) * kernel[0] + kz) * kernel[1] + ky) * kernel[2] + kx,
  );
}

/** ȳ with its channels first. */
function planar(parts: Parts): Buffer {
  const { problem, threads, steps, add, own, program } = parts;
  const { batch, outChannels } = problem;
  const extents = triple(walkAxes(problem).map((a) => a.output));
  const buffer = own(
    floatBuffer("planar-gradient", [batch * outChannels * sizeOf(extents)], DEPTHWISE_SLACK),
  );
  const [planes, rows, columns] = extents.map(identity);
  const row = padRow(columns, 1, false);
  const config = {
    threads,
    batch,
    channels: outChannels,
    input: program.dy,
    strides: elementStrides(problem, outChannels, extents),
    source: buffer,
    extents,
    row,
    tables: padTables(add, planes, rows, row),
    places: null,
    fill: 0,
  };
  steps.push({ kernel: pad(config), tasks: padTasks(config) });
  return buffer;
}

/** Brings the sums to the weight's own layout. */
function gather(
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

const triple = (values: readonly number[]): Triple => values as unknown as Triple;
