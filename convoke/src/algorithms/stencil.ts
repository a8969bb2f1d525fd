/**
 * What the algorithms for known weights have in common: which problems are stencils over blocks
 * (`kernels/blocks.ts`), how their borders become tables, and the weights as taps.
 */
import { floatBuffer, table } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { type Blocks, blockLayout } from "../kernels/blocks.ts";
import type { Triple } from "../kernels/geometry.ts";
import { knownWeight, type Setting } from "../plan/plan.ts";
import type { Allocation } from "../plan/program.ts";
import { OUTSIDE } from "../semantics/border.ts";
import {
  type IndexMap,
  longestNeighbours,
  type Neighbours,
  tableOf,
} from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { folds, walkAxes } from "./axes.ts";
import { frame } from "./frame.ts";
import { integers, listed, mapped, rangeOf } from "./tables.ts";

/** A known kernel of one group and output: [input channel][depth][height][width], flat. */
export type Values = readonly number[];

export interface Stencil {
  readonly batch: number;
  readonly groups: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly out: Triple;
  readonly kernel: Triple;
  /** Elements of the window between neighbouring taps, along each axis. */
  readonly dilation: Triple;
  /** The kernels that differ, by output of a group; and which of them each group has. */
  readonly variants: readonly (readonly Values[])[];
  readonly variantOf: readonly number[];
}

/** Why a problem is no stencil with a known weight, in words; null when it is one. */
export function refusesStencil(setting: Setting): string | null {
  const { problem } = setting;
  const weight = knownWeight(setting);
  if (weight === null) return "the weight is not known";
  if (problem.axes.some((a) => a.stride !== 1)) return "the stride is not 1";
  if (folds(problem)) return "its results are folded back over the border";
  if (problem.inChannels === 0) return "there are no input channels";
  if (!weight.every(Number.isFinite)) return "a weight is not finite";
  if (problem.dataLayout === "nhwc" && !isInterleaved(setting))
    return "channels come last and do not all have one kernel of their own";
  return null;
}

/** One channel a pixel, or channels that lie side by side and are all treated alike. */
function isInterleaved(setting: Setting): boolean {
  const { problem } = setting;
  const { inChannels, outChannels, groups, bias } = problem;
  if (inChannels === 1 && outChannels === 1) return true;
  if (bias || groups !== inChannels || groups !== outChannels) return false;
  return kernelsOf(problem, knownWeight(setting)!).variants.length === 1;
}

/** Results kept between the questions about one setting: weights are read once. */
const stencils = new WeakMap<Values, { readonly problem: Problem; readonly stencil: Stencil }>();

/** Only where `refusesStencil` finds nothing. */
export function stencilOf(setting: Setting): Stencil {
  const { problem } = setting;
  const weight = knownWeight(setting)!;
  const known = stencils.get(weight);
  if (known?.problem === problem) return known.stencil;
  const { batch, groups, inChannels, outChannels, dataLayout } = problem;
  const axes = walkAxes(problem);
  const side = dataLayout === "nhwc" ? inChannels : 1;
  const kernels = kernelsOf(problem, weight);
  const stencil = {
    batch,
    groups: side > 1 ? 1 : groups,
    inputs: side > 1 ? 1 : inChannels / groups,
    outputs: side > 1 ? 1 : outChannels / groups,
    out: [axes[0].out, axes[1].out, axes[2].out * side],
    kernel: [axes[0].kernel, axes[1].kernel, axes[2].kernel],
    dilation: [axes[0].dilation, axes[1].dilation, axes[2].dilation * side],
    variants: kernels.variants,
    variantOf: side > 1 ? [0] : kernels.variantOf,
  } as const satisfies Stencil;
  stencils.set(weight, { problem, stencil });
  return stencil;
}

function kernelsOf(problem: Problem, weight: Values): Pick<Stencil, "variants" | "variantOf"> {
  const { geometry, weightIndex } = frame(problem, 1);
  const { groups, inputs, outputs } = geometry;
  const [kd, kh, kw] = walkAxes(problem).map((a) => a.kernel);
  const numbers = new Map<string, number>();
  const variants: (readonly Values[])[] = [];
  const variantOf = Array.from({ length: groups }, (_, g) => {
    const kernels = Array.from({ length: outputs }, (_, m) => {
      const values: number[] = [];
      for (let c = 0; c < inputs; c++) {
        for (let z = 0; z < kd; z++) {
          for (let y = 0; y < kh; y++) {
            for (let x = 0; x < kw; x++) values.push(weight[weightIndex(g, m, c, [z, y, x])]);
          }
        }
      }
      return values;
    });
    const key = JSON.stringify(kernels);
    const number = numbers.get(key) ?? variants.push(kernels) - 1;
    numbers.set(key, number);
    return number;
  });
  return { variants, variantOf };
}

export interface Block {
  readonly planes: number;
  readonly rows: number;
  readonly columns: number;
}

/** The blocks of a stencil, with the buffers and tables they need. */
export function blocksOf(
  { problem, threads }: Setting,
  stencil: Stencil,
  { planes, rows, columns }: Block,
): { readonly blocks: Blocks; readonly allocations: readonly Allocation[] } {
  const axes = walkAxes(problem);
  const side = problem.dataLayout === "nhwc" ? problem.inChannels : 1;
  const allocations: Allocation[] = [];
  const add = (allocation: Allocation): Buffer => {
    allocations.push(allocation);
    return allocation.buffer;
  };
  const own = (buffer: Buffer, role: Allocation["role"]) => add({ buffer, role, contents: null });

  const { batch, groups, inputs, outputs, out, kernel, dilation } = stencil;
  const block = [planes, rows, columns].map((extent, axis) =>
    Math.min(extent, out[axis]),
  ) as unknown as Triple;
  const reach = kernel.map((extent, axis) => (extent - 1) * dilation[axis]) as unknown as Triple;
  const shape = { batch, groups, inputs, outputs, out, block, reach };
  const layout = blockLayout(shape);
  const extents = axes.map((a) => a.input);
  const row = extents[2] * side;
  const { border, bias, activation, outChannels } = problem;
  const input = floatBuffer(
    "input",
    [batch * problem.inChannels * sizeOf(extents)],
    layout.columns + 8,
  );
  const output = floatBuffer("output", [batch * outChannels * sizeOf(axes.map((a) => a.out))]);
  const blocks: Blocks = {
    threads,
    ...shape,
    input: own(input, "input"),
    strides: {
      batch: problem.inChannels * sizeOf(extents),
      channel: sizeOf(extents),
      plane: extents[1] * row,
      row,
    },
    tables: {
      planes: add(mapped("planes", axes[0].source)),
      rows: add(mapped("rows", axes[1].source)),
      columns: add(columnTable(axes[2].source, side)),
    },
    runs: runTables(add, axes[2].source, side, shape),
    window: own(floatBuffer("window", [threads * layout.size + layout.pitch], 8), "scratch"),
    fill: problem.op === "conv" && border.kind === "constant" ? border.value : 0,
    destination: {
      buffer: own(output, "output"),
      bias: bias ? own(floatBuffer("bias", [outChannels]), "bias") : null,
      activation,
    },
  };
  return { blocks, allocations };
}

/** Columns of pixels of `side` numbers. */
function columnTable(map: IndexMap, side: number): Allocation {
  const length = map.length * side;
  return integers("columns", length, rangeOf(map, side), () => {
    const columns = new Int32Array(length).fill(OUTSIDE);
    tableOf(map).forEach((column, x) => {
      if (column !== OUTSIDE)
        for (let c = 0; c < side; c++) columns[x * side + c] = column * side + c;
    });
    return columns;
  });
}

interface Run {
  /** Columns of the window in front of the run, and where those behind it begin. */
  readonly before: number;
  readonly after: number;
  /** Groups of eight that cover the run, the last of which begins `last` columns into it. */
  readonly octets: number;
  readonly last: number;
  /** Input column of the first. */
  readonly from: number;
}

/** By block along x: its longest run of columns that are neighbours in the input. */
function runTables(
  add: (allocation: Allocation) => Buffer,
  map: IndexMap,
  side: number,
  { out, block, reach }: Pick<Blocks, "out" | "block" | "reach">,
): Blocks["runs"] {
  const count = Math.ceil(out[2] / block[2]);
  const columns = block[2] + reach[2];
  const list = Array.from({ length: count }, (_, i): Run => {
    const first = Math.min(i * block[2], out[2] - block[2]);
    const run = longestInPixels(map, side, first, first + columns);
    const length = run.end - run.first;
    if (length < 8) return { before: 0, after: 0, octets: 0, last: 0, from: 0 };
    return {
      before: run.first - first,
      after: run.end - first,
      octets: Math.ceil(length / 8),
      last: length - 8,
      from: run.index,
    };
  });
  const tableOfRuns = (name: keyof Run) =>
    add(
      listed(
        name,
        Int32Array.from(list, (run) => run[name]),
      ),
    );
  return {
    before: tableOfRuns("before"),
    octets: tableOfRuns("octets"),
    last: tableOfRuns("last"),
    from: tableOfRuns("from"),
    after: tableOfRuns("after"),
  };
}

/** The longest neighbours among numbers `from` to `to - 1` of pixels of `side` numbers. */
function longestInPixels(map: IndexMap, side: number, from: number, to: number): Neighbours {
  const run = longestNeighbours(map, Math.floor(from / side), Math.ceil(to / side));
  const first = Math.max(from, run.first * side);
  const end = Math.max(first, Math.min(to, run.end * side));
  return { first, end, index: run.index * side + (first - run.first * side) };
}

/** Every value that occurs, once, where kernels find it. */
export function weightTable(values: readonly number[]): {
  readonly allocation: Allocation;
  readonly indexOf: ReadonlyMap<number, number>;
} {
  const different = [...new Set(values)];
  return {
    allocation: {
      buffer: floatBuffer("weights", [different.length]),
      role: "table",
      contents: () => Float32Array.from(different),
    },
    indexOf: new Map(different.map((value, i) => [value, i])),
  };
}

/** Which variant every group has. */
export function variantTable({ variants, variantOf }: Stencil): Allocation {
  const buffer = table("variants", [variantOf.length], { min: 0, max: variants.length - 1 });
  return { buffer, role: "table", contents: () => Int32Array.from(variantOf) };
}
