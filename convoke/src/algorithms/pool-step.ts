/** A grid of windows → the kernel that reduces them, with its tables: rows where it can, else by the definition. */
import { floatBuffer, table } from "../ir/build.ts";
import type { Buffer, Kernel } from "../ir/tree.ts";
import { meetingsOf, type Pattern, patternsOf } from "../kernels/pool-patterns.ts";
import type { Finish, Reduction } from "../kernels/pool-reduce.ts";
import { type PooledAxis, poolRows, rowsTasks } from "../kernels/pool-rows.ts";
import { poolWalk, walkTasks } from "../kernels/pool-walk.ts";
import type { Allocation, Step } from "../plan/program.ts";
import type { Grid, GridAxis } from "./pool-grid.ts";

export interface PoolStep {
  readonly step: Step;
  readonly tables: readonly Allocation[];
  /** Estimated cycles of one core. */
  readonly cycles: number;
}

export interface StepConfig {
  /** Begins the names of tables. */
  readonly name: string;
  readonly threads: number;
  readonly grid: Grid;
  readonly source: Buffer;
  readonly destination: Buffer;
  readonly reduction: Reduction;
  /** `share` takes its sizes from the grid. */
  readonly finish: Finish | { readonly kind: "share" };
}

/** Windows shorter than this are not worth adding up across lanes. */
const SHORTEST_RUN = 8;
/** Elements along an axis, beyond which a window is not even considered for being written out. */
const LONGEST_WINDOW = 64;
/** Vector operations that may be written out: beyond, windows are walked. */
const MOST_CODE = 3000;
/** Tasks that a program has at least, where it can be cut so. */
const ENOUGH_TASKS = 32;

export function poolStep(config: StepConfig): PoolStep {
  const tables: Allocation[] = [];
  const sizes = () =>
    config.grid.axes.map((axis, i) => sizeTable(tables, `${config.name}_sizes${i}`, axis));
  const finish: Finish =
    config.finish.kind === "share" ? { kind: "share", sizes: sizes() } : (config.finish as Finish);
  const { kernel, tasks, cycles } =
    inRows(config, finish, tables) ?? walked(config, finish, tables);
  return { step: { kernel, tasks }, tables, cycles };
}

interface Made {
  readonly kernel: Kernel;
  readonly tasks: number;
  readonly cycles: number;
}

function inRows(config: StepConfig, finish: Finish, tables: Allocation[]): Made | null {
  const { name, threads, grid, source, destination, reduction } = config;
  const { outer, inner, axes } = grid;
  const long = axes.some(({ count }) => count.some((elements) => elements > LONGEST_WINDOW));
  if (inner > 1 || long || runOf(config)) return null;
  const missing = [ONE, ONE].slice(axes.length - 1);
  const [deep, high, wide] = [...missing, ...axes];
  const places = reduction.kind === "max" && reduction.indices !== null;
  const depth = tiled(deep, [1]);
  const height = tiled(high, [4, 2, 3, 6, 5, 1]);
  const width = tiled(wide, places ? [2, 1, 3, 5, 7] : [2, 4, 3, 1, 5, 7], 4);
  if (codeOf(depth.patterns, height.patterns, width.patterns) > MOST_CODE) return null;
  const columns = places ? firstTable(tables, `${name}_columns`, wide) : null;
  const banded = height.out > 1 ? height : width;
  const most = Math.max(...banded.patterns.map(({ tiles }) => tiles));
  const bands = Math.max(1, Math.min(Math.ceil(ENOUGH_TASKS / Math.max(1, outer)), most));
  const sizeOfOne = () => sizeTable(tables, `${name}_one${tables.length}`, ONE);
  const kernel = poolRows({
    threads,
    planes: outer,
    bands,
    depth,
    height,
    width,
    source,
    destination,
    reduction,
    finish:
      finish.kind === "share"
        ? { kind: "share", sizes: [...missing.map(() => sizeOfOne()), ...finish.sizes] }
        : finish,
    columns,
  });
  const joins = averageOf(deep.count) * averageOf(high.count) + averageOf(wide.count);
  const cycles = outer * deep.out * high.out * wide.out * joins * (places ? 1 : 0.5);
  return { kernel, tasks: rowsTasks({ planes: outer, bands }), cycles };
}

function walked(config: StepConfig, finish: Finish, tables: Allocation[]): Made {
  const { name, threads, grid, source, destination, reduction } = config;
  const { outer, inner } = grid;
  const axes = grid.axes.map((axis, i) => ({
    source: axis.source,
    out: axis.out,
    step: axis.step,
    first: firstTable(tables, `${name}_first${i}`, axis),
    end: integerTable(
      tables,
      `${name}_end${i}`,
      axis.first.map((first, n) =>
        axis.count[n] === 0 ? first : first + (axis.count[n] - 1) * axis.step + 1,
      ),
    ),
  }));
  const run = runOf(config);
  const kernel = poolWalk({
    threads,
    outer,
    inner,
    axes,
    source,
    destination,
    reduction,
    finish,
    run,
  });
  const lanes = run || inner >= 4 ? 0.5 : 3;
  const elements = grid.axes.reduce((n, axis) => n * axis.out * averageOf(axis.count), inner);
  return { kernel, tasks: walkTasks({ outer, axes }), cycles: outer * elements * lanes };
}

function runOf({ grid, reduction }: StepConfig): { first: number; count: number } | null {
  const last = grid.axes[grid.axes.length - 1];
  const places = reduction.kind === "max" && reduction.indices !== null;
  const neighbours = last.out === 1 && last.step === 1 && last.count[0] >= SHORTEST_RUN;
  if (grid.inner > 1 || places || !neighbours) return null;
  return { first: last.first[0], count: last.count[0] };
}

/** An edge, the middle, an edge. */
const FEW_PATTERNS = 3;

/**
 * The axis in tiles of the first of the sizes that gives few patterns, else of that with the fewest: a
 * stride backwards repeats itself only where the size is a multiple of it.
 */
function tiled(axis: GridAxis, sizes: readonly number[], unit = 1): PooledAxis {
  let patterns: readonly Pattern[] = patternsOf(axis, unit * sizes[0]);
  for (const size of sizes.slice(1)) {
    if (patterns.length <= FEW_PATTERNS) break;
    const other = patternsOf(axis, unit * size);
    if (other.length < patterns.length) patterns = other;
  }
  return { source: axis.source, out: axis.out, step: axis.step, patterns };
}

/** Vector operations of all tiles that are written out. */
function codeOf(
  slices: readonly Pattern[],
  rows: readonly Pattern[],
  columns: readonly Pattern[],
): number {
  const deep = slices.reduce((sum, { windows }) => sum + windows[0].length, 0);
  const across = columns.reduce(
    (sum, { size, windows }) =>
      sum + Math.ceil(size / 4) * (2 + Math.max(...windows.map((w) => w.length))),
    0,
  );
  const down = rows.reduce(
    (sum, pattern) => sum + meetingsOf(pattern).reduce((n, { rows: met }) => n + 1 + met.length, 0),
    0,
  );
  return across * down * deep;
}

const ONE: GridAxis = { source: 1, out: 1, step: 1, first: [0], count: [1], sizes: [1] };

const averageOf = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + count, 0) / counts.length;

/** Entries behind the last: a vector may be loaded at any of them. */
const SPARE = [0, 0, 0];

const firstTable = (tables: Allocation[], name: string, { first }: GridAxis): Buffer =>
  integerTable(tables, name, [...first, ...SPARE]);

function integerTable(tables: Allocation[], name: string, values: readonly number[]): Buffer {
  const range = values.reduce(
    ({ min, max }, value) => ({ min: Math.min(min, value), max: Math.max(max, value) }),
    { min: values[0], max: values[0] },
  );
  const buffer = table(name, [values.length], range);
  tables.push({ buffer, role: "table", contents: () => Int32Array.from(values) });
  return buffer;
}

function sizeTable(tables: Allocation[], name: string, { sizes }: GridAxis): Buffer {
  const buffer = floatBuffer(name, [sizes.length + SPARE.length]);
  const contents = () => Float32Array.from([...sizes, ...SPARE.map(() => 1)]);
  tables.push({ buffer, role: "table", contents });
  return buffer;
}
