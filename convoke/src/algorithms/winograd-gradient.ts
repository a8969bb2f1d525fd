/** The weight gradient by Winograd's algorithm: `kernels/winograd-gradient.ts`. */
import { floatBuffer } from "../ir/build.ts";
import type { Geometry, Triple } from "../kernels/geometry.ts";
import { instructions } from "../kernels/linear-map.ts";
import { type Transforms, toomCook } from "../kernels/toom-cook.ts";
import { productTasks, type Side, weightProduct } from "../kernels/weight-product.ts";
import {
  sumsTasks,
  tilesPlane,
  tileTasks,
  transformSums,
  transformTiles,
} from "../kernels/winograd-gradient.ts";
import {
  blockStage,
  blockTasks,
  gradientBlocks,
  type TapsTo,
} from "../kernels/winograd-gradient-blocks.ts";
import type { Matrix } from "../numbers/matrix.ts";
import type { Machine } from "../plan/machine.ts";
import { extended } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { walkAxes } from "./axes.ts";
import { copyCycles } from "./rate.ts";
import { type Choice, chooseProduct } from "./weight-gradient-cost.ts";
import { gather, identity, type Parts, panelsOf } from "./weight-gradient-parts.ts";
import { tapOrder } from "./winograd-pack.ts";

/** Inputs of a tile up to which rounding errors stay small, and outputs that are tried. */
const MOST_INPUTS = 6;
const MOST_OUTPUTS = 4;
/** Fewer channels than this on a side do not pay for the transforms. */
const LEAST_CHANNELS = 4;
/** Instructions a cycle in the transforms. */
const RATE = 2.5;

/** Tiles, and bytes of all of them transformed, up to which blocks of pairs go all the way. */
const MOST_TILES = 256;
const CACHE = 1.5 * 2 ** 20;

export interface GradientTiles {
  readonly y: Transforms;
  readonly x: Transforms;
  /** Tiles of an image. */
  readonly down: number;
  readonly across: number;
}

/** The tiles for a problem; null where the algorithm does not apply. */
export function gradientTiles({
  axes,
  inChannels,
  outChannels,
  groups,
}: Problem): GradientTiles | null {
  const [height, width] = [null, ...axes].slice(-2);
  if (axes.length > 2 || !width) return null;
  if (axes.some((a) => a.stride !== 1 || (a.dilation !== 1 && a.kernel > 1))) return null;
  if (axes.every((a) => a.kernel === 1)) return null;
  if (axes.some((a) => a.kernel > MOST_INPUTS - 1)) return null;
  if (Math.min(inChannels, outChannels) / groups < LEAST_CHANNELS) return null;
  const of = (kernel: number, output: number) =>
    toomCook(kernel === 1 ? 1 : Math.min(MOST_OUTPUTS, MOST_INPUTS + 1 - kernel, output), kernel);
  const [y, x] = [of(height?.kernel ?? 1, height?.output ?? 1), of(width.kernel, width.output)];
  const tiles = (output: number, { m }: Transforms) => Math.ceil(output / m);
  return { y, x, down: tiles(height?.output ?? 1, y), across: tiles(width.output, x) };
}

/** Products of any two channels: rows and lanes of a matrix product. */
export const gradientProduct = ({ inputs, outputs }: Geometry, machine: Machine): Choice =>
  chooseProduct({ inputs, outputs, kernel: [1, 1, 1] }, { dilation: 1 }, machine);

/** Channels that lie side by side: whole blocks, vectors in pairs, a line of the cache at the least. */
const chunkOf = (block: number): number => {
  let chunk = block;
  while (chunk % 8 > 0 || chunk < 16) chunk += block;
  return chunk;
};

/** Estimated cycles of one core. */
export function winogradGradientCycles(
  { batch }: Problem,
  geometry: Geometry,
  { y, x, down, across }: GradientTiles,
  machine: Machine,
): number {
  const { groups, inputs, outputs } = geometry;
  const tiles = batch * down * across;
  const products = y.alpha * x.alpha;
  const { cycles } = gradientProduct(geometry, machine);
  const work = (side: Matrix, other: Matrix, [height, width]: readonly [number, number]) =>
    height * (width + instructions(other)) + other.length * (instructions(side) + side.length);
  const vectors = (channels: number) => Math.ceil(channels / 4);
  const transforms =
    vectors(inputs) * work(y.bt, x.bt, [y.alpha, x.alpha]) +
    vectors(outputs) * work(transposed(y.at), transposed(x.at), [y.m, x.m]);
  const moved = 4 * products * (4 * vectors(inputs) + 4 * vectors(outputs));
  const each =
    products * cycles +
    transforms / RATE / (machine.wide ? 2 : 1) +
    copyCycles(moved, machine.speed);
  const pairs = Math.ceil((inputs * outputs) / 4);
  const last = (pairs * work(transposed(y.g), transposed(x.g), [y.alpha, x.alpha])) / RATE;
  return groups * (tiles * each + last);
}

export function lowerWinogradGradient(parts: Parts, tiles: GradientTiles, machine: Machine): void {
  const { problem, threads, base, steps, own, program } = parts;
  const { geometry: g } = base;
  const { y, x, down, across } = tiles;
  const { batch, border } = problem;
  const { lanes: lanesAre, mr, nv } = gradientProduct(g, machine);
  const axes = walkAxes(problem);
  const products = y.alpha * x.alpha;
  const positions = batch * down * across;

  /** Panels of a tensor and the transformed tiles of them, as the product walks them. */
  const transformed = (
    name: "wide" | "narrow",
    tensor: Omit<Parameters<typeof panelsOf>[2], "width">,
    matrices: { readonly y: Matrix; readonly x: Matrix },
  ): Side => {
    const width = 4 * Math.ceil(tensor.channels / 4);
    const { buffer: panels } = panelsOf(parts, name, { ...tensor, width });
    const own4 = lanesAre === name ? 4 * nv : mr;
    const chunk = Math.min(width, chunkOf(own4));
    const shape = { batch, down, across, width, chunk };
    const plane = tilesPlane(shape);
    const buffer = own(floatBuffer(`${name}-tiles`, [g.groups * products * plane], 64));
    const config = {
      ...shape,
      threads,
      groups: g.groups,
      step: [y.m, x.m] as const,
      ...matrices,
      panels,
      extents: [tensor.maps[1].length, tensor.maps[2].length] as const,
      tiles: buffer,
    };
    steps.push({ kernel: transformTiles(config), tasks: tileTasks(config) });
    return {
      buffer,
      group: plane,
      block: own4,
      chunk: chunk < width ? { blocks: chunk / own4, step: positions * chunk } : null,
      blocks: Math.ceil(tensor.channels / own4),
      image: 0,
      step: [0, 0, chunk],
      tap: [0, 0, 0],
    };
  };

  const wide = transformed(
    "wide",
    {
      input: program.x,
      channels: g.inputs,
      inner: axes.map((a) => a.input),
      maps: [
        axes[0].source,
        extended(axes[1].source, down * y.m + y.r - 1),
        extended(axes[2].source, across * x.m + x.r - 1),
      ],
      fill: border.kind === "constant" ? border.value : 0,
    },
    { y: y.bt, x: x.bt },
  );
  const narrow = transformed(
    "narrow",
    {
      input: program.dy,
      channels: g.outputs,
      inner: axes.map((a) => a.out),
      maps: [
        identity(axes[0].out),
        extended(identity(axes[1].out), down * y.m),
        extended(identity(axes[2].out), across * x.m),
      ],
      fill: 0,
    },
    { y: transposed(y.at), x: transposed(x.at) },
  );
  const [lanes, splats] = lanesAre === "wide" ? [wide, narrow] : [narrow, wide];
  const to = neighbours(parts, tiles, lanesAre);
  const bytes = 4 * products * (splats.group + lanes.group);
  if (to && positions <= MOST_TILES && g.groups * bytes <= CACHE) {
    const whole = { threads, groups: g.groups, tiles: positions, mr, nv, splats, lanes, to };
    const blocks = { ...whole, y: transposed(y.g), x: transposed(x.g) };
    const stage = own(floatBuffer("block-stage", [threads * blockStage(blocks)]));
    steps.push({ kernel: gradientBlocks({ ...blocks, stage }), tasks: blockTasks(blocks) });
    return;
  }
  const shape = {
    threads,
    batch: 1,
    groups: g.groups * products,
    out: [1, 1, positions] as Triple,
    kernel: [1, 1, 1] as Triple,
    mr,
    nv,
    splats,
    lanes,
  };
  const plane = splats.blocks * lanes.blocks * mr * 4 * nv;
  const sums = own(floatBuffer("sums", [g.groups * products * plane]));
  const taps = own(floatBuffer("tap-sums", [g.groups * y.r * x.r * plane]));
  steps.push({ kernel: weightProduct({ ...shape, sums }), tasks: productTasks(shape) });
  const last = {
    threads,
    groups: g.groups,
    y: transposed(y.g),
    x: transposed(x.g),
    plane,
    sums,
    taps,
  };
  steps.push({ kernel: transformSums(last), tasks: sumsTasks(last) });
  gather(parts, taps, (group, o, i, [, ky, kx]) => {
    const [lane, row] = lanesAre === "wide" ? [i, o] : [o, i];
    const block = Math.floor(row / mr) * lanes.blocks + Math.floor(lane / (4 * nv));
    const tap = (group * y.r + ky) * x.r + kx;
    return tap * plane + (block * mr + (row % mr)) * 4 * nv + (lane % (4 * nv));
  });
}

/** Where taps of a block go, if they are neighbours in the weight, and lanes come in whole vectors. */
function neighbours(
  { base, program }: Parts,
  { y, x }: GradientTiles,
  lanesAre: Choice["lanes"],
): TapsTo | null {
  const { geometry, weightIndex } = base;
  const { inputs, outputs, groups } = geometry;
  const order = tapOrder(base, y.r, x.r);
  const first = weightIndex(0, 0, 0, [0, 0, 0]);
  const step = (size: number, index: () => number) => (size > 1 ? index() - first : 0);
  const input = { size: inputs, step: step(inputs, () => weightIndex(0, 0, 1, [0, 0, 0])) };
  const output = { size: outputs, step: step(outputs, () => weightIndex(0, 1, 0, [0, 0, 0])) };
  const [lane, row] = lanesAre === "wide" ? [input, output] : [output, input];
  if (!order || lane.size % 4 > 0) return null;
  return {
    buffer: program.dw,
    group: step(groups, () => weightIndex(1, 0, 0, [0, 0, 0])),
    row: row.step,
    lane: lane.step,
    rows: row.size,
    lanes: lane.size,
    order,
  };
}

export const transposed = (matrix: Matrix): Matrix =>
  matrix[0].map((_, j) => matrix.map((row) => row[j]));
