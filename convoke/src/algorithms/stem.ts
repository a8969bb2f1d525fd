/** Convolution with output channels in the lanes, windows by offsets: `kernels/stem.ts`. */
import { floatBuffer } from "../ir/build.ts";
import { type Geometry, positionOffset, positions, taps } from "../kernels/geometry.ts";
import { stem as kernelOf, STRIP, type StemSchedule, stemLayout } from "../kernels/stem.ts";
import type { Machine } from "../plan/machine.ts";
import type { Schedule, Setting } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import { areNeighbours } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import type { Algorithm } from "./algorithm.ts";
import { folds, walkAxes } from "./axes.ts";
import { copiedBytes, type Frame, frame, startOf } from "./frame.ts";
import { SUMS } from "./precision.ts";
import { copyCycles, tileCycles } from "./rate.ts";
import { integers, listed } from "./tables.ts";

/** Weights of a panel that stay in the first-level cache. */
const CACHED_WEIGHTS = 28 * 1024;

type Chosen = StemSchedule & Schedule;

export const stem: Algorithm = {
  name: "stem",
  decides: [],
  refuses: ({ problem }) => {
    const outputs = problem.outChannels / problem.groups;
    return outputs < 4 ? `a vector holds 4 output channels, a group has ${outputs}` : null;
  },
  schedules: ({ problem, machine, threads }) => {
    const { geometry } = stemFrame(problem, threads);
    const wanted = machine.wide ? 4 : 2;
    const mr = machine.fma ? 6 : 4;
    const nv = Math.min(wanted, Math.ceil(geometry.outputs / 4));
    const { strips, tasks } = stemLayout(geometry, { mr, nv, run: Infinity });
    const bands = Math.min(strips, Math.max(1, Math.ceil((8 * threads) / Math.max(1, tasks))));
    return [{ mr, nv, run: Math.ceil(strips / bands) }];
  },
  precision: () => SUMS,
  cycles: ({ problem, machine }, schedule) => {
    const base = stemFrame(problem, 1);
    return stemCycles(base.geometry, schedule as Chosen, machine) + copyCycles(copiedBytes(base));
  },
  lower,
};

/** The frame; without padding the input itself is the source, even where there is a stride along x. */
function stemFrame(problem: Problem, threads: number): Frame & { step: number } {
  const base = frame(problem, threads);
  const axes = walkAxes(problem);
  const inside = axes.every(({ source }) => areNeighbours(source));
  const [d, h, w] = axes;
  if (problem.dataLayout !== "nchw" || folds(problem) || !inside || w.stride === 1)
    return { ...base, step: 1 };
  const plane = h.input * w.input;
  const channel = d.input * plane;
  const { buffer } = base.allocations.find(({ role }) => role === "input")!;
  return {
    ...base,
    step: w.stride,
    before: [],
    allocations: base.allocations.filter(
      ({ role }) => role === "input" || role === "output" || role === "bias",
    ),
    geometry: {
      ...base.geometry,
      columns: Array.from({ length: w.kernel }, (_, kx) => kx * w.dilation),
      source: {
        buffer,
        batch: problem.inChannels * channel,
        channel,
        plane,
        row: w.input,
        offset: startOf(d) * plane + startOf(h) * w.input + startOf(w),
      },
    },
  };
}

function lower({ problem, threads }: Setting, schedule: Schedule): Program {
  const { geometry, destination, before, after, weightIndex, step, allocations } = stemFrame(
    problem,
    threads,
  );
  const s = schedule as Chosen;
  const width = 4 * s.nv;
  const { strips, panels, tasks } = stemLayout(geometry, s);
  const { groups, inputs, outputs, kernel, out } = geometry;
  const size = inputs * taps(geometry);
  const weight = floatBuffer("weight", [groups * panels * size * width]);
  const strip = floatBuffer("strip", [threads * STRIP * width]);
  const last = positions(geometry) - 1;
  const offset = (i: number) => {
    const position = Math.min(i, last);
    return positionOffset(geometry, position) + (step - 1) * (position % out[2]);
  };
  const length = strips * STRIP;
  // Offsets rise with the position.
  const most = length > 0 ? offset(last) : 0;
  const windows = integers("windows", length, { min: 0, max: most }, () =>
    Int32Array.from({ length }, (_, i) => offset(i)),
  );
  const columns = listed("column-taps", Int32Array.from(geometry.columns));
  const config = {
    ...s,
    threads,
    geometry,
    destination,
    weight,
    windows: windows.buffer,
    columns: columns.buffer,
    strip,
  };
  return {
    allocations: [
      ...allocations,
      { buffer: weight, role: "weight", contents: null },
      { buffer: strip, role: "scratch", contents: null },
      windows,
      columns,
    ],
    steps: [...before, { kernel: kernelOf(config), tasks }, ...after],
    packWeight: (values) => {
      const packed = new Float32Array(groups * panels * size * width);
      const [kd, kh, kw] = kernel;
      for (let g = 0; g < groups; g++) {
        for (let m = 0; m < outputs; m++) {
          const panel = g * panels + Math.floor(m / width);
          let next = panel * size * width + (m % width);
          for (let c = 0; c < inputs; c++) {
            for (let kz = 0; kz < kd; kz++) {
              for (let ky = 0; ky < kh; ky++) {
                for (let kx = 0; kx < kw; kx++, next += width)
                  packed[next] = values[weightIndex(g, m, c, [kz, ky, kx])];
              }
            }
          }
        }
      }
      return packed;
    },
  };
}

function stemCycles(g: Geometry, s: Chosen, machine: Machine): number {
  const { panels } = stemLayout(g, s);
  const depth = g.inputs * taps(g);
  const images = g.batch * g.groups;
  const tiles = Math.ceil(positions(g) / s.mr);
  // Weights from the second-level cache, and windows of many channels, cost more than the products.
  const far = depth * 16 * s.nv > CACHED_WEIGHTS || g.inputs > 16 ? 1.25 : 1;
  const products = images * panels * tiles * depth * tileCycles(s.mr, s.nv, machine) * far;
  // A vector of results is stored, loaded, turned round and stored again.
  return products + 3 * images * panels * s.nv * positions(g);
}
