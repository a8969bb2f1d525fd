/**
 * The weight gradient of a dense convolution: a matrix product over positions for every tap.
 *
 *   sums[task][kx][r][l] = Σ_p splats[p, r] · lanes[p, l]
 *
 *   for each task: a kernel row (kz, ky), a block of rows, a block of lanes, a group
 *     for each block of positions that stays in the first-level cache, in order
 *       for each kx                                    the window of the padded side moves
 *         c[r][l] = 0;  for each position: c[r][l] += S[p, r] · L[p, l]
 *         sums[kx] += c
 *
 * One side is the padded input ("wide"), read at position · stride + tap · dilation, the other the
 * gradient of the output ("narrow"), read at the position; which of them gives the lanes is the
 * schedule's choice. Few wide channels are not cut in panels: then kernel columns and channels
 * count as one row of neighbours, and there is only one kx. Nothing is split along the sum: its
 * order, and so its bits, do not depend on the number of threads.
 */
import {
  add,
  compare,
  float,
  int,
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
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";
import type { Triple } from "./geometry.ts";
import { multiplyInto, openTile, type TileShape, unrolled } from "./tile.ts";

/** How one of the two tensors is walked. */
export interface Side {
  readonly buffer: Buffer;
  /** Elements from one group or image to the next. */
  readonly group: number;
  readonly image: number;
  /** Elements from one block to the next, and from one chunk to the next: blocks that lie side by side. */
  readonly block: number;
  readonly chunk: { readonly blocks: number; readonly step: number } | null;
  /** Elements from one output position to the next, along depth, height, width. */
  readonly step: Triple;
  /** Elements from one tap to the next. */
  readonly tap: Triple;
  readonly blocks: number;
}

export interface WeightProductConfig extends TileShape {
  readonly threads: number;
  readonly batch: number;
  readonly groups: number;
  /** Positions: extents of the narrow side. */
  readonly out: Triple;
  /** Taps; 1 along x where columns and channels are one row. */
  readonly kernel: Triple;
  /** Of `mr` rows a block. */
  readonly splats: Side;
  /** Of `4·nv` lanes a block. */
  readonly lanes: Side;
  /** [group][kz][ky][row block][lane block][kx][mr][4·nv] */
  readonly sums: Buffer;
}

/** Positions of a block: 16 lanes and 6 rows of them are 22 kB. */
const BLOCK = 256;

/** Where a block begins. */
export const blockStart = ({ block, chunk }: Side, index: Expr): Expr =>
  chunk
    ? plus(
        times(quotient(index, chunk.blocks), chunk.step),
        times(remainder(index, chunk.blocks), block),
      )
    : times(index, block);

type Counts = Pick<WeightProductConfig, "groups" | "kernel" | "mr" | "nv"> & {
  readonly splats: Pick<Side, "blocks">;
  readonly lanes: Pick<Side, "blocks">;
};

export function productTasks({ groups, kernel: [kd, kh], splats, lanes }: Counts): number {
  return groups * kd * kh * splats.blocks * lanes.blocks;
}
/** Elements of the sums of one task. */
export const taskSums = ({ kernel: [, , kw], mr, nv }: Counts): number => kw * mr * 4 * nv;

export function weightProduct(config: WeightProductConfig): Kernel {
  const { threads, batch, groups, mr, nv, splats, lanes, sums } = config;
  const [depth, height, width] = config.out;
  const [kd, kh, kw] = config.kernel;
  const tasks = productTasks(config);
  const size = taskSums(config);
  const pieces = Math.ceil(width / (2 * BLOCK));
  const piece = Math.ceil(width / pieces);
  const high = Math.max(1, Math.floor(BLOCK / width));

  // Then the sums of the only block are those wanted.
  const once = batch * depth * Math.ceil(height / high) * pieces === 1;

  return kernel(`weight_product_${mr}x${4 * nv}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const buffer of [splats.buffer, lanes.buffer, sums]) k.use(buffer);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const lane = remainder(task, lanes.blocks);
      const row = remainder(quotient(task, lanes.blocks), splats.blocks);
      const taps = k.let("taps", quotient(task, lanes.blocks * splats.blocks));
      const ky = remainder(taps, kh);
      const kz = remainder(quotient(taps, kh), kd);
      const g = remainder(quotient(taps, kh * kd), groups);
      const start = (side: Side, block: Expr) =>
        k.let(
          "start",
          [
            times(g, side.group),
            blockStart(side, block),
            times(kz, side.tap[0]),
            times(ky, side.tap[1]),
          ].reduce((a, b) => plus(a, b)),
        );
      const starts = { splats: start(splats, row), lanes: start(lanes, lane) };
      const to = k.let("to", times(task, size));
      const zero = k.let("zero", splat(float(0)));
      if (!once) k.loop("i", { to: size, step: 4 }, (i) => k.store4(sums, [plus(to, i)], zero));

      k.loop("n", batch, (n) => {
        k.loop("z", depth, (z) => {
          k.loop("top", { to: height, step: high }, (top) => {
            k.loop("piece", pieces, (part) => {
              k.loop("kx", kw, (kx) => {
                const at = (side: Side, from: Expr) =>
                  k.let(
                    "at",
                    [times(n, side.image), times(z, side.step[0]), times(kx, side.tap[2])].reduce(
                      (a, b) => plus(a, b),
                      from,
                    ),
                  );
                const bases = { splats: at(splats, starts.splats), lanes: at(lanes, starts.lanes) };
                const tile = openTile(k, { mr, nv }, () => zero);
                k.loop("y", { from: top, to: least(plus(top, high), height) }, (y) => {
                  const run = (first: Expr, count: number) => {
                    const [s, l] = (["splats", "lanes"] as const).map((name) => {
                      const { step } = config[name];
                      const moved = plus(times(y, step[1]), times(first, step[2]));
                      return k.let("line", plus(bases[name], moved));
                    });
                    unrolled(k, count, (x) =>
                      multiplyInto(
                        k,
                        tile,
                        (r) => loadSplat(splats.buffer, plus(plus(s, times(x, splats.step[2])), r)),
                        (v) => load4(lanes.buffer, plus(plus(l, times(x, lanes.step[2])), 4 * v)),
                      ),
                    );
                  };
                  const last = width - (pieces - 1) * piece;
                  if (pieces === 1) run(int(0), width);
                  else
                    k.if(
                      compare("lt", part, pieces - 1),
                      () => run(times(part, piece), piece),
                      () => run(int((pieces - 1) * piece), last),
                    );
                });
                const target = k.let("target", plus(to, times(kx, mr * 4 * nv)));
                tile.forEach((row, r) => {
                  const at = (v: number) => plus(target, r * 4 * nv + 4 * v);
                  // All are read before one is written: pairs are found between stores that are neighbours.
                  const sum = row.map((acc, v) =>
                    once ? acc : k.let("sum", add(load4(sums, at(v)), acc)),
                  );
                  sum.forEach((value, v) => {
                    k.store4(sums, [at(v)], value);
                  });
                });
              });
            });
          });
        });
      });
    });
  });
}
