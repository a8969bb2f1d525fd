/**
 * Tensors as panels, the form in which the weight gradient reads them: positions one behind the
 * other, and at each of them `width` channels side by side. Borders are resolved on the way.
 *
 *   panels[group, block, n, z, y, x, i] = input[n, channel block · width + i of the group, …]
 *
 *   for each task: a row (group, block, n, z, y), from the input row that the tables name
 *     outside: filled;  neighbours: 4 × 4 elements at a time, transposed;  others: one by one
 *
 * Channels behind the last are not written: what is summed over them is dropped.
 */
import {
  compare,
  float,
  int,
  type KernelBuilder,
  kernel,
  load,
  load4,
  plus,
  quotient,
  remainder,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";
import { OUTSIDE } from "../semantics/border.ts";
import { type IndexMap, runs } from "../semantics/index-map.ts";
import { deal } from "./deal.ts";
import type { Triple } from "./geometry.ts";

export interface PanelsConfig {
  readonly threads: number;
  readonly batch: number;
  readonly groups: number;
  /** Channels of one group, and of one panel. */
  readonly channels: number;
  readonly width: number;
  readonly input: Buffer;
  /** Elements between neighbours of the input. */
  readonly strides: { batch: number; channel: number; plane: number; row: number; column: number };
  readonly panels: Buffer;
  readonly extents: Triple;
  /** Input coordinate of every plane, row and column, -1 outside. */
  readonly tables: { planes: Buffer; rows: Buffer; columns: Buffer };
  readonly columns: IndexMap;
  readonly fill: number;
}

type Shape = Pick<PanelsConfig, "batch" | "groups" | "channels" | "width" | "extents">;

export const panelBlocks = ({
  channels,
  width,
}: Pick<PanelsConfig, "channels" | "width">): number => Math.ceil(channels / width);
export const panelTasks = (shape: Shape): number =>
  shape.groups * panelBlocks(shape) * shape.batch * shape.extents[0] * shape.extents[1];
/** Above this many stretches of columns a loop reads the table. */
const MOST_STRETCHES = 24;

/** Columns that lie side by side in the input as they do here, or that are all outside. */
export interface Stretch {
  readonly to: number;
  readonly from: number;
  readonly length: number;
}

/** Null where there are too many of them. */
export function stretchesOf(columns: IndexMap): Stretch[] | null {
  const found: Stretch[] = [];
  for (const { first, end, index, step } of runs(columns)) {
    const whole = index === OUTSIDE || step === 1;
    if (found.length + (whole ? 1 : end - first) > MOST_STRETCHES) return null;
    if (whole) found.push({ to: first, from: index, length: end - first });
    else
      for (let to = first; to < end; to++)
        found.push({ to, from: index + (to - first) * step, length: 1 });
  }
  return found;
}

export function panels(config: PanelsConfig): Kernel {
  const { threads, batch, groups, channels, width, strides, extents } = config;
  const [depth, height, length] = extents;
  const blocks = panelBlocks(config);
  const tasks = panelTasks(config);
  return kernel(`panels_${width}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    k.use(config.input);
    k.use(config.panels);
    const planes = k.use(config.tables.planes);
    const rows = k.use(config.tables.rows);
    k.use(config.tables.columns);
    k.loop("row", { from: lo, to: hi }, (row) => {
      const to = k.let("to", times(row, length * width));
      const plane = k.let("plane", load(planes, remainder(quotient(row, height), depth)));
      const line = k.let("line", load(rows, remainder(row, height)));
      const image = quotient(row, height * depth);
      const panel = k.let("panel", quotient(image, batch));
      const block = k.let("block", remainder(panel, blocks));
      const g = remainder(quotient(panel, blocks), groups);
      const blank = () => fillRow(k, config, to, 0, length);
      const copy = () => {
        const from = k.let(
          "from",
          [
            times(remainder(image, batch), strides.batch),
            times(plus(times(g, channels), times(block, width)), strides.channel),
            times(plane, strides.plane),
            times(line, strides.row),
          ].reduce((a, b) => plus(a, b)),
        );
        const rest = channels - (blocks - 1) * width;
        if (rest === width) copyRow(k, config, width, from, to);
        else if (blocks === 1) copyRow(k, config, rest, from, to);
        else
          k.if(
            compare("lt", block, blocks - 1),
            () => copyRow(k, config, width, from, to),
            () => copyRow(k, config, rest, from, to),
          );
      };
      k.if(compare("lt", plane, 0), blank, () => k.if(compare("lt", line, 0), blank, copy));
    });
  });
}

function fillRow(
  k: KernelBuilder,
  { panels: target, width, fill }: PanelsConfig,
  to: Expr,
  first: number,
  count: number,
): void {
  const size = count * width;
  const whole = size - (size % 4);
  const value = k.let("fill", splat(float(fill)));
  const at = plus(to, first * width);
  k.loop("i", { to: whole, step: 4 }, (i) => k.store4(target, [plus(at, i)], value));
  k.store4(target, [plus(at, whole)], value, size - whole);
}

/** `count` channels of all columns of a row. */
function copyRow(
  k: KernelBuilder,
  config: PanelsConfig,
  count: number,
  from: Expr,
  to: Expr,
): void {
  const { columns, strides, width } = config;
  const stretches = stretchesOf(columns);
  if (!stretches) {
    k.loop("x", columns.length, (x) => {
      const column = k.let("column", load(config.tables.columns, x));
      const target = plus(to, times(x, width));
      k.if(
        compare("lt", column, 0),
        () => fillRow(k, config, target, 0, 1),
        () => copyOne(k, config, count, plus(from, times(column, strides.column)), target),
      );
    });
    return;
  }
  for (const stretch of stretches) {
    if (stretch.from < 0) fillRow(k, config, to, stretch.to, stretch.length);
    else copyStretch(k, config, count, from, to, stretch);
  }
}

function copyStretch(
  k: KernelBuilder,
  config: PanelsConfig,
  count: number,
  from: Expr,
  to: Expr,
  stretch: Stretch,
): void {
  const { strides, width } = config;
  const { length } = stretch;
  const source = (x: Expr) => plus(from, times(plus(x, stretch.from), strides.column));
  const target = (x: Expr) => plus(to, times(plus(x, stretch.to), width));
  const planar = strides.column === 1 && count > 1;
  if (!planar || length < 4) {
    k.loop("x", length, (x) => copyOne(k, config, count, source(x), target(x)));
    return;
  }
  const four = (x: Expr) => copyFour(k, config, count, source(x), target(x));
  k.loop("x", { to: length - (length % 4), step: 4 }, four);
  // The last four reach back over their neighbours.
  if (length % 4 > 0) four(int(length - 4));
}

/** Four neighbouring columns: the channels, four at a time, turned. */
function copyFour(
  k: KernelBuilder,
  { input, panels: target, strides, width }: PanelsConfig,
  count: number,
  from: Expr,
  to: Expr,
): void {
  for (let c = 0; c < count; c += 4) {
    const lanes = Math.min(4, count - c);
    const rows = [0, 1, 2, 3].map((i) =>
      i < lanes ? k.let("v", load4(input, plus(from, (c + i) * strides.channel))) : null,
    );
    const full = rows.map((row) => row ?? rows[lanes - 1]!);
    deal(k, full).forEach((value, x) => {
      k.store4(target, [plus(to, x * width + c)], k.let("t", value), lanes);
    });
  }
}

/** One column. */
function copyOne(
  k: KernelBuilder,
  { input, panels: target, strides }: PanelsConfig,
  count: number,
  from: Expr,
  to: Expr,
): void {
  if (strides.channel === 1) {
    for (let c = 0; c < count; c += 4)
      k.store4(target, [plus(to, c)], k.let("v", load4(input, plus(from, c))), count - c);
    return;
  }
  for (let c = 0; c < count; c++)
    k.store(target, [plus(to, c)], load(input, plus(from, c * strides.channel)));
}
