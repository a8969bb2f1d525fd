/**
 * The gradient of a problem's weight, W̄[o, c, k] = Σ over images n and positions p of
 * ȳ[n, o, p] · x̂[n, c, p·s + k·d], x̂ the input continued by the border, as a program. Depthwise layers
 * are dot products of rows (`kernels/depthwise-weights.ts`), all others a matrix product over
 * positions for every tap (`kernels/weight-product.ts`), or over tiles for every product of
 * Winograd's algorithm.
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
import { canStage, type Staging } from "../kernels/stage-plane.ts";
import { productTasks, type Side, taskSums, weightProduct } from "../kernels/weight-product.ts";
import type { Machine } from "../plan/machine.ts";
import type { Accuracy } from "../plan/plan.ts";
import { inputGradient } from "../semantics/adjoint.ts";
import { areNeighbours } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { weightShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { type WalkAxis, walkAxes } from "./axes.ts";
import { elementStrides, frame } from "./frame.ts";
import { mapped, padTables } from "./tables.ts";
import { type Choice, chooseProduct } from "./weight-gradient-cost.ts";
import {
  gather,
  identity,
  type Parts,
  panelsOf,
  partsOf,
  triple,
  type WeightGradient,
} from "./weight-gradient-parts.ts";
import {
  type GradientTiles,
  gradientTiles,
  lowerWinogradGradient,
  winogradGradientCycles,
} from "./winograd-gradient.ts";

export type { WeightGradient } from "./weight-gradient-parts.ts";

export interface WeightGradientSetting {
  readonly problem: Problem;
  readonly machine: Machine;
  readonly accuracy: Accuracy;
}

/** How a weight gradient is computed. */
type Way =
  | { readonly kind: "rows" }
  | { readonly kind: "product"; readonly choice: Choice }
  | { readonly kind: "winograd"; readonly tiles: GradientTiles };

/** The cheapest way that is accurate enough, and its cycles on one core; of a convolution. */
export function wayOf({
  problem,
  machine,
  accuracy,
}: WeightGradientSetting): Way & { cycles: number } {
  const { geometry } = frame(problem, 1);
  const { groups, inputs, outputs, kernel, out } = geometry;
  const choice = chooseProduct(geometry, walkAxes(problem)[2], machine);
  const positions = problem.batch * sizeOf(out);
  const product = { choice, cycles: positions * groups * kernel[0] * kernel[1] * choice.cycles };
  if (inputs === 1 && outputs <= 2 && out[2] >= 4 && rowsOfTask(geometry) > 0)
    return { kind: "rows", cycles: product.cycles };
  const tiles = accuracy === "exact" ? null : gradientTiles(problem);
  const cycles = tiles ? winogradGradientCycles(problem, geometry, tiles, machine) : Infinity;
  if (tiles && cycles < product.cycles) return { kind: "winograd", tiles, cycles };
  return { kind: "product", ...product };
}

/** The convolution whose weight it is: a transposed one's weight is that of its adjoint. */
export const convolutionOf = (problem: Problem): Problem =>
  problem.op === "conv" ? problem : inputGradient(problem).problem;

/** The same bits for any number of threads. */
export function weightGradient(setting: WeightGradientSetting, threads: number): WeightGradient {
  const { problem, machine } = setting;
  if (problem.op === "convTranspose") {
    const { x, dy, ...rest } = weightGradient(
      { ...setting, problem: convolutionOf(problem) },
      threads,
    );
    return { ...rest, x: dy, dy: x };
  }
  const parts = partsOf(problem, threads);
  if (sizeOf(weightShape(problem)) === 0) return parts.program;
  const way = wayOf(setting);
  if (way.kind === "rows") lowerRows(parts);
  else if (way.kind === "winograd") lowerWinogradGradient(parts, way.tiles, machine);
  else lowerProduct(parts, way.choice);
  return parts.program;
}

/** Estimated cycles of one core. */
export const weightGradientCycles = (setting: WeightGradientSetting): number =>
  wayOf({ ...setting, problem: convolutionOf(setting.problem) }).cycles;

export interface WeightGradientPrecision {
  readonly accuracy: Accuracy;
  /** Whether whole numbers give exact results, as long as no intermediate value exceeds 2²⁴. */
  readonly wholeNumbers: boolean;
}

/** How near the definition the gradient is; `weight-gradient-bound.ts` says it in numbers. */
export const weightGradientPrecision = (setting: WeightGradientSetting): WeightGradientPrecision =>
  wayOf({ ...setting, problem: convolutionOf(setting.problem) }).kind === "winograd"
    ? { accuracy: "faithful", wholeNumbers: false }
    : { accuracy: "exact", wholeNumbers: true };

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

function lowerRows(parts: Parts): void {
  const { problem, base, steps, allocations, own, program } = parts;
  const { geometry } = base;
  const { kernel } = geometry;
  const staging = stagingOf(parts);
  if (!staging) {
    allocations.push(
      ...base.allocations.filter(({ role }) => role === "table" || role === "scratch"),
    );
    steps.push(...base.before);
  }
  const gradient = problem.dataLayout === "nchw" ? program.dy : planar(parts);
  const tasks = depthwiseWeightsTasks(geometry);
  const lanes = own(floatBuffer("lanes", [tasks * lanesOfTask(geometry)]));
  const sums = own(floatBuffer("sums", [sizeOf(weightShape(problem))]));
  steps.push({
    kernel: depthwiseWeights({ threads: parts.threads, geometry, staging, gradient, lanes, sums }),
    tasks,
  });
  gather(
    parts,
    sums,
    (g, o, _, [kz, ky, kx]) =>
      (((g * geometry.outputs + o) * kernel[0] + kz) * kernel[1] + ky) * kernel[2] + kx,
  );
}

/** Planes instead of a padded copy of the input: where one is needed, and rows are copied by vectors. */
function stagingOf({ problem, base, threads, program, add, own }: Parts): Staging | null {
  const [depth, height, width] = walkAxes(problem);
  // A stride may leave planes of the input behind the only one that is met: such a layer is not flat.
  const flat = depth.input === 1 && depth.source.length === 1 && depth.out === 1;
  const rows = problem.dataLayout === "nchw" && width.stride === 1;
  if (
    base.before.length === 0 ||
    !flat ||
    !areNeighbours(depth.source) ||
    !rows ||
    !canStage(width.source)
  )
    return null;
  const size = threads * height.source.length * width.source.length;
  const channel = height.input * width.input;
  const { border } = problem;
  return {
    stage: own(floatBuffer("stage", [size], DEPTHWISE_SLACK)),
    input: program.x,
    strides: { batch: problem.inChannels * channel, channel, row: width.input },
    rows: add(mapped("stage-rows", height.source)),
    columns: width.source,
    fill: border.kind === "constant" ? border.value : 0,
  };
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
