/**
 * A kernel that is a product of vectors, or a sum of such products, as one pass an axis. A block
 * goes through all passes before the next begins, so what lies between stays in the cache.
 *
 *   for each block of the output (`blocks.ts`), each output channel of the group
 *     for each pass but the last, for each term
 *       between[term] = strips along the axis of what came before
 *     C = activation(bias + Σ_term strips along the last axis of between[term])
 */
import { type KernelBuilder, kernel, plus, times } from "../ir/build.ts";
import type { Buffer, Expr, Kernel } from "../ir/tree.ts";
import {
  type Blocks,
  blockLayout,
  eachBlock,
  eachTile,
  inVariant,
  type Place,
  pitchOf,
} from "./blocks.ts";
import type { Triple } from "./geometry.ts";
import type { Strip } from "./sharing.ts";
import { stripTile } from "./strips.ts";
import { biasOrZero, closeTile, type TileShape } from "./tile.ts";

/** A pass along one axis: strips by term. The last pass has one list, over all terms. */
export interface Pass extends Span {
  readonly strips: readonly (readonly Strip[])[];
}

export interface SeparableConfig extends TileShape {
  readonly blocks: Blocks;
  /** [variant][output of a group]; all have the same axes and as many terms. */
  readonly variants: readonly (readonly (readonly Pass[])[])[];
  readonly variantOf: Buffer;
  readonly weights: Buffer;
  readonly indexOf: ReadonlyMap<number, number>;
  /** [threads][level][term], `levels` say where. */
  readonly between: Buffer;
}

/** What a pass leaves for the next: extents, and elements between neighbours. */
export interface Level {
  readonly extents: Triple;
  readonly pitch: number;
  readonly plane: number;
  /** Elements of one term, and where the first begins. */
  readonly size: number;
  readonly at: number;
}

/** A pass as far as the room between passes goes: its window is `reach` longer than its results. */
export interface Span {
  readonly axis: 0 | 1 | 2;
  readonly reach: number;
}

/** The levels between the passes, and the elements they take together. */
export function levels(
  { block, reach }: Pick<Blocks, "block" | "reach">,
  spans: readonly Span[],
  terms: number,
): { readonly levels: readonly Level[]; readonly size: number } {
  let extents = block.map((extent, axis) => extent + reach[axis]) as unknown as Triple;
  let size = 0;
  const list = spans.slice(0, -1).map((span): Level => {
    extents = extents.map((e, a) => (a === span.axis ? e - span.reach : e)) as unknown as Triple;
    const pitch = pitchOf(extents[2]);
    const plane = pitch * extents[1];
    const level = { extents, pitch, plane, size: plane * extents[0], at: size };
    size += terms * level.size;
    return level;
  });
  return { levels: list, size };
}

/** Where a pass reads or writes. */
interface Area {
  readonly buffer: Buffer;
  readonly at: Expr;
  readonly plane: number;
  readonly pitch: number;
}

export function separable(config: SeparableConfig): Kernel {
  const { blocks, variants, variantOf, weights, between } = config;
  const { destination, out, window, block } = blocks;
  const layout = blockLayout(blocks);
  const passesOf = variants[0][0];
  const terms = passesOf[0].strips.length;
  const { levels: list, size } = levels(blocks, passesOf, terms);

  return kernel(`separable_${config.mr}x${4 * config.nv}`, (k) => {
    for (const b of [weights, between]) k.use(b);
    if (variants.length > 1) k.use(variantOf);
    eachBlock(k, blocks, (place) => {
      const own = k.let("between", times(place.thread, size));
      const outputOf = (passes: readonly Pass[], m: number) => {
        let source: Area = { buffer: window, at: place.window, ...layout };
        list.forEach((level, i) => {
          passes[i].strips.forEach((strips, term) => {
            const to = plus(own, level.at + term * level.size);
            const target: Area = { ...level, buffer: between, at: to };
            // Whole vectors: what lies behind the end of a row is room, and nobody's.
            const [d, h, w] = level.extents;
            const extents = [d, h, 8 * Math.ceil(w / 8)] as const;
            onePass(k, config, {
              axis: passes[i].axis,
              strips,
              source,
              target,
              extents,
              finish: null,
            });
          });
          source = { ...level, buffer: between, at: plus(own, level.at) };
        });
        const target: Area = {
          buffer: destination.buffer,
          at: plus(place.target, m * out[0] * out[1] * out[2]),
          plane: out[1] * out[2],
          pitch: out[2],
        };
        const last = passes[passes.length - 1];
        onePass(k, config, {
          axis: last.axis,
          strips: last.strips[0],
          source,
          target,
          extents: block,
          finish: { place, m },
        });
      };
      inVariant(k, variants.length, variantOf, place, (v) => variants[v].forEach(outputOf));
    });
  });
}

interface OnePass {
  readonly axis: number;
  readonly strips: readonly Strip[];
  readonly source: Area;
  readonly target: Area;
  readonly extents: Triple;
  /** The pass that makes results: of which output; null in between. */
  readonly finish: { readonly place: Place; readonly m: number } | null;
}

function onePass(k: KernelBuilder, config: SeparableConfig, pass: OnePass): void {
  const { weights, indexOf, blocks } = config;
  const { bias, activation } = blocks.destination;
  const { axis, strips, source, target, extents, finish } = pass;
  // The rows of a tile lie along the axis of the pass; along x, any rows do.
  const deep = axis === 0;
  const [planes, rows] = deep ? [extents[1], extents[0]] : [extents[0], extents[1]];
  const strides = ({ plane, pitch }: Area) => (deep ? [pitch, plane] : [plane, pitch]);
  const [[fromPlane, fromRow], [toPlane, toRow]] = [strides(source), strides(target)];
  const columns = Math.min(4 * config.nv, extents[2]);
  const shape = { mr: Math.min(config.mr, rows), nv: Math.ceil(columns / 4) };

  eachTile(k, [planes, rows, extents[2]], { rows: shape.mr, columns }, (z, y, x) => {
    const at = (base: Expr, plane: number, row: number) =>
      [times(z, plane), times(y, row), x].reduce((a, b) => plus(a, b), base);
    const from = k.let("from", at(source.at, fromPlane, fromRow));
    const to = k.let("to", at(target.at, toPlane, toRow));
    const first =
      finish && bias
        ? biasOrZero(k, bias, plus(times(finish.place.group, blocks.outputs), finish.m), 1)
        : null;
    const tile = stripTile(
      k,
      shape,
      strips,
      { buffer: source.buffer, from, pitch: fromRow, weights, indexOf },
      first && (() => first(0)),
    );
    closeTile(
      k,
      tile,
      finish ? activation : { kind: "identity" },
      target.buffer,
      (row) => plus(to, row * toRow),
      columns,
    );
  });
}
