/**
 * Winograd's algorithm for the weight gradient. The forward tile is y = Aᵀ[(G g) ∘ (Bᵀ d)]; its
 * gradient in g, summed over tiles t and images,
 *
 *   ḡ = Gᵀ [Σ_t (A ȳ_t) ∘ (Bᵀ d_t)]
 *
 * so tiles of both tensors are transformed once, their products are matrix products over tiles
 * (`weight-product.ts`), and the sums are transformed at the very end. Channels lie side by side:
 * every transform works on vectors of them, without a shuffle.
 *
 *   transformTiles   tiles[group, e, chunk, n, tile, c] = (L · t · Rᵀ)[e],  t a window of the panels
 *   transformSums    taps[group, k, pair] = (Gᵀ u G)[k],             u of the sums of a pair of channels
 *
 * Source: Lavin and Gray, "Fast algorithms for convolutional neural networks", CVPR 2016, section 3.
 */
import { kernel, least, load4, plus, quotient, remainder, times } from "../ir/build.ts";
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { transform } from "./linear-map.ts";

export interface TransformTilesConfig {
  readonly threads: number;
  readonly groups: number;
  readonly batch: number;
  /** Tiles of an image, down and across, and positions from one to the next. */
  readonly down: number;
  readonly across: number;
  readonly step: readonly [y: number, x: number];
  /** Of both axes: products by positions of a window. */
  readonly y: Matrix;
  readonly x: Matrix;
  /** [group, n, row, column, channel], `width` channels, a multiple of four. */
  readonly panels: Buffer;
  readonly extents: readonly [rows: number, columns: number];
  readonly width: number;
  /** Channels that stay side by side, a multiple of four: what the product reads is one run of them. */
  readonly chunk: number;
  /** [group, product, channel chunk, n, tile, channel of the chunk], products `tilesPlane` apart. */
  readonly tiles: Buffer;
}

/** Floats between products beyond what they hold: equal places of all share no cache set. */
const STAGGER = 16;

type TilesShape = Pick<TransformTilesConfig, "batch" | "down" | "across" | "width" | "chunk">;
/** Elements from one product to the next. */
export const tilesPlane = ({ batch, down, across, width, chunk }: TilesShape): number =>
  batch * down * across * chunk * Math.ceil(width / chunk) + STAGGER;

/** Tasks are rows of tiles. */
export const tileTasks = ({
  groups,
  batch,
  down,
}: Pick<TransformTilesConfig, "groups" | "batch" | "down">): number => groups * batch * down;

export function transformTiles(config: TransformTilesConfig): Kernel {
  const { threads, batch, down, across, step, y, x, panels, extents, width, chunk, tiles } = config;
  const [rows, columns] = extents;
  const tasks = tileTasks(config);
  const plane = tilesPlane(config);
  const whole = Math.floor(width / chunk);
  return kernel(`transform_tiles_${y.length}x${x.length}`, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    k.use(panels);
    k.use(tiles);
    k.loop("task", { from: lo, to: hi }, (task) => {
      const line = remainder(task, down);
      const image = k.let("image", quotient(task, down));
      const group = quotient(image, batch);
      const source = k.let(
        "source",
        plus(times(image, rows * columns * width), times(line, step[0] * columns * width)),
      );
      const target = k.let(
        "target",
        plus(
          times(group, y.length * x.length * plane),
          times(plus(times(remainder(image, batch), down), line), across * chunk),
        ),
      );
      const some = (source: Expr, target: Expr, vectors: number) =>
        transform(k, { y, x }, vectors, {
          read: (i, j, v) => load4(panels, plus(source, (i * columns + j) * width + 4 * v)),
          write: (i, j, values) => {
            values.forEach((value, v) => {
              k.store4(tiles, [plus(target, (i * x.length + j) * plane + 4 * v)], value);
            });
          },
        });
      // A chunk of all tiles, then the next: each product is written as one run.
      const channels = (from: Expr, to: Expr, count: number) =>
        k.loop("tile", across, (tile) => {
          const source = k.let("from", plus(from, times(tile, step[1] * width)));
          const target = k.let("to", plus(to, times(tile, chunk)));
          // Two vectors at a time: pairs run as one.
          const pairs = count - (count % 8);
          k.loop("c", { to: pairs, step: 8 }, (c) => some(plus(source, c), plus(target, c), 2));
          if (count > pairs) some(plus(source, pairs), plus(target, pairs), 1);
        });
      const size = batch * down * across * chunk;
      k.loop("chunk", whole, (i) =>
        channels(
          k.let("source", plus(source, times(i, chunk))),
          k.let("target", plus(target, times(i, size))),
          chunk,
        ),
      );
      const rest = width - whole * chunk;
      if (rest > 0) channels(plus(source, whole * chunk), plus(target, whole * size), rest);
    });
  });
}

export interface TransformSumsConfig {
  readonly threads: number;
  readonly groups: number;
  /** Gᵀ of both axes: taps by products. */
  readonly y: Matrix;
  readonly x: Matrix;
  /** Sums of one product, a multiple of four. */
  readonly plane: number;
  /** [group, product, sum] */
  readonly sums: Buffer;
  /** [group, tap, sum] */
  readonly taps: Buffer;
}

const VECTORS = 32;
type SumsShape = Pick<TransformSumsConfig, "groups" | "plane">;
export const sumsTasks = ({ groups, plane }: SumsShape): number =>
  groups * Math.ceil(plane / (4 * VECTORS));

export function transformSums(config: TransformSumsConfig): Kernel {
  const { threads, y, x, plane, sums, taps } = config;
  const tasks = sumsTasks(config);
  const blocks = Math.ceil(plane / (4 * VECTORS));
  // A whole line of the cache: planes are often so far apart that all find the same few sets of it.
  const together = plane % 16 === 0 ? 4 : 1;
  return kernel("transform_sums", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    k.use(sums);
    k.use(taps);
    k.loop("task", { from: lo, to: hi }, (task) => {
      const group = k.let("group", quotient(task, blocks));
      const from = k.let("from", times(group, y[0].length * x[0].length * plane));
      const to = k.let("to", times(group, y.length * x.length * plane));
      const turns = VECTORS / together;
      const first = times(remainder(task, blocks), turns);
      const end = least(plus(first, turns), plane / (4 * together));
      k.loop("vector", { from: first, to: end }, (vector) => {
        const at = k.let("at", times(vector, 4 * together));
        transform(k, { y, x }, together, {
          read: (i, j, v) =>
            load4(sums, plus(plus(from, at), (i * x[0].length + j) * plane + 4 * v)),
          write: (i, j, values) => {
            values.forEach((value, v) => {
              k.store4(taps, [plus(plus(to, at), (i * x.length + j) * plane + 4 * v)], value);
            });
          },
        });
      });
    });
  });
}
