/**
 * Large kernels through the frequency domain: overlapping tiles of an image (`kernels/fft-tiles.ts`)
 * or blocks of a signal (`kernels/fft-line.ts`), transformed, multiplied, transformed back.
 * Dilation costs nothing: the taps of the kernel are spread before it is transformed.
 *
 * The schedule: ny × nx, extents of a tile (ny = 1 for signals), and nv vectors side by side.
 */
import { floatBuffer } from "../ir/build.ts";
import { passesOf, twiddleTable } from "../kernels/fft.ts";
import { fftLine, lineLayout } from "../kernels/fft-line.ts";
import { fftTiles, tileLayout } from "../kernels/fft-tiles.ts";
import type { Machine } from "../plan/machine.ts";
import type { Schedule, Setting } from "../plan/plan.ts";
import type { Allocation, Program } from "../plan/program.ts";
import type { Problem } from "../semantics/problem.ts";
import { type FloatArray, sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { folds, walkAxes } from "./axes.ts";
import { type Frame, frame, frameOver } from "./frame.ts";
import { copyCycles } from "./rate.ts";
import { packSpectrum, spectraOf } from "./spectrum.ts";

/** A tile and its spectrum should stay in the second-level cache; beyond this they certainly do not. */
const LONGEST = { line: 32768, tile: 512 };
/** Bytes of the caches that the estimate reckons with. */
const L1 = 32 * 1024;
const L2 = 1024 * 1024;
/** Bytes of spectra that a plan may hold. */
const MOST_BYTES = 256 * 2 ** 20;

export interface FftSchedule {
  readonly ny: number;
  readonly nx: number;
  readonly nv: number;
}

export const fft: Algorithm = {
  name: "fft",
  decides: ["ny", "nx", "nv"],
  refuses: (setting) => {
    const { problem } = setting;
    if (setting.weight === "input") return "its spectra are made once, not in every run";
    if (problem.axes.length > 2) return `there are ${problem.axes.length} axes, more than 2`;
    if (problem.op === "conv" && problem.axes.some((a) => a.stride !== 1))
      return "the stride is not 1";
    if (folds(problem)) return `the border folds back (${problem.border.kind})`;
    if (problem.inChannels === 0) return "there are no input channels";
    if (problem.axes.every((a) => a.kernel === 1)) return "the kernel has one tap";
    const reach = reachOf(problem);
    const most = problem.axes.length === 1 ? LONGEST.line : LONGEST.tile;
    const longest = Math.max(...reach);
    if (2 * longest > most) return `the kernel reaches over ${longest}, more than ${most / 2}`;
    if (schedulesOf(setting).length === 0)
      return `its spectra take more than ${MOST_BYTES / 2 ** 20} MiB`;
    return null;
  },
  schedules: schedulesOf,
  precision: () => ({ accuracy: "fast", wholeNumbers: false }),
  cycles: ({ problem, machine }, schedule) =>
    fftCycles(problem, schedule as FftSchedule & Schedule, machine),
  lower: ({ problem, threads }, schedule) =>
    lower(problem, threads, schedule as FftSchedule & Schedule),
};

/** Elements from the first to the last tap, along y and x. */
export function reachOf(problem: Problem): readonly [number, number] {
  const [, y, x] = walkAxes(problem).map((a) => (a.kernel - 1) * a.dilation + 1);
  return [y, x];
}

/** Powers of two that hold the kernel, up to one that holds the whole axis. */
function schedulesOf({ problem, machine }: Setting): (FftSchedule & Schedule)[] {
  const { geometry } = frame(problem, 1);
  const nv = machine.wide ? 2 : 1;
  const [ry, rx] = reachOf(problem);
  const line = problem.axes.length === 1;
  const extents = walkAxes(problem).map((a) => a.source.length);
  const lengths = (reach: number, extent: number, most: number) => {
    const list: number[] = [];
    for (let n = 4 * nv; n <= most; n *= 2) {
      if (n < reach + 4 * nv - 1) continue;
      list.push(n);
      if (n >= extent || list.length === 4) break;
    }
    return list;
  };
  const most = line ? LONGEST.line : LONGEST.tile;
  const rows = line ? [1] : lengths(ry, extents[1], most);
  const pairs = geometry.groups * geometry.inputs * geometry.outputs;
  return rows
    .flatMap((ny) => lengths(rx, extents[2], most).map((nx) => ({ ny, nx, nv })))
    .filter(({ ny, nx }) => 8 * pairs * ny * nx <= MOST_BYTES);
}

/**
 * In steps of one vector of complex numbers. A pass loads, turns, adds and stores each once; more
 * than it was loaded costs when a strip is no longer in the first-level cache, or the tile and its
 * spectrum in the second. Cycles measured on a Zen 4 core with 32 KB and 1 MB of them.
 */
function fftCycles(problem: Problem, { ny, nx, nv }: FftSchedule, machine: Machine): number {
  const { geometry } = frame(problem, 1);
  const { inputs, outputs, groups } = geometry;
  const reach = reachOf(problem);
  const line = problem.axes.length === 1;
  const lanes = 4 * nv;
  const tasks = line
    ? lineLayout(geometry, reach[1], { nx, nv }).tasks
    : tileLayout(geometry, reach, { ny, nx, nv }).tasks;
  const points = line ? nx * lanes : ny * nx;
  const vectors = points / lanes;
  const passes = passesOf(nx).length + passesOf(ny).length;
  const strip = 8 * lanes * Math.max(ny, nx);
  const step = (machine.fma ? 6 : 7) + (strip <= L1 ? 0 : strip <= 4 * L1 ? 2 : 6);
  const transforms = (inputs + outputs) * vectors * (passes * step + 10);
  const products = inputs * outputs * vectors * 5;
  const spectra = 8 * ny * nx * inputs * outputs;
  const images = 8 * points * Math.max(inputs, outputs);
  const moved = spectra + 5 * images;
  const resident = spectra + images;
  const spill = resident <= L2 / 2 ? 0 : resident <= 2 * L2 ? moved / 25 : moved / 5;
  const elements = geometry.batch * groups * (inputs + outputs) * sizeOf(geometry.out);
  const scalar = machine.simd ? 1 : 4;
  return (
    tasks * (scalar * (transforms + products) + spill) + copyCycles(8 * elements, machine.speed)
  );
}

function lower(problem: Problem, threads: number, schedule: FftSchedule): Program {
  const { ny, nx, nv } = schedule;
  const line = problem.axes.length === 1;
  const reach = reachOf(problem);
  const plain = frame(problem, threads).geometry;
  const layout = line
    ? { ...lineLayout(plain, reach[1], schedule), tileSize: 0 }
    : tileLayout(plain, reach, schedule);
  const base = frameOver(problem, threads, layout.extents);
  const { geometry, destination } = base;
  const { groups, inputs, outputs } = geometry;
  const allocations: Allocation[] = [...base.allocations];
  const own = (
    name: string,
    size: number,
    role: Allocation["role"],
    contents: Allocation["contents"] = null,
  ) => {
    const buffer = floatBuffer(name, [size]);
    allocations.push({ buffer, role, contents });
    return buffer;
  };
  const twiddles = (name: string, n: number) => {
    const contents = twiddleTable(n);
    return own(name, contents.length, "table", () => contents);
  };
  const spectrum = own("weight", 2 * groups * inputs * outputs * ny * nx, "weight");
  const strips = own("strips", threads * (inputs + 1) * layout.stripSize, "scratch");
  const common = { threads, geometry, destination, spectrum, strips, nx, nv };
  const kernel = line
    ? fftLine({ ...common, reach: reach[1], twiddles: twiddles("twiddles", nx) })
    : fftTiles({
        ...common,
        ny,
        reach,
        twiddles: { y: twiddles("twiddles-y", ny), x: twiddles("twiddles-x", nx) },
        tiles: own("tiles", threads * layout.tileSize, "scratch"),
      });
  return {
    allocations,
    steps: [...base.before, { kernel, tasks: layout.tasks }, ...base.after],
    packWeight: (values) => packSpectra(problem, base, schedule, values),
  };
}

/** Spectra of all kernels. */
function packSpectra(
  problem: Problem,
  base: Frame,
  { ny, nx, nv }: FftSchedule,
  weight: FloatArray,
): Float32Array {
  const { groups, inputs, outputs } = base.geometry;
  // Strips of a signal hold the same in all lanes: it is kept once.
  const lanes = problem.axes.length === 1 ? 1 : 4 * nv;
  const packed = new Float32Array(2 * groups * inputs * outputs * ny * nx);
  let next = 0;
  for (const grid of spectraOf(base, { ny, nx }, weight))
    next = packSpectrum(grid, lanes, packed, next);
  return packed;
}
