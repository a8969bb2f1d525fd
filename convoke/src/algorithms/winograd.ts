/**
 * Winograd convolution, F(m×m, r×r): `kernels/winograd.ts`. For stride 1, small kernels and enough
 * channels; 2.25, 4 or 5 times fewer products than the definition for 3×3 and m = 2, 4, 6.
 *
 * Its results mix the inputs of a whole tile: an infinity or NaN, or numbers near the largest float,
 * spoil all outputs of the tiles they lie in, where the definition spoils only those that see them.
 * Accuracy `exact` keeps clear of it.
 */
import { floatBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Geometry } from "../kernels/geometry.ts";
import { isExact } from "../kernels/toom-cook.ts";
import { winograd as kernelOf } from "../kernels/winograd.ts";
import { type Block, type WinogradSchedule, winogradLayout } from "../kernels/winograd-layout.ts";
import {
  gatheredSize,
  transformTasks,
  transformWeights,
  weightPlane,
} from "../kernels/winograd-weights.ts";
import type { Schedule, Setting } from "../plan/plan.ts";
import type { Allocation, Program, Step } from "../plan/program.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { frame } from "./frame.ts";
import { integers } from "./tables.ts";
import { winogradCycles, winogradSchedules } from "./winograd-cost.ts";
import { givenTaps, packTransformed } from "./winograd-pack.ts";
import { coverOf, transformsOf } from "./winograd-tiles.ts";

/** Fewer input channels than this do not pay for the transforms. */
const LEAST_CHANNELS = 4;
const LARGEST_KERNEL = 7;
/** Inputs of a tile up to which rounding errors stay small. */
const FAITHFUL_INPUTS = 6;

export const winograd: Algorithm = {
  name: "winograd",
  decides: ["my", "mx"],
  refuses: ({ problem }) => {
    const { axes, inChannels, groups } = problem;
    const kernel = axes.map((a) => a.kernel);
    if (axes.some((a) => a.stride !== 1)) return "the stride is not 1";
    if (axes.some((a) => a.dilation !== 1 && a.kernel > 1)) return "the dilation is not 1";
    if (kernel.every((k) => k === 1)) return "the kernel is 1×1";
    if (axes.length === 3 && kernel[0] > 1) return `the kernel is ${kernel[0]} deep, not 1`;
    if (kernel.some((k) => k > LARGEST_KERNEL))
      return `the kernel is ${kernel.join("×")}, larger than ${LARGEST_KERNEL}`;
    const channels = inChannels / groups;
    if (channels < LEAST_CHANNELS)
      return `${channels} input channels a group, fewer than ${LEAST_CHANNELS}`;
    if (problem.batch * sizeOf(axes.map((a) => a.output)) * problem.outChannels === 0)
      return "there is no output";
    return null;
  },
  schedules: (setting) => winogradSchedules(setting),
  cycles: (setting, schedule) => winogradCycles(setting, schedule as never),
  precision: ({ problem }, schedule) => {
    const s = schedule as WinogradSchedule & Schedule;
    const t = transformsOf(problem, s);
    const faithful = t.y.alpha <= FAITHFUL_INPUTS && t.x.alpha <= FAITHFUL_INPUTS;
    return {
      accuracy: faithful ? "faithful" : "fast",
      wholeNumbers: isExact(t.y) && isExact(t.x) && s.my <= 2 && s.mx <= 2,
    };
  },
  lower: (setting, schedule) => lower(setting, schedule as WinogradSchedule & Schedule),
};

function lower(setting: Setting, s: WinogradSchedule & Schedule): Program {
  const { problem, threads } = setting;
  const base = frame(problem, threads, coverOf(s));
  const { geometry, destination } = base;
  const transforms = transformsOf(problem, s);
  const layout = winogradLayout(geometry, s, transforms);
  const { groups, inputs, outputs } = geometry;
  const given = setting.weight === "input" ? givenTaps(base, s.mr, threads) : null;
  // Where one task has all tiles, it transforms the weights of a row tile when it multiplies them.
  const atOnce = given && layout.blocks === 1 && inputs % 8 === 0;
  const scratch = (name: string, size: number) => floatBuffer(name, [threads * size]);
  const stage = scratch("stage", layout.sizeStage);
  const v = scratch("transformed", layout.sizeV);
  const m = scratch("products", layout.sizeM);
  const plane = (rows: number) => layout.products * weightPlane(rows * inputs);
  const weight = atOnce
    ? scratch("row-weights", plane(s.mr))
    : floatBuffer("weight", [groups * plane(outputs)]);
  const [matrices, pairs] = [{ y: transforms.y.g, x: transforms.x.g }, outputs * inputs];
  const gathered = scratch("gathered", gatheredSize(matrices));
  const inRun = given && { ...matrices, taps: given.taps, pairs, gathered };
  const packing: Step[] = [...(given?.steps ?? [])];
  if (inRun && !atOnce)
    packing.push({
      kernel: transformWeights({ ...inRun, threads, groups, packed: weight }),
      tasks: transformTasks({ groups, pairs }),
    });
  const tables = tablesOf(geometry, s.my, layout);
  const buffers = Object.fromEntries(
    Object.entries(tables).map(([name, { buffer }]) => [name, buffer]),
  ) as Record<keyof typeof tables, Buffer>;
  const kernel = kernelOf({
    ...s,
    ...transforms,
    threads,
    geometry,
    destination,
    weight,
    rowWeights: atOnce ? inRun : null,
    stage,
    v,
    m,
    tables: buffers,
  });
  const allocations: Allocation[] = [
    ...base.allocations,
    ...(given?.allocations ?? []),
    { buffer: weight, role: given ? "scratch" : "weight", contents: null },
    ...[stage, v, m, ...(given ? [gathered] : [])].map(
      (buffer) => ({ buffer, role: "scratch", contents: null }) as const,
    ),
    ...Object.values(tables),
  ];
  return {
    allocations,
    steps: [...packing, ...base.before, { kernel, tasks: layout.tasks }, ...base.after],
    packWeight: (values) =>
      given ? Float32Array.from(values) : packTransformed(base, transforms, s.mr, values),
    asGiven: given !== null,
  };
}

function tablesOf(g: Geometry, my: number, layout: ReturnType<typeof winogradLayout>) {
  const { groups, outputs, out, source } = g;
  const [depth, height, width] = out;
  const { down, lines, blocks, kinds, allQuads, pitch } = layout;
  const numbers = (
    name: string,
    length: number,
    [min, max]: readonly [number, number],
    at: (i: number) => number,
  ) => integers(name, length, { min, max }, () => Int32Array.from({ length }, (_, i) => at(i)));
  const byBlock = (name: string, value: (block: Block) => number) =>
    numbers(name, blocks, [0, Math.max(...kinds.map(value))], (i) => value(layout.block(i)));
  /** Where a line of tiles begins in the source; lines follow each other there too. */
  const from = (line: number) => {
    const upper = Math.floor(line / down);
    const [n, z, y] = [Math.floor(upper / depth), upper % depth, (line % down) * my];
    return source.offset + n * source.batch + z * source.plane + y * source.row;
  };
  /** Where row number `row` of line after line goes; -1: it is behind the last of its image. */
  const to = (row: number) => {
    const upper = Math.floor(row / (down * my));
    const [n, z, y] = [Math.floor(upper / depth), upper % depth, row % (down * my)];
    return y < height ? ((n * groups * outputs * depth + z) * height + y) * width : -1;
  };
  const last = (lines - down) * my + height - 1;
  return {
    places: numbers("places", allQuads, [0, pitch - 4], layout.place),
    sources: numbers("sources", lines, [0, from(lines - 1)], from),
    targets: numbers("targets", lines * my, [height % my > 0 ? -1 : 0, to(last)], to),
    tiles: byBlock("tiles", (b) => b.tiles),
    panels: byBlock("panels", (b) => b.panels),
    halves: byBlock("halves", (b) => (b.half ? 1 : 0)),
  };
}
