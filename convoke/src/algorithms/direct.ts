/** Convolution straight from the (padded) input, no patches: `kernels/direct.ts`. */
import { floatBuffer } from "../ir/build.ts";
import { type DirectSchedule, directLayout, direct as kernelOf } from "../kernels/direct.ts";
import { type Geometry, taps } from "../kernels/geometry.ts";
import { rowTiles, tileHeights } from "../kernels/rows.ts";
import type { Machine } from "../plan/machine.ts";
import type { Schedule } from "../plan/plan.ts";
import type { Algorithm } from "./algorithm.ts";
import { copiedBytes, frame, scatterCycles } from "./frame.ts";
import { packTiles } from "./pack.ts";
import { SUMS } from "./precision.ts";
import { bestTile, copyCycles, tileCycles } from "./rate.ts";
import { listed } from "./tables.ts";

/** Registers that hold sums. */
const REGISTERS = 14;

export const direct: Algorithm = {
  name: "direct",
  decides: [],
  refuses: () => null,
  schedules: ({ problem, machine, threads }) => [
    directSchedule(frame(problem, threads).geometry, machine, threads),
  ],
  precision: () => SUMS,
  cycles: ({ problem, machine }, schedule) =>
    directCycles(frame(problem, 1).geometry, schedule as never, machine) +
    copyCycles(copiedBytes(frame(problem, 1))) +
    scatterCycles(frame(problem, 1).geometry),
  lower: ({ problem, threads }, schedule) => {
    const base = frame(problem, threads);
    const { geometry, destination } = base;
    const s = schedule as DirectSchedule & Schedule;
    const size = geometry.groups * geometry.outputs * geometry.inputs * taps(geometry);
    const weight = floatBuffer("weight", [size]);
    const columns = listed("column-taps", Int32Array.from(geometry.columns));
    return {
      allocations: [
        ...base.allocations,
        { buffer: weight, role: "weight", contents: null },
        columns,
      ],
      steps: [
        ...base.before,
        {
          kernel: kernelOf({
            ...s,
            threads,
            geometry,
            destination,
            weight,
            columns: columns.buffer,
          }),
          tasks: directLayout(geometry, s).tasks,
        },
        ...base.after,
      ],
      packWeight: (values) => packTiles(base, s.mr, Math.max(1, geometry.inputs), values),
    };
  },
};

/** Few output channels get a wider tile: there are accumulators to spare, and loads to hide. */
function directSchedule(g: Geometry, machine: Machine, threads: number): DirectSchedule & Schedule {
  const tile = bestTile(g.outputs, machine);
  const room = machine.wide ? 24 : 10;
  const needed = Math.max(1, Math.ceil(g.out[2] / 4));
  const even = (n: number) => (n > 1 ? n - (n % 2) : n);
  const wanted = Math.max(tile.nv, even(Math.floor(room / tile.mr)));
  const nv = Math.min(wanted, 8, needed > 1 ? needed + (needed % 2) : 1);
  const tiles = Math.max(1, Math.ceil(g.out[2] / (4 * nv)));
  const lines = g.batch * g.groups * g.out[0] * g.out[1];
  const run =
    lines >= 4 * threads ? tiles : Math.max(1, Math.ceil((tiles * lines) / (4 * threads)));
  return { mr: tile.mr, nv, run: Math.min(run, tiles) };
}

function directCycles(g: Geometry, s: DirectSchedule, machine: Machine): number {
  const { wholeTiles, restVectors, restColumns } = directLayout(g, s);
  const lines = g.batch * g.groups * g.out[0] * g.out[1];
  const heights = tileHeights(rowTiles(g.outputs, s.mr));
  const column = (nv: number) =>
    nv === 0 ? 0 : heights.reduce((sum, mr) => sum + tileCycles(mr, nv, machine), 0);
  // A pair of which a part is stored runs as two vectors; six rows of such are too many sums.
  const torn = machine.wide && restVectors > 1 && restColumns % 8 > 0;
  const sums = heights[0] * (restVectors / 2 + (restColumns % 8 > 4 ? 1 : 0));
  const spill = torn && sums > REGISTERS ? 1.5 : 1;
  const steps = wholeTiles * column(s.nv) + spill * column(restVectors + (torn ? 2 : 0));
  // Windows of many channels come from far apart: every tap row is a new cache line.
  const spread = g.inputs > 16 ? 1.25 : 1;
  return lines * g.inputs * taps(g) * steps * spread;
}
