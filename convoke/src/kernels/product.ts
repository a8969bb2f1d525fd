/**
 * A plain product over channels-last data: rows of pixels times a packed matrix, no copy at all.
 *
 *   C[position, m] = activation(bias[m] + Σ_c X[position, c] · W[c, m])
 *
 *   for each task: a block of tiles of mr positions, for each panel of 4·nv output channels
 *     c[y][x] = bias[x];  for c: c[y][x] += X[y, c] · W[panel, c, x];  C = activation(c)
 *
 * Weights are packed by [group][panel][c][4·nv], the last panel filled up with zeros.
 */
import {
  float,
  int,
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
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";
import type { Destination } from "./geometry.ts";
import { closeTile, multiplyInto, openTile, unrolled } from "./tile.ts";

export interface ProductConfig {
  readonly threads: number;
  /** Batch × all positions. */
  readonly rows: number;
  readonly groups: number;
  /** Channels of one group. */
  readonly inputs: number;
  readonly outputs: number;
  readonly mr: number;
  readonly nv: number;
  /** Row tiles of one task. */
  readonly run: number;
  readonly source: Buffer;
  readonly weight: Buffer;
  readonly destination: Destination;
}

export function productLayout({
  rows,
  outputs,
  mr,
  nv,
  run,
  groups,
}: Omit<ProductConfig, "source" | "weight" | "destination" | "threads">) {
  const tiles = Math.ceil(rows / mr);
  const blocks = Math.ceil(tiles / run);
  return {
    width: 4 * nv,
    panels: Math.ceil(outputs / (4 * nv)),
    tiles,
    blocks,
    tasks: groups * blocks,
  };
}

export function product(config: ProductConfig): Kernel {
  const { threads, rows, groups, inputs, outputs, mr, run, source, weight, destination } = config;
  const { width, panels, blocks, tasks } = productLayout(config);
  const wholeTiles = Math.floor(rows / mr);
  const wholePanels = Math.floor(outputs / width);

  return kernel(`product_${mr}x${width}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [source, weight, destination.buffer]) k.use(b);
    if (destination.bias) k.use(destination.bias);

    k.loop("task", { from: lo, to: hi }, (task) => {
      const block = k.let("block", remainder(task, blocks));
      const g = k.let("g", remainder(quotient(task, blocks), groups));

      const tileAt = (row: Expr, count: number) => {
        const a = k.let("a", plus(times(row, groups * inputs), times(g, inputs)));
        const c = k.let("c", plus(times(row, groups * outputs), times(g, outputs)));
        const panelAt = (panel: Expr, columns: number) =>
          multiplyPanel(k, config, { a, c, g, panel, count, columns });
        k.loop("panel", wholePanels, (panel) => panelAt(panel, width));
        if (panels > wholePanels) panelAt(int(wholePanels), outputs - wholePanels * width);
      };

      const from = times(block, run);
      k.loop("tile", { from, to: least(plus(from, run), wholeTiles) }, (tile) =>
        tileAt(times(tile, mr), mr),
      );
      if (rows > wholeTiles * mr) {
        const rest = () => tileAt(int(wholeTiles * mr), rows - wholeTiles * mr);
        if (blocks === 1) rest();
        else k.if({ op: "eq", a: block, b: int(blocks - 1) }, rest);
      }
    });
  });
}

interface Panel {
  readonly a: Expr;
  readonly c: Expr;
  readonly g: Expr;
  readonly panel: Expr;
  readonly count: number;
  readonly columns: number;
}

function multiplyPanel(
  k: KernelBuilder,
  config: ProductConfig,
  { a, c, g, panel, count, columns }: Panel,
): void {
  const { groups, inputs, outputs, nv, weight, source, destination } = config;
  const { width, panels } = productLayout(config);
  const b = k.let("b", plus(times(g, panels * inputs * width), times(panel, inputs * width)));
  const channel = plus(times(g, outputs), times(panel, width));
  const { bias } = destination;
  // Bias by column here: every row starts from the same vectors.
  const zero = bias ? null : k.let("zero", splat(float(0)));
  const start = vector(nv, (x) => zero ?? k.let("bias", load4(bias!, plus(channel, 4 * x))));
  const tile = openTile(k, { mr: count, nv }, (_, x) => start[x]);
  unrolled(k, inputs, (p) =>
    multiplyInto(
      k,
      tile,
      (y) => loadSplat(source, plus(plus(a, p), y * groups * inputs)),
      (x) => load4(weight, plus(b, plus(times(p, width), 4 * x))),
    ),
  );
  const result = plus(c, times(panel, width));
  closeTile(
    k,
    tile,
    destination.activation,
    destination.buffer,
    (y) => plus(result, y * groups * outputs),
    columns,
  );
}
