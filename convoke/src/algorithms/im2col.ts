/**
 * im2col and a matrix product, one cache block at a time (`kernels/gemm.ts`). Takes everything.
 *
 * Source: Chellapilla, Puri and Simard, "High performance convolutional neural networks for
 * document processing", 2006; the blocking is Goto's.
 */
import { floatBuffer } from "../ir/build.ts";
import { gatherKind, gatherOf } from "../kernels/gather.ts";
import { type GemmSchedule, gemm, gemmLayout } from "../kernels/gemm.ts";
import { type Geometry, positions, tapOffsets, taps } from "../kernels/geometry.ts";
import { tileHeights } from "../kernels/rows.ts";
import type { Machine } from "../plan/machine.ts";
import type { AlgorithmName, Schedule, Setting } from "../plan/plan.ts";
import type { Allocation, Program } from "../plan/program.ts";
import type { Algorithm } from "./algorithm.ts";
import { copiedBytes, frame, scatterCycles } from "./frame.ts";
import { packTiles } from "./pack.ts";
import { SUMS } from "./precision.ts";
import { bestTile, copyCycles, tileCycles } from "./rate.ts";
import { listed } from "./tables.ts";

/** Products that a panel in the first-level cache is deep: 16 columns of 4 bytes make 20 kB. */
const PANEL_DEPTH = 320;
/** Bytes of packed panels one task may keep, so that they stay in the second-level cache. */
const BLOCK_BYTES = 160 * 1024;

export const im2col: Algorithm = {
  name: "im2col",
  decides: ["slab"],
  refuses: () => null,
  schedules: ({ problem, machine, threads }) => [
    gemmSchedule(frame(problem, threads).geometry, machine, threads),
  ],
  precision: () => SUMS,
  cycles: ({ problem, machine }, schedule) =>
    gemmCycles(frame(problem, 1).geometry, schedule as never, machine) +
    copyCycles(copiedBytes(frame(problem, 1))) +
    scatterCycles(frame(problem, 1).geometry),
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

export function gemmCycles(g: Geometry, schedule: GemmSchedule, machine: Machine): number {
  const { wholePanels, restVectors, width, rows, blocks } = gemmLayout(g, schedule);
  const depth = g.inputs * taps(g);
  const column = (nv: number) =>
    nv === 0 ? 0 : sumOf(tileHeights(rows).map((mr) => tileCycles(mr, nv, machine)));
  const step = wholePanels * column(schedule.nv) + column(restVectors);
  // Every block of rows gathers the panels anew.
  const packed = (wholePanels * width + 4 * restVectors) * depth * 4 * blocks.rows;
  const { kind, size } = gatherKind(g, schedule.nv);
  const trouble = kind === "apart" ? 4 : kind === "joined" ? 2 : size === schedule.nv ? 1 : 1.5;
  return g.batch * g.groups * (depth * step + copyCycles(packed, machine.speed) * trouble);
}

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export function lowerGemm(
  name: AlgorithmName,
  { problem, threads }: Setting,
  schedule: Schedule,
): Program {
  const base = frame(problem, threads);
  const { geometry, destination } = base;
  const s = schedule as GemmSchedule & Schedule;
  const { width, tasks } = gemmLayout(geometry, s);
  const depth = s.slab * taps(geometry);
  const weight = floatBuffer("weight", [
    geometry.groups * geometry.outputs * geometry.inputs * taps(geometry),
  ]);
  const scratch = floatBuffer("panels", [threads * s.panels * depth * width], width);
  const gather = gatherOf(geometry, s.nv);
  const tapList = Int32Array.from(tapOffsets(geometry));
  const tapTable = listed("taps", tapList);
  const allocations: Allocation[] = [
    ...base.allocations,
    { buffer: weight, role: "weight", contents: null },
    { buffer: scratch, role: "scratch", contents: null },
    { buffer: gather.table, role: "table", contents: gather.contents },
    tapTable,
  ];
  const kernel = gemm({
    ...s,
    threads,
    geometry,
    destination,
    weight,
    scratch,
    gather,
    taps: tapTable.buffer,
  });
  return {
    allocations,
    steps: [
      ...base.before,
      {
        kernel: { ...kernel, name: `${name}_${kernel.name}` },
        tasks,
      },
      ...base.after,
    ],
    packWeight: (values) => packTiles(base, s.mr, s.slab, values),
  };
}
