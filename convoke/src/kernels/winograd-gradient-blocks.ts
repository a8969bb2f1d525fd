/**
 * The sums of Winograd's weight gradient and what becomes of them, a block of pairs of channels at
 * a time: for few tiles and many channels, where the sums of all products would fill more memory
 * than both tensors, and be written, read and moved.
 *
 *   for each task (group, block of rows, block of lanes)
 *     for each product e:  u[e] = Σ_tile splats[e, tile, r] · lanes[e, tile, l]
 *     taps = Gᵀ u G
 *     taps of each pair → the weight's gradient
 *
 * Each sum runs over the tiles in order, as in `weight-product.ts`: the bits are the same.
 */
import {
  float,
  type KernelBuilder,
  kernel,
  least,
  load4,
  loadSplat,
  plus,
  quotient,
  remainder,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Variable } from "../ir/tree.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { deal } from "./deal.ts";
import { transform } from "./linear-map.ts";
import { closeTile, multiplyInto, openTile, type TileShape, unrolled } from "./tile.ts";
import { blockStart, type Side } from "./weight-product.ts";

/** Where taps go: neighbours in the gradient. */
export interface TapsTo {
  readonly buffer: Buffer;
  /** Elements from one group, row or lane to the next. */
  readonly group: number;
  readonly row: number;
  readonly lane: number;
  /** How many rows, and lanes, there are: whole vectors of lanes. */
  readonly rows: number;
  readonly lanes: number;
  /** Place of tap number t, counted from the first of its pair. */
  readonly order: readonly number[];
}

export interface GradientBlocksConfig extends TileShape {
  readonly threads: number;
  readonly groups: number;
  readonly tiles: number;
  /** Gᵀ of both axes: taps by products. */
  readonly y: Matrix;
  readonly x: Matrix;
  /** Of `mr` rows a block, and of `4·nv` lanes; `group` leads from one product to the next. */
  readonly splats: Side;
  readonly lanes: Side;
  /** [thread][product, then tap][mr][4·nv] */
  readonly stage: Buffer;
  readonly to: TapsTo;
}

type Shape = Pick<GradientBlocksConfig, "groups" | "splats" | "lanes">;
export const blockTasks = ({ groups, splats, lanes }: Shape): number =>
  groups * splats.blocks * lanes.blocks;

type StageShape = Pick<GradientBlocksConfig, "y" | "x" | "mr" | "nv">;
export const blockStage = ({ y, x, mr, nv }: StageShape): number =>
  (y[0].length * x[0].length + y.length * x.length) * mr * 4 * nv;

export function gradientBlocks(config: GradientBlocksConfig): Kernel {
  const { threads, groups, mr, nv, y, x, splats, lanes, stage, to } = config;
  const products = y[0].length * x[0].length;
  const tasks = blockTasks(config);
  return kernel(`gradient_blocks_${mr}x${4 * nv}`, (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const buffer of [splats.buffer, lanes.buffer, stage, to.buffer]) k.use(buffer);
    const sums = k.let("sums", times(thread, blockStage(config)));
    const taps = k.let("taps", plus(sums, products * mr * 4 * nv));
    k.loop("task", { from: lo, to: hi }, (task) => {
      const lane = k.let("lane", remainder(task, lanes.blocks));
      const upper = quotient(task, lanes.blocks);
      const row = k.let("row", remainder(upper, splats.blocks));
      const group = k.let("group", remainder(quotient(upper, splats.blocks), groups));
      const first = times(group, products);
      k.loop("e", products, (e) => {
        const start = (side: Side, block: Expr) =>
          k.let("start", plus(times(plus(first, e), side.group), blockStart(side, block)));
        product(k, config, {
          splats: start(splats, row),
          lanes: start(lanes, lane),
          sums: k.let("to", plus(sums, times(e, mr * 4 * nv))),
        });
      });
      transformBlock(k, config, sums, taps);
      place(k, config, { group, row, lane, taps });
    });
  });
}

function product(
  k: KernelBuilder,
  { tiles, mr, nv, splats, lanes, stage }: GradientBlocksConfig,
  at: Record<"splats" | "lanes" | "sums", Variable>,
): void {
  const zero = k.let("zero", splat(float(0)));
  const sums = openTile(k, { mr, nv }, () => zero);
  unrolled(k, tiles, (p) =>
    multiplyInto(
      k,
      sums,
      (r) => loadSplat(splats.buffer, plus(plus(at.splats, times(p, splats.step[2])), r)),
      (v) => load4(lanes.buffer, plus(plus(at.lanes, times(p, lanes.step[2])), 4 * v)),
    ),
  );
  closeTile(k, sums, { kind: "identity" }, stage, (r) => plus(at.sums, r * 4 * nv), 4 * nv);
}

/** Taps of all pairs of the block, from its sums. */
function transformBlock(
  k: KernelBuilder,
  { y, x, mr, nv, stage }: GradientBlocksConfig,
  sums: Variable,
  taps: Variable,
): void {
  const size = mr * 4 * nv;
  const vectors = (mr * nv) % 2 === 0 ? 2 : 1;
  k.loop("pair", { to: size, step: 4 * vectors }, (pair) => {
    const from = k.let("from", plus(sums, pair));
    const to = k.let("to", plus(taps, pair));
    transform(k, { y, x }, vectors, {
      read: (i, j, v) => load4(stage, plus(from, (i * x[0].length + j) * size + 4 * v)),
      write: (i, j, values) => {
        values.forEach((value, v) => {
          k.store4(stage, [plus(to, (i * x.length + j) * size + 4 * v)], value);
        });
      },
    });
  });
}

/** Four pairs at a time, their taps turned to lie side by side. */
function place(
  k: KernelBuilder,
  { mr, nv, stage, to }: GradientBlocksConfig,
  { group, row, lane, taps }: Record<"group" | "row" | "lane" | "taps", Variable>,
): void {
  const size = mr * 4 * nv;
  const { order } = to;
  const tapAt = order.map((_, at) => order.indexOf(at));
  const rows = { from: times(row, mr), to: least(plus(times(row, mr), mr), to.rows) };
  k.loop("o", rows, (o) => {
    const line = k.let("line", plus(times(group, to.group), times(o, to.row)));
    const from = k.let("from", plus(taps, times(remainder(o, mr), 4 * nv)));
    const vectors = { from: times(lane, nv), to: least(plus(times(lane, nv), nv), to.lanes / 4) };
    k.loop("vector", vectors, (vector) => {
      const target = k.let("target", plus(line, times(vector, 4 * to.lane)));
      const source = k.let("source", plus(from, times(remainder(vector, nv), 4)));
      for (let first = 0; first < order.length; first += 4) {
        const four = [0, 1, 2, 3].map((i) => {
          const tap = tapAt[Math.min(first + i, order.length - 1)];
          return k.let("tap", load4(stage, plus(source, tap * size)));
        });
        deal(k, four).forEach((value, i) => {
          const at = plus(target, i * to.lane + first);
          k.store4(to.buffer, [at], k.let("turned", value), Math.min(4, order.length - first));
        });
      }
    });
  });
}
