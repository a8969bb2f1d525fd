/**
 * Every channel convolved for itself: `kernels/depthwise.ts`, on the input as it lies where its
 * borders can be resolved in code of reasonable size, else on the padded source of the frame.
 */
import { floatBuffer } from "../ir/build.ts";
import {
  type DepthwiseSchedule,
  depthwiseTasks,
  inPairs,
  depthwise as kernelOf,
} from "../kernels/depthwise.ts";
import type { Source } from "../kernels/geometry.ts";
import { type EdgedAxis, edgeOutputs, type Stretch, stretches } from "../kernels/stretches.ts";
import { evenly } from "../kernels/tile.ts";
import type { Machine } from "../plan/machine.ts";
import type { Schedule, Setting } from "../plan/plan.ts";
import type { Allocation } from "../plan/program.ts";
import { areNeighbours, indexAt, longestNeighbours } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { folds, type WalkAxis, walkAxes } from "./axes.ts";
import { copiedBytes, type Frame, frame, startOf } from "./frame.ts";
import { packTiles } from "./pack.ts";
import { SUMS } from "./precision.ts";
import { copyCycles } from "./rate.ts";

/** Products that the code of a kernel may write out. */
const MOST_PRODUCTS = 6000;
/** Vector loads at the end of a row, and windows that hold a column each, may run over it. */
const SLACK = 32;
/** Tasks a thread should have, at the least: late threads are helped, code is exchanged. */
const TASKS_PER_THREAD = 8;

/** Cycles until a sum can be added to again. */
const LATENCY = 4;

type Chosen = DepthwiseSchedule & Schedule;

/** Kernels longer than this on an axis are not even tried: proposing code for them takes long. */
const MOST_TAPS = 64;

export const depthwise: Algorithm = {
  name: "depthwise",
  // Read in place, taps that a short border leads to one element are summed in another order.
  decides: ["inPlace"],
  refuses: (setting) => {
    const { problem } = setting;
    const inputs = problem.inChannels / problem.groups;
    if (inputs !== 1) return `a group has ${inputs} input channels, not 1`;
    const shape = problem.axes.map((a) => a.kernel).join("×");
    if (problem.axes.length === 3 && problem.axes[0].kernel !== 1)
      return `the kernel ${shape} has depth`;
    if (problem.axes.some((a) => a.kernel > MOST_TAPS))
      return `the code for a ${shape} kernel would be too long`;
    if (proposals(setting).length === 0) return `the code for a ${shape} kernel would be too long`;
    return null;
  },
  schedules: proposals,
  precision: () => SUMS,
  cycles: ({ problem, machine }, schedule) => depthwiseCycles(problem, schedule as Chosen, machine),
  lower: ({ problem, threads }, schedule) => {
    const { allocations, before, after, ...grid } = gridOf(
      problem,
      threads,
      schedule.inPlace === 1,
    );
    const base = frame(problem, threads);
    const { groups, outputs, kernel } = base.geometry;
    const weight = floatBuffer("weight", [groups * outputs * sizeOf(kernel)]);
    const config = { ...(schedule as Chosen), threads, ...grid, weight };
    return {
      allocations: [...allocations, { buffer: weight, role: "weight", contents: null }],
      steps: [...before, { kernel: kernelOf(config), tasks: depthwiseTasks(config) }, ...after],
      packWeight: (values) => packTiles(base, 1, 1, values),
    };
  },
};

/** The kernel's configuration that follows from the problem, and what comes before and after. */
type Grid = Pick<Frame, "allocations" | "before" | "after"> &
  Pick<
    Parameters<typeof kernelOf>[0],
    | "batch"
    | "channels"
    | "multiplier"
    | "source"
    | "depth"
    | "height"
    | "width"
    | "fill"
    | "destination"
  >;

/** Over the source of the frame: nothing is outside. */
function framedGrid({ geometry, destination, allocations, before, after }: Frame): Grid {
  const { batch, groups, outputs, out, kernel, stride, dilation, columns, source } = geometry;
  const lead = Array.from({ length: kernel[1] }, (_, ky) => ky * dilation[1]);
  return {
    allocations,
    before,
    after,
    batch,
    channels: groups,
    multiplier: outputs,
    source,
    depth: { out: out[0], step: stride[0] },
    height: regular(out[1], stride[1], lead),
    width: regular(out[2], 1, columns),
    fill: 0,
    destination,
  };
}

const regular = (out: number, step: number, lead: readonly number[]): EdgedAxis => ({
  out,
  kernel: lead.length,
  at: (x, t) => x * step + lead[t],
  inside: [0, out],
  step,
  lead,
});

/** Over the input as it lies. */
function ownGrid(problem: Problem): Grid {
  const { op, batch, groups, inChannels, outChannels, border } = problem;
  const [depth, height, width] = walkAxes(problem);
  const plane = height.input * width.input;
  const buffer = floatBuffer("input", [batch * inChannels * depth.input * plane], SLACK);
  const source: Source = {
    buffer,
    batch: inChannels * depth.input * plane,
    channel: depth.input * plane,
    plane,
    row: width.input,
    offset: startOf(depth) * plane,
  };
  const outputs = batch * outChannels * depth.output * height.output * width.output;
  const output = floatBuffer("output", [outputs], SLACK);
  const bias = problem.bias ? floatBuffer("bias", [outChannels], SLACK) : null;
  const allocations: Allocation[] = [
    { buffer, role: "input", contents: null },
    { buffer: output, role: "output", contents: null },
    ...(bias ? [{ buffer: bias, role: "bias", contents: null } as const] : []),
  ];
  return {
    allocations,
    before: [],
    after: [],
    batch,
    channels: groups,
    multiplier: outChannels / groups,
    source,
    depth: { out: depth.out, step: depth.stride },
    height: edged(height),
    width: edged(width),
    fill: op === "conv" && border.kind === "constant" ? border.value : 0,
    destination: { buffer: output, bias, activation: problem.activation },
  };
}

/** The longest run of neighbours says how the axis moves where nothing is outside. */
function edged({ out, kernel, stride, dilation, source }: WalkAxis): EdgedAxis {
  const { first, end, index } = longestNeighbours(source);
  const behind = end - (kernel - 1) * dilation;
  return {
    out,
    kernel,
    at: (x, t) => indexAt(source, x * stride + t * dilation),
    inside: [Math.ceil(first / stride), Math.ceil(behind / stride)],
    step: stride,
    lead: Array.from({ length: kernel }, (_, t) => t * dilation + index - first),
  };
}

/** Whether the input can be read as it lies: channel-first, whole planes, results not folded. */
function readable(problem: Problem): boolean {
  const [{ source }] = walkAxes(problem);
  return problem.dataLayout === "nchw" && !folds(problem) && areNeighbours(source);
}

function gridOf(problem: Problem, threads: number, inPlace: boolean): Grid {
  return inPlace ? ownGrid(problem) : framedGrid(frame(problem, threads));
}

/** In place first, if its code is short enough. */
function proposals({ problem, machine, threads }: Setting): Chosen[] {
  return [true, false].flatMap((inPlace): Chosen[] => {
    if (inPlace && !readable(problem)) return [];
    const grid = gridOf(problem, threads, inPlace);
    // Every edge is code of its own: so long a one need not be cut into tiles to be too long.
    if (Math.max(edgeOutputs(grid.height), edgeOutputs(grid.width) / 4) > MOST_PRODUCTS) return [];
    const tile = tileOf(grid, machine);
    const sum = (list: readonly Stretch[], weigh: (n: number) => number) =>
      list.reduce((total, { size }) => total + weigh(size), 0);
    const rows = sum(stretches(grid.height, tile.rows), (n) => n);
    const vectors = sum(stretches(grid.width, 4 * tile.nv, 4 * tile.edge), (n) => Math.ceil(n / 4));
    if (rows * vectors * tapsOf(grid) > MOST_PRODUCTS) return [];
    const planes = grid.batch * grid.channels * grid.multiplier * grid.depth.out;
    const bands = Math.max(1, Math.ceil((TASKS_PER_THREAD * threads) / Math.max(1, planes)));
    return [{ ...tile, bands: Math.min(bands, bandsOf(grid, tile)), inPlace: inPlace ? 1 : 0 }];
  });
}

const tapsOf = ({ height, width }: Grid): number => height.kernel * width.kernel;

/**
 * Rows of a tile share the vectors they meet. Few weights stay in registers and leave room for
 * narrow tiles only; many are loaded, each for as many products as accumulators allow.
 */
function tileOf(grid: Grid, machine: Machine): Omit<DepthwiseSchedule, "bands"> {
  const { height, width } = grid;
  const rows = Math.min(height.kernel === 1 ? 1 : 4, height.out);
  const pairs = tapsOf(grid) <= 9 ? 1 : rows === 1 ? 4 : 2;
  const nv = machine.wide || pairs > 2 ? 2 * pairs : 2;
  const fit = Math.min(nv, evenly(Math.max(1, Math.ceil(width.out / 4)), nv));
  // An edge runs at 128 bits: beside tiles of several pairs it has as few columns as can be.
  return { rows, nv: fit, edge: machine.wide && fit > 2 ? 1 : fit };
}

/** Tiles of the longest loop that bands can share. */
function bandsOf({ height, width }: Grid, tile: Omit<DepthwiseSchedule, "bands">): number {
  const list =
    height.out > 1 ? stretches(height, tile.rows) : stretches(width, 4 * tile.nv, 4 * tile.edge);
  return list.reduce((most, { tiles }) => Math.max(most, tiles), 1);
}

function depthwiseCycles(problem: Problem, s: Chosen, machine: Machine): number {
  const grid = gridOf(problem, 1, s.inPlace === 1);
  const { batch, channels, multiplier, depth, height, width } = grid;
  const planes = batch * channels * multiplier * depth.out;
  let plane = 0;
  for (const rows of stretches(height, s.rows)) {
    for (const columns of stretches(width, 4 * s.nv, 4 * s.edge)) {
      plane += rows.tiles * columns.tiles * tileCycles(grid, rows, columns, machine);
    }
  }
  // Every further output channel of an input channel reads it again, 32 bytes a cycle.
  const again = ((multiplier - 1) * batch * channels * grid.source.channel * 4) / 32;
  return planes * plane + again + (s.inPlace === 1 ? 0 : copyCycles(copiedBytes(grid)));
}

/**
 * Two products and two loads start in a cycle; shuffles share three units with the products. A tile
 * of one row has few sums, which wait for each other.
 */
function tileCycles(grid: Grid, rows: Stretch, columns: Stretch, machine: Machine): number {
  const { height, width } = grid;
  const vectors = Math.ceil(columns.size / 4);
  const lines = (rows.size - 1) * height.step + height.kernel;
  const paired = inPairs(width, columns);
  const neighbours = columns.inside && width.step === 1;
  const wide = machine.wide && (paired || neighbours) ? 2 : 1;
  const pairs = machine.simd ? Math.ceil(vectors / wide) : 4 * vectors;
  const products = rows.size * tapsOf(grid) * pairs * (machine.fma ? 1 : 2);
  const loads = lines * width.kernel * pairs + (tapsOf(grid) > 9 ? rows.size * tapsOf(grid) : 0);
  const chain = rows.size === 1 ? LATENCY * tapsOf(grid) : 0;
  const shuffles = neighbours ? 0 : lines * width.kernel * pairs;
  const units = Math.max(products / 2, loads / 2, (products + shuffles) / 3);
  const stores = rows.size * (pairs + (paired ? vectors : 0));
  return Math.max(units + stores, chain);
}
