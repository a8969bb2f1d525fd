/**
 * im2col and a matrix product, one cache block at a time (`kernels/gemm.ts`). Takes everything.
 *
 * Source: Chellapilla, Puri and Simard, "High performance convolutional neural networks for
 * document processing", 2006; the blocking is Goto's.
 */
import { floatBuffer, table } from "../ir/build.ts";
import { type GemmSchedule, gemm, gemmLayout } from "../kernels/gemm.ts";
import {
  type Geometry,
  positionOffsets,
  positions,
  tapOffsets,
  taps,
} from "../kernels/geometry.ts";
import type { Machine } from "../plan/machine.ts";
import type { AlgorithmName, Schedule, Setting } from "../plan/plan.ts";
import type { Allocation, Program } from "../plan/program.ts";
import type { Algorithm } from "./algorithm.ts";
import { copiedBytes, frame } from "./frame.ts";
import { packTiles } from "./pack.ts";
import { SUMS } from "./precision.ts";
import { bestTile, copyCycles, tileCycles } from "./rate.ts";

/** Products that a panel in the first-level cache is deep: 16 columns of 4 bytes make 20 kB. */
const PANEL_DEPTH = 320;
/** Bytes of packed panels one task may keep, so that they stay in the second-level cache. */
const BLOCK_BYTES = 160 * 1024;

export const im2col: Algorithm = {
  name: "im2col",
  refuses: () => null,
  schedules: ({ problem, machine, threads }) => [
    gemmSchedule(frame(problem, threads).geometry, machine, threads),
  ],
  precision: () => SUMS,
  cycles: ({ problem, machine }, schedule) =>
    gemmCycles(frame(problem, 1).geometry, schedule as never, machine, true) +
    copyCycles(copiedBytes(frame(problem, 1))),
  lower: (setting, schedule) => lowerGemm("im2col", setting, schedule),
};

/** Cuts K into equal slabs, and the output into tasks that fit the cache and feed the threads. */
export function gemmSchedule(
  geometry: Geometry,
  machine: Machine,
  threads: number,
): GemmSchedule & Schedule {
  const { mr, nv } = bestTile(geometry.outputs, machine);
  const count = taps(geometry);
  const slabs = Math.max(1, Math.ceil((geometry.inputs * count) / PANEL_DEPTH));
  const slab = Math.max(
    1,
    Math.ceil(geometry.inputs / Math.min(slabs, Math.max(1, geometry.inputs))),
  );
  const allPanels = Math.max(1, Math.ceil(positions(geometry) / (4 * nv)));
  const fitting = Math.max(1, Math.floor(BLOCK_BYTES / (slab * count * 4 * nv * 4)));
  const images = Math.max(1, geometry.batch * geometry.groups);
  // Four tasks a thread even out what one of them is late.
  const wanted = threads > 1 ? 4 * threads : 1;
  const panels = Math.max(
    1,
    Math.min(fitting, Math.ceil((allPanels * images) / wanted), allPanels),
  );
  const rowTiles = Math.ceil(geometry.outputs / mr);
  const blocks = Math.ceil(allPanels / panels) * images;
  const splits = Math.min(rowTiles, Math.max(1, Math.ceil(wanted / blocks)));
  return { mr, nv, slab, panels, tiles: Math.ceil(rowTiles / splits) };
}

export function gemmCycles(
  g: Geometry,
  schedule: GemmSchedule,
  machine: Machine,
  gather: boolean,
): number {
  const layout = gemmLayout(g, schedule);
  const depth = g.inputs * taps(g);
  const images = g.batch * g.groups;
  const rest = g.outputs % schedule.mr;
  const step =
    layout.wholeTiles * tileCycles(schedule.mr, schedule.nv, machine) +
    (rest > 0 ? tileCycles(rest, schedule.nv, machine) : 0);
  const products = images * layout.panels * depth * step;
  const packed = images * layout.panels * depth * layout.width * 4 * layout.blocks.rows;
  // Rows that are no whole panels are gathered four positions at a time, or one by one.
  const row = g.out[2];
  const trouble = !gather || row % layout.width === 0 ? 1 : row % 4 === 0 ? 2 : 4;
  return products + copyCycles(packed, machine.speed) * trouble;
}

export function lowerGemm(
  name: AlgorithmName,
  { problem, threads }: Setting,
  schedule: Schedule,
): Program {
  const base = frame(problem, threads);
  const { geometry, destination } = base;
  const s = schedule as GemmSchedule & Schedule;
  const { width, quads } = gemmLayout(geometry, s);
  const depth = s.slab * taps(geometry);
  const weight = floatBuffer("weight", [
    geometry.groups * geometry.outputs * geometry.inputs * taps(geometry),
  ]);
  const scratch = floatBuffer("panels", [threads * s.panels * depth * width], width);
  const windows = padded(positionOffsets(geometry), 4 * quads);
  const offsets = table("windows", [windows.length], span(windows));
  const tapList = Int32Array.from(tapOffsets(geometry));
  const tapTable = table("taps", [tapList.length], span(tapList));
  const allocations: Allocation[] = [
    ...base.allocations,
    { buffer: weight, role: "weight", contents: null },
    { buffer: scratch, role: "scratch", contents: null },
    { buffer: offsets, role: "table", contents: windows },
    { buffer: tapTable, role: "table", contents: tapList },
  ];
  const kernel = gemm({
    ...s,
    threads,
    geometry,
    destination,
    weight,
    scratch,
    offsets,
    taps: tapTable,
  });
  return {
    allocations,
    steps: [
      ...base.before,
      {
        kernel: { ...kernel, name: `${name}_${kernel.name}` },
        tasks: gemmLayout(geometry, s).tasks,
      },
      ...base.after,
    ],
    packWeight: (values) => packTiles(base, s.mr, s.slab, values),
  };
}

/**
 * Offsets go on as neighbours of the last: four in a row are then neighbours exactly when the first
 * and the fourth are 3 apart, which is how the kernel tells.
 */
function padded(offsets: readonly number[], length: number): Int32Array {
  const last = offsets.at(-1) ?? 0;
  return Int32Array.from({ length }, (_, i) => offsets[i] ?? last + i - offsets.length + 1);
}

function span(values: Int32Array): { min: number; max: number } {
  return { min: 0, max: values.reduce((most, value) => Math.max(most, value), 0) };
}
