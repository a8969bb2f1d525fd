/**
 * What all algorithms have in common: how the input becomes the kernels' source (as it is, or by a
 * `pad` step), where results go (straight to the output, or through `fold` or `interleave`), and
 * which weight belongs to which tap. An algorithm adds its own step in between.
 */
import { floatBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Destination, Geometry, Source, Triple } from "../kernels/geometry.ts";
import { pad, padRow, padTasks } from "../kernels/pad.ts";
import { fold, foldTasks, interleave, interleaveTasks, type Preimages } from "../kernels/place.ts";
import type { Allocation, Step } from "../plan/program.ts";
import {
  areNeighbours,
  extended,
  type IndexMap,
  indexAt,
  preimages,
} from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { weightStrides } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { folds, type WalkAxis, walkAxes } from "./axes.ts";
import { integers, padTables } from "./tables.ts";

export interface Frame {
  readonly geometry: Geometry;
  readonly destination: Destination;
  readonly before: readonly Step[];
  readonly after: readonly Step[];
  readonly allocations: readonly Allocation[];
  /** Flat index into the problem's weight. */
  readonly weightIndex: (group: number, output: number, input: number, tap: Triple) => number;
}

/** Bytes that the steps before and after read and write. */
export const copiedBytes = ({ allocations }: Pick<Frame, "allocations">): number =>
  allocations.reduce(
    (sum, { role, buffer }) => sum + (role === "scratch" ? 8 * sizeOf(buffer.shape) : 0),
    0,
  );

/** Channels whose lines of output stay in the first-level cache until they are whole. */
const LINES = 128;
/** To fetch a line of 16 elements from memory and write it back, at 5 bytes a cycle. */
const LINE_CYCLES = 26;

/** Kernels that go along x write a piece to the row of each channel: of too many, lines go out twice. */
export const scatterCycles = ({ batch, groups, outputs, out }: Geometry): number =>
  outputs > LINES ? ((batch * groups * outputs * sizeOf(out)) / 16) * LINE_CYCLES : 0;

/** A row of vectors that begins at the last element may be read to its end: eight vectors at most. */
const SLACK = 32;
const IDENTITY = { kind: "identity" } as const;

/** Made once for each problem, number of threads and cover: every question to an algorithm needs it. */
const made = new WeakMap<Problem, Map<string, Frame>>();
const ALONE: Triple = [1, 1, 1];

/**
 * @param cover the source goes on, with what lies outside, until the walk of every axis is a
 * multiple of this: for kernels that make tiles of outputs.
 */
export function frame(problem: Problem, threads: number, cover = ALONE): Frame {
  const known = made.get(problem) ?? new Map<string, Frame>();
  made.set(problem, known);
  const key = `${threads} ${cover}`;
  const one = known.get(key) ?? makeFrame(problem, threads, coveredAxes(problem, cover));
  known.set(key, one);
  return one;
}

/** A frame whose source has at least these extents, filled up with what is outside. */
export const frameOver = (problem: Problem, threads: number, extents: Triple): Frame =>
  makeFrame(
    problem,
    threads,
    walkAxes(problem).map((axis, i) => ({ ...axis, source: extended(axis.source, extents[i]) })),
  );

function makeFrame(problem: Problem, threads: number, axes: readonly WalkAxis[]): Frame {
  const { batch, groups, inChannels, outChannels } = problem;
  const allocations: Allocation[] = [];
  const add = (allocation: Allocation): Buffer => {
    allocations.push(allocation);
    return allocation.buffer;
  };
  const own = (buffer: Buffer, role: Allocation["role"]) => add({ buffer, role, contents: null });

  const inputBuffer = own(
    floatBuffer(
      "input",
      [batch * inChannels * axes[0].input * axes[1].input * axes[2].input],
      SLACK,
    ),
    "input",
  );
  const before: Step[] = [];
  const source = isSource(problem, axes) ? inputAsSource(problem, axes, inputBuffer) : padStep();
  const flat = isFlat(axes, source);
  const geometry: Geometry = {
    batch,
    groups,
    inputs: inChannels / groups,
    outputs: outChannels / groups,
    out: flat ? [1, 1, axes[0].out * axes[1].out * axes[2].out] : triple(axes, (a) => a.out),
    kernel: triple(axes, (a) => a.kernel),
    stride: [axes[0].stride, axes[1].stride],
    dilation: [axes[0].dilation, axes[1].dilation],
    columns: columnOffsets(axes[2]),
    source: source.source,
  };

  const outputs = batch * outChannels * axes[0].output * axes[1].output * axes[2].output;
  const output = own(floatBuffer("output", [outputs], SLACK), "output");
  const bias = problem.bias ? own(floatBuffer("bias", [outChannels], SLACK), "bias") : null;
  const { destination, after } = placement();

  const strides = weightStrides(problem);
  const spatial = [0, 0, 0, ...strides.spatial].slice(-3);
  const { inputs: perGroupIn, outputs: perGroupOut } = geometry;
  const transposed = problem.op === "convTranspose";
  return {
    geometry,
    destination,
    before,
    after,
    allocations,
    weightIndex: (g, m, c, tap) => {
      const o = transposed ? m : g * perGroupOut + m;
      const i = transposed ? g * perGroupIn + c : c;
      let index = o * strides.out + i * strides.in;
      for (let axis = 0; axis < 3; axis++) {
        const { kernel, reversed } = axes[axis];
        index += (reversed ? kernel - 1 - tap[axis] : tap[axis]) * spatial[axis];
      }
      return index;
    },
  };

  function padStep(): { source: Source; exact: boolean } {
    const [d, h, w] = axes;
    const row = padRow(w.source, w.stride, problem.dataLayout === "nchw");
    const extents: Triple = [d.source.length, h.source.length, row.phases * row.length];
    const channels = inChannels;
    const buffer = own(
      floatBuffer("source", [batch * channels * sizeOf(extents)], SLACK),
      "scratch",
    );
    const config = {
      threads,
      batch,
      channels,
      input: inputBuffer,
      strides: elementStrides(
        problem,
        inChannels,
        triple(axes, (a) => a.input),
      ),
      source: buffer,
      extents,
      tables: padTables(add, d.source, h.source, row),
      row,
      fill: fillOf(problem),
      places: null,
    };
    before.push({ kernel: pad(config), tasks: padTasks(config) });
    const plane = extents[1] * extents[2];
    const channel = extents[0] * plane;
    return {
      source: { buffer, batch: channels * channel, channel, plane, row: extents[2], offset: 0 },
      exact: false,
    };
  }

  function placement(): { destination: Destination; after: Step[] } {
    const activation = problem.activation;
    const interleaved = problem.dataLayout === "nhwc";
    if (folds(problem)) {
      const wide = triple(axes, (a) => a.out);
      const from = own(
        floatBuffer("unfolded", [batch * outChannels * sizeOf(wide)], SLACK),
        "scratch",
      );
      const extents = triple(axes, (a) => a.output);
      const lists = axes.map((axis, i) =>
        foldTables(`fold${i}`, axis.fold!),
      ) as unknown as readonly [Preimages, Preimages, Preimages];
      const config = {
        threads,
        batch,
        channels: outChannels,
        wide,
        from,
        extents,
        preimages: lists,
        destination: { buffer: output, bias, activation },
        strides: elementStrides(problem, outChannels, extents),
      };
      return {
        destination: { buffer: from, bias: null, activation: IDENTITY },
        after: [{ kernel: fold(config), tasks: foldTasks(config) }],
      };
    }
    if (!interleaved) return { destination: { buffer: output, bias, activation }, after: [] };
    const from = own(floatBuffer("planar", [outputs], SLACK), "scratch");
    const config = {
      threads,
      batch,
      channels: outChannels,
      positions: sizeOf(triple(axes, (a) => a.output)),
      from,
      to: output,
    };
    return {
      destination: { buffer: from, bias, activation },
      after: [{ kernel: interleave(config), tasks: interleaveTasks(config) }],
    };
  }

  function foldTables(name: string, map: IndexMap): Preimages {
    const { size, length } = map;
    const most = Math.max(0, length - 1);
    return {
      starts: add(
        integers(`${name}-starts`, size + 1, { min: 0, max: length }, () => preimages(map).starts),
      ),
      items: add(
        integers(`${name}-items`, length, { min: 0, max: most }, () => preimages(map).items),
      ),
    };
  }
}

/** What stands outside the input of a convolution. */
export const fillOf = ({ op, border }: Problem): number =>
  op === "conv" && border.kind === "constant" ? border.value : 0;

/**
 * Axes whose source goes on until the walk is a multiple of `cover`: over what a crop has left of the
 * input, then outside; `out` stays.
 */
export function coveredAxes(problem: Problem, cover: Triple): readonly WalkAxis[] {
  return walkAxes(problem).map((axis, i) => {
    const missing = axis.out > 0 ? (cover[i] - (axis.out % cover[i])) % cover[i] : 0;
    const { source } = axis;
    const longer = extended(source, source.length + missing * axis.stride);
    if (missing === 0 || !areNeighbours(source)) return { ...axis, source: longer };
    const end = Math.min(longer.length, Math.max(source.end, source.size - source.first));
    return { ...axis, source: { ...longer, end } };
  });
}

/** Whether the input can be read in place: its own layout, nothing outside, no phases. */
function isSource(problem: Problem, axes: readonly WalkAxis[]): boolean {
  return (
    problem.dataLayout === "nchw" &&
    axes[2].stride === 1 &&
    axes.every(({ source }) => areNeighbours(source))
  );
}

function inputAsSource({ inChannels }: Problem, axes: readonly WalkAxis[], buffer: Buffer) {
  const [d, h, w] = axes;
  const [row, plane] = [w.input, h.input * w.input];
  const channel = d.input * plane;
  const offset = startOf(d) * plane + startOf(h) * row + startOf(w);
  const exact = axes.every((a) => a.source.length === a.input);
  return { source: { buffer, batch: inChannels * channel, channel, plane, row, offset }, exact };
}

/** Input coordinate that the source of an axis begins at, where it is neighbours throughout. */
export const startOf = ({ source }: WalkAxis): number =>
  source.length > 0 ? indexAt(source, 0) : 0;

/** Whether all positions lie in one row: kernel 1 and stride 1 over the whole input. */
function isFlat(axes: readonly WalkAxis[], { exact }: { exact: boolean }): boolean {
  return exact && axes.every((a) => a.kernel === 1 && a.stride === 1);
}

/** Where in a source row the tap of every kernel column starts to read. */
function columnOffsets({ source, kernel, stride, dilation }: WalkAxis): number[] {
  const length = Math.ceil(source.length / stride);
  return Array.from({ length: kernel }, (_, kx) => {
    const column = kx * dilation;
    return (column % stride) * length + Math.floor(column / stride);
  });
}

/** Elements between neighbours of an input or output, in the problem's own layout. */
export function elementStrides({ dataLayout }: Problem, channels: number, [d, h, w]: Triple) {
  return dataLayout === "nchw"
    ? { batch: channels * d * h * w, channel: d * h * w, plane: h * w, row: w, column: 1 }
    : {
        batch: channels * d * h * w,
        channel: 1,
        plane: h * w * channels,
        row: w * channels,
        column: channels,
      };
}

function triple(axes: readonly WalkAxis[], pick: (axis: WalkAxis) => number): Triple {
  return [pick(axes[0]), pick(axes[1]), pick(axes[2])];
}
