/**
 * Which tiles and blocks to try for Winograd, and what they cost. The order of the prices must not
 * depend on the number of threads, because the size of the tiles decides the bits of the result.
 */
import { type Geometry, positions } from "../kernels/geometry.ts";
import { instructions, isIdentity } from "../kernels/linear-map.ts";
import type { Transforms } from "../kernels/toom-cook.ts";
import { type Block, type WinogradSchedule, winogradLayout } from "../kernels/winograd-layout.ts";
import type { Schedule, Setting } from "../plan/plan.ts";
import type { Problem } from "../semantics/problem.ts";
import { frame, scatterCycles } from "./frame.ts";
import { bestTile, copyCycles, tileCycles } from "./rate.ts";
import { coverOf, transformsOf } from "./winograd-tiles.ts";

/** Outputs of a tile along an axis; even, so that two neighbours can be moved at a time. */
const SIZES = [4, 2, 6] as const;
const MOST_INPUTS = 8;
/** Bytes of V and M that leave room for weights in a second-level cache of 1 MB. */
const CACHE = 700 * 1024;
/** Instructions a cycle in the transforms, measured. */
const RATE = 2.5;
/** Cycles for one transformed weight, made in a run; measured. */
const PACK = 0.6;

export const winogradSchedules = (setting: Setting): (WinogradSchedule & Schedule)[] =>
  tilesOf(setting).map((tile) => blocksOf(setting, tile).schedule);

type Tile = Pick<WinogradSchedule, "my" | "mx" | "mr" | "nv">;

function tilesOf({ problem, machine }: Setting): Tile[] {
  const [height, width] = [1, ...problem.axes.map((a) => a.kernel)].slice(-2);
  const tile = bestTile(problem.outChannels / problem.groups, machine);
  const made = new Map<string, Tile>();
  for (const size of SIZES) {
    const fit = (r: number) => (r === 1 ? 1 : Math.min(size, evenBelow(MOST_INPUTS + 1 - r)));
    // Along y nothing is moved in pairs, and F(3, 4) has no more inputs than F(4, 3).
    const m = { my: size === 2 && height === 4 ? 3 : fit(height), mx: fit(width) };
    made.set(`${m.my} ${m.mx}`, { ...m, ...tile });
  }
  return [...made.values()];
}

const evenBelow = (n: number): number => n - (n % 2);

interface Blocks {
  readonly schedule: WinogradSchedule & Schedule;
  readonly cycles: number;
}

/** Made once for each problem: planning asks several times. */
const made = new WeakMap<Problem, Map<string, Blocks>>();

/** The number of quads a task, and of parts, that takes the least time. */
function blocksOf(setting: Setting, tile: Tile): Blocks {
  const { problem, machine, threads, weight } = setting;
  const known = made.get(problem) ?? new Map<string, Blocks>();
  made.set(problem, known);
  const { simd, fma, wide } = machine;
  const key = [threads, simd, fma, wide, weight === "input", ...Object.values(tile)].join();
  const one = known.get(key) ?? makeBlocks(setting, tile);
  known.set(key, one);
  return one;
}

function makeBlocks(setting: Setting, tile: Tile): Blocks {
  const { threads } = setting;
  const { geometry } = frame(setting.problem, threads, coverOf(tile));
  const transforms = transformsOf(setting.problem, tile);
  const { allQuads, rowTiles } = winogradLayout(
    geometry,
    { ...tile, quads: 1 << 30, splits: 1 },
    transforms,
  );
  const perQuad =
    16 * transforms.y.alpha * transforms.x.alpha * (geometry.inputs + geometry.outputs);
  const most = Math.max(tile.nv, Math.min(allQuads, Math.floor(CACHE / perQuad), 64));
  let best: Blocks | null = null;
  for (let quads = Math.min(most, allQuads); quads >= 1; quads--) {
    if (best && quads < tile.nv) break;
    const blocks = geometry.groups * Math.ceil(allQuads / quads);
    const splits = Math.min(rowTiles, Math.max(1, Math.ceil(threads / blocks)));
    const schedule = { ...tile, quads, splits };
    const cycles = blockCycles(setting, schedule);
    if (!best || cycles < best.cycles) best = { schedule, cycles };
  }
  return best!;
}

/**
 * What the tile costs one thread, by what the best of all tiles loses to uneven shares of several:
 * a price of its own for each would make the choice depend on the number of threads.
 */
export function winogradCycles(setting: Setting, { my, mx, mr, nv }: WinogradSchedule): number {
  const alone = { ...setting, threads: 1 };
  const { cycles } = blocksOf(alone, { my, mx, mr, nv });
  const [best] = tilesOf(setting)
    .map((tile) => ({ tile, cycles: blocksOf(alone, tile).cycles }))
    .sort((a, b) => a.cycles - b.cycles);
  return cycles * (blocksOf(setting, best.tile).cycles / best.cycles);
}

/** Products, transforms and the padded copy; uneven shares of the threads count as work. */
function blockCycles(setting: Setting, s: WinogradSchedule): number {
  const { problem, machine, threads } = setting;
  const { geometry, before } = frame(problem, threads, coverOf(s));
  const t = transformsOf(problem, s);
  const layout = winogradLayout(geometry, s, t);
  const { groups, inputs, outputs } = geometry;
  const rest = outputs % s.mr;
  const step = (nv: number) =>
    layout.wholeTiles * tileCycles(s.mr, nv, machine) +
    (rest > 0 ? tileCycles(rest, nv, machine) : 0);
  const [whole, half] = [step(s.nv), step(s.nv / 2)];
  const [into, out] = [inputInstructions(t, machine.wide), outputInstructions(t, machine.wide)];
  const cyclesOf = ({ tiles, panels, half: hasHalf }: Block) => {
    const products = layout.products * inputs * (panels * whole + (hasHalf ? half : 0));
    const quads = tiles / 4;
    return products + (quads * (layout.parts * inputs * into + outputs * out)) / RATE;
  };
  const costs = layout.kinds.map((kind) => ({ count: kind.count, cycles: cyclesOf(kind) }));
  const total = groups * costs.reduce((sum, { count, cycles }) => sum + count * cycles, 0);
  const share = costs.reduce((most, { cycles }) => Math.max(most, cycles), 0) / layout.parts;
  // The threads take tasks as they come: the last keeps one busy while the others are done.
  const rounds = Math.ceil(layout.tasks / threads);
  const slow = Math.max(total, Math.min(threads * rounds * share, total + threads * share));
  const spill = 4 * (layout.sizeV + layout.sizeM) > 2 ** 20 ? 1.1 : 1;
  const pairs = groups * inputs * outputs;
  // Where a task has all tiles it transforms the weight itself; else it is written, and read again.
  const moved = layout.blocks === 1 && inputs % 8 === 0 ? 0 : 4 * layout.products * pairs;
  const packing =
    setting.weight === "input"
      ? pairs * layout.products * PACK + copyCycles(moved, machine.speed, "far")
      : 0;
  const copying = before.length > 0 ? copyCycles(8 * sourceSize(geometry)) : 0;
  return slow * spill + packing + copying + scatterCycles(geometry);
}

const sourceSize = (g: Geometry): number =>
  g.batch * g.groups * g.inputs * Math.max(g.source.channel, positions(g));

/** A quad of one input channel: loads, shuffles, products and stores of both passes. */
function inputInstructions({ y, x }: { y: Transforms; x: Transforms }, wide: boolean): number {
  const moved = isIdentity(x.bt) && x.m === 1 ? 2 * x.alpha : 5.5 * x.alpha;
  const along = moved + instructions(x.bt);
  const down = x.alpha * (2 * y.alpha + instructions(y.bt));
  return y.alpha * along + down / (wide ? 2 : 1);
}

function outputInstructions({ y, x }: { y: Transforms; x: Transforms }, wide: boolean): number {
  const along = x.alpha + 5 * x.m + instructions(x.at);
  const down = x.alpha * (y.alpha + y.m + instructions(y.at));
  return y.m * along + down / (wide ? 2 : 1);
}
