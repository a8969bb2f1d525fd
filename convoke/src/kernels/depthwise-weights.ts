/**
 * The weight gradient of depthwise layers: every tap is the dot product of two planes.
 *
 *   for each task (group, output of the group, kz, rows of the kernel)
 *     for each image, plane and row of outputs, eight columns at a time
 *       y = ȳ[row, x ..];  for each tap (ky, kx): c[tap] += y · source[row·s + ky·d, columns[kx] + x ..]
 *     sums[tap] = the eight lanes of c[tap], added in a fixed order
 *
 * Columns behind the end of a row are zeros on both sides: a NaN there must not be met.
 */
import {
  add,
  float,
  type KernelBuilder,
  kernel,
  load4,
  plus,
  quotient,
  remainder,
  shuffle,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel, Lanes, Variable } from "../ir/tree.ts";
import type { Geometry } from "./geometry.ts";
import { planeSize, type Staging, stagePlane } from "./stage-plane.ts";

export interface DepthwiseWeightsConfig {
  readonly threads: number;
  /** Of the layer itself: one input channel a group. */
  readonly geometry: Geometry;
  /** Where a border is, planes are staged, instead of read from a padded source; 2-D, stride 1 along x. */
  readonly staging: Staging | null;
  /** ȳ, channel-first. */
  readonly gradient: Buffer;
  /** Eight lanes for every tap of a task. */
  readonly lanes: Buffer;
  /** [channel][kz][ky][kx] */
  readonly sums: Buffer;
}

/** Sums under way: with a pair of vectors each they fill the registers. */
const MOST_TAPS = 12;
/** Elements a source may be read behind its end: what the last vector of a row takes along. */
export const DEPTHWISE_SLACK = 8;

/** Kernel rows of one task: as many as the registers hold; 0 when one is too long. */
export function rowsOfTask({ kernel: [, height, width] }: Pick<Geometry, "kernel">): number {
  for (let rows = height; rows > 0; rows--)
    if (height % rows === 0 && rows * width <= MOST_TAPS) return rows;
  return 0;
}

export const depthwiseWeightsTasks = (g: Geometry): number =>
  (g.groups * g.outputs * g.kernel[0] * g.kernel[1]) / rowsOfTask(g);
export const lanesOfTask = (g: Geometry): number => 8 * rowsOfTask(g) * g.kernel[2];

export function depthwiseWeights(config: DepthwiseWeightsConfig): Kernel {
  const { threads, geometry: g, staging, gradient, lanes, sums } = config;
  const { source, outputs, groups, batch } = g;
  const [kd, kh, kw] = g.kernel;
  const [depth, height, width] = g.out;
  const rows = rowsOfTask(g);
  const parts = kh / rows;
  const tasks = depthwiseWeightsTasks(g);
  const taps = rows * kw;
  return kernel(`depthwise_weights_${rows}x${kw}`, (k) => {
    const thread = k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    const from = staging ? staging.stage : source.buffer;
    for (const buffer of [from, gradient, lanes, sums]) k.use(buffer);
    for (const buffer of staging ? [staging.input, staging.rows] : []) k.use(buffer);
    const stage = k.let("stage", times(thread, staging ? planeSize(staging) : 0));
    k.loop("task", { from: lo, to: hi }, (task) => {
      const ky = times(remainder(task, parts), rows);
      const kz = remainder(quotient(task, parts), kd);
      const channel = k.let("channel", quotient(task, parts * kd));
      const input = k.let("input", quotient(channel, outputs));
      const window = k.let(
        "window",
        plus(
          times(ky, g.dilation[1] * source.row),
          staging
            ? stage
            : plus(
                plus(times(input, source.channel), times(kz, g.dilation[0] * source.plane)),
                source.offset,
              ),
        ),
      );
      const zero = k.let("zero", splat(float(0)));
      const accs = Array.from({ length: taps }, () => [k.let("c", zero), k.let("c", zero)]);
      k.loop("n", batch, (n) => {
        if (staging) stagePlane(k, staging, n, input, stage);
        k.loop("z", depth, (z) => {
          const image = plus(times(n, groups * outputs), channel);
          const plane = k.let("plane", times(plus(times(image, depth), z), height * width));
          const moved = staging
            ? window
            : plus(window, plus(times(n, source.batch), times(z, g.stride[0] * source.plane)));
          const first = k.let("first", moved);
          k.loop("y", height, (y) => {
            const into = k.let("into", plus(first, times(y, g.stride[1] * source.row)));
            const line = k.let("line", plus(plane, times(y, width)));
            const eight = (x: Expr | number, count: number) => {
              const pair = (buffer: Buffer, at: Expr) =>
                [0, 1].map((v) =>
                  k.let("v", kept(zero, load4(buffer, plus(at, 4 * v)), count - 4 * v)),
                );
              const dy = pair(gradient, plus(line, x));
              accs.forEach((acc, tap) => {
                const offset =
                  Math.floor(tap / kw) * g.dilation[1] * source.row + g.columns[tap % kw];
                const values = pair(from, plus(plus(into, x), offset));
                acc.forEach((c, v) => {
                  k.fma(c, dy[v], values[v]);
                });
              });
            };
            const whole = width - (width % 8);
            k.loop("x", { to: whole, step: 8 }, (x) => eight(x, 8));
            if (width > whole) eight(whole, width - whole);
          });
        });
      });
      reduce(k, config, task, accs);
    });
  });
}

/** The first `count` lanes, zeros behind them. */
function kept(zero: Variable, value: Expr, count: number): Expr {
  if (count >= 4) return value;
  if (count <= 0) return zero;
  return shuffle(
    value,
    zero,
    [0, 1, 2, 3].map((lane) => (lane < count ? lane : 4)) as unknown as Lanes,
  );
}

/** Through memory: pairs that are stored side by side are computed as pairs. */
function reduce(
  k: KernelBuilder,
  { geometry, lanes, sums }: DepthwiseWeightsConfig,
  task: Variable,
  accs: readonly (readonly Variable[])[],
): void {
  const at = k.let("lanes", times(task, lanesOfTask(geometry)));
  accs.forEach((acc, tap) => {
    acc.forEach((c, v) => {
      k.store4(lanes, [plus(at, 8 * tap + 4 * v)], c);
    });
  });
  const to = k.let("to", times(task, accs.length));
  k.loop("tap", accs.length, (tap) => {
    const first = plus(at, times(tap, 8));
    const four = k.let("four", add(load4(lanes, first), load4(lanes, plus(first, 4))));
    const two = k.let("two", add(four, shuffle(four, four, [2, 3, 2, 3])));
    const one = k.let("one", add(two, shuffle(two, two, [1, 1, 1, 1])));
    k.store4(sums, [plus(to, tap)], one, 1);
  });
}
