/**
 * Convolution with a kernel whose values are part of the code.
 *
 *   for each block of the output (`blocks.ts`)
 *     for each output channel of the group, tile of mr rows × 4·nv columns
 *       c = bias;  c += strips of the window (`strips.ts`);  C = activation(c)
 */
import { kernel, plus, times } from "../ir/build.ts";
import type { Buffer, Kernel } from "../ir/tree.ts";
import { type Blocks, blockLayout, eachBlock, eachTile, inVariant } from "./blocks.ts";
import type { Strip } from "./sharing.ts";
import { stripTile } from "./strips.ts";
import { biasOrZero, closeTile, type TileShape } from "./tile.ts";

export interface ConstantConfig extends TileShape {
  readonly blocks: Blocks;
  /** [variant][output of a group] */
  readonly variants: readonly (readonly (readonly Strip[])[])[];
  /** Which variant every group has; not read when there is only one. */
  readonly variantOf: Buffer;
  readonly weights: Buffer;
  readonly indexOf: ReadonlyMap<number, number>;
}

export function constant(config: ConstantConfig): Kernel {
  const { blocks, variants, variantOf, weights, indexOf } = config;
  const { destination, out, block, outputs, window } = blocks;
  const { pitch, plane } = blockLayout(blocks);
  const shape = { mr: Math.min(config.mr, block[1]), nv: config.nv };
  const columns = Math.min(4 * config.nv, block[2]);

  return kernel(`constant_${shape.mr}x${columns}`, (k) => {
    k.use(weights);
    if (variants.length > 1) k.use(variantOf);
    eachBlock(k, blocks, (place) => {
      const outputOf = (strips: readonly Strip[], m: number) =>
        eachTile(k, block, { rows: shape.mr, columns }, (z, y, x) => {
          const from = k.let(
            "from",
            [times(z, plane), times(y, pitch), x].reduce((a, b) => plus(a, b), place.window),
          );
          const channel = plus(times(place.group, outputs), m);
          const { bias } = destination;
          const first = bias && biasOrZero(k, bias, channel, 1);
          const tile = stripTile(
            k,
            shape,
            strips,
            { buffer: window, from, pitch, weights, indexOf },
            first && (() => first(0)),
          );
          const at = k.let(
            "at",
            [times(z, out[1] * out[2]), times(y, out[2]), x].reduce(
              (a, b) => plus(a, b),
              plus(place.target, m * out[0] * out[1] * out[2]),
            ),
          );
          closeTile(
            k,
            tile,
            destination.activation,
            destination.buffer,
            (row) => plus(at, row * out[2]),
            columns,
          );
        });
      inVariant(k, variants.length, variantOf, place, (v) => variants[v].forEach(outputOf));
    });
  });
}
